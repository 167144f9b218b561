// Whether the search of fusion weights is as good as a full lattice at a quarter of its cost, and what it claims on labels that
// tell nothing. Three columns on a pool of real candidates: expected utility over all ROUGE types, over ROUGE-2 alone, and
// nearness to the usual length. `--pool a`, `--seeds n`, `--json`, `--write` (updates bench/tune.md). The pools lie in
// $HAPUI_SHARED/data (default ../shared): not part of the project.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tablesOf } from '../dist/config/index.js';
import { loadConfig } from '../dist/config/load.js';
import { canonical } from '../dist/evaluate/labelled-pool.js';
import { contextOf } from '../dist/evaluate/learn.js';
import { fusedPool, goldUnder } from '../dist/evaluate/tune/fused-pool.js';
import { searchFusion, tuneFusion } from '../dist/evaluate/tune/fusion.js';
import { fitColumns } from '../dist/evaluate/tune/fusion-columns.js';
import { latticePoints } from '../dist/evaluate/tune/simplex.js';
import { createRandom } from '../dist/random.js';
import { expectedUtilities } from '../dist/rerank/mbr.js';
import { resolveVotes, votesOptions } from '../dist/rerank/votes.js';
import { silentProgress } from '../dist/run/progress.js';
import { createStop } from '../dist/run/stop.js';
import { withLabelled } from '../dist/run/with-labelled.js';
import { withWorkspace } from '../dist/run/workspace.js';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = resolve(process.env.HAPUI_SHARED ?? `${root}../shared`);
const { values: options } = parseArgs({
  options: {
    pool: { type: 'string', default: 'samsum-a' },
    seeds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(options.seeds) }, (_, seed) => seed + 1);

/** The pool as learning sees it. */
const readSet = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-bench-tune-'));
  try {
    const dataset = { path: join(shared, 'data/pools', `${options.pool}.jsonl.gz`), format: 'pool' };
    const file = join(folder, 'tune.yaml');
    const scoring = { tokenizer: 'rouge-score', mbr: { utility: { metric: 'rouge-score' } } };
    writeFileSync(file, JSON.stringify({ dataset, labelled: { dataset, allow_overlap: true }, ...scoring }));
    const config = await loadConfig({ file, cwd: folder, env: {} });
    const run = {
      config,
      tables: await tablesOf(config, {}),
      cwd: folder,
      env: {},
      allowCommands: false,
      stop: createStop(),
      progress: silentProgress,
      now: () => 0,
    };
    return await withWorkspace(run, (workspace) =>
      withLabelled(workspace, async ({ labelled }) => (await labelled())()),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const names = ['mbr', 'rouge2', 'length'];

/** The same set with two columns of scores, as scorers would have given them, instead of its features. */
const withColumns = (set) => {
  const { clusterOf } = contextOf(set, { threshold: 0.85, seed: 1 });
  const electorate = {
    systems: set.systems,
    clusterOf,
    priors: new Float64Array(set.systems.length).fill(1),
  };
  const votes = resolveVotes(votesOptions.parse({}), electorate);
  const distance = set.features.indexOf('length.distance');
  return {
    ...set,
    features: ['scorer.rouge2', 'scorer.length'],
    pools: set.pools.map((pool) => {
      const rouge2 = expectedUtilities({
        ...pool,
        utility: pool.planes[pool.types.indexOf('rouge2')],
        votes,
      });
      const values = new Float64Array(2 * pool.rows.length);
      for (const row of pool.rows.keys()) {
        values[2 * row] = rouge2[row];
        values[2 * row + 1] = -pool.statics.values[row * pool.statics.width + distance];
      }
      return { ...pool, statics: { rows: pool.rows.length, width: 2, values } };
    }),
  };
};

const shuffled = (items, ...keys) => {
  const draws = items.map((_, place) => createRandom(1, 'bench', ...keys, place).next());
  return [...items.keys()].sort((a, b) => draws[a] - draws[b]).map((place) => items[place]);
};

const shuffleLabels = (set, seed) => ({
  ...set,
  pools: set.pools.map((pool) => ({
    ...pool,
    gold: Float64Array.from(shuffled([...pool.gold], seed, pool.id)),
  })),
});

const source = { names, votes: votesOptions.parse({}), priors: undefined };
const configured = { method: 'zscore', weights: { mbr: 1 } };

/** On a half of the dialogues drawn by the seed, which is the search's seed too. */
const compare = (set, seed) => {
  const pools = shuffled(set.pools, 'half', seed).slice(0, Math.ceil(set.pools.length / 2));
  const fitted = fitColumns(source, pools, contextOf(set, { threshold: 0.85, seed }));
  const begun = performance.now();
  const ready = pools.map((pool) => fusedPool(pool, fitted.columns(pool), names, 'zscore', fitted.standing));
  const preparedMs = performance.now() - begun;
  const points = (weights) =>
    (100 * ready.reduce((sum, pool) => sum + goldUnder(pool, weights), 0)) / ready.length;
  const found = searchFusion(names, ['zscore'], configured, seed, () => ready);
  const score = points(names.map((name) => found.weights[name]));
  const all = [...latticePoints(3, 10)].map((point) => points(point.map((share) => share / 10)));
  return {
    seed,
    dialogues: pools.length,
    best: Math.max(...all),
    found: score,
    short: Math.max(...all) - score,
    mbr: points([1, 0, 0]),
    ...found.search,
    preparedMs,
    weights: found.weights,
  };
};

const set = withColumns(canonical(await readSet()));
const rows = seeds.map((seed) => compare(set, seed));
const nested = { source, configured, methods: ['zscore', 'rank', 'rrf', 'borda', 'minmax', 'raw'] };
const judge = (labelled, seed) =>
  tuneFusion(labelled, { ...nested, folds: 5, repeats: 3, seed, threshold: 0.85 });
const real = judge(set, 1);
const idle = seeds.map((seed) => judge(shuffleLabels(set, seed), seed));

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const gainText = ({ mean, low, high }) => `${signed(mean)} (${signed(low)}…${signed(high)})`;
const close = rows.filter(({ short }) => short <= 0.05).length;
const table = [
  '| seed | mbr alone | full lattice (66) | search | short by | judged | candidates scored, of the full lattice’s |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map(
    ({ seed, mbr, best, found, short, judged, cost }) =>
      `| ${seed} | ${mbr.toFixed(2)} | ${best.toFixed(2)} | ${found.toFixed(2)} | ${short.toFixed(3)} | ${judged} | ${(100 * cost).toFixed(0)} % |`,
  ),
].join('\n');
const verdict = `Within 0.05 points of the full lattice in ${close} of ${rows.length} seeds, at ${(100 * Math.max(...rows.map(({ cost }) => cost))).toFixed(0)} % of its cost at most.`;
const claims = `On real labels, all six methods, nested: ${gainText(real.auto.gain)}, ${real.keeps ? 'the configured fusion is kept' : 'the fusion found is taken'}. On shuffled labels: a gain is claimed in ${idle.filter(({ claims_gain }) => claims_gain).length} of ${idle.length} seeds, the configured fusion kept in ${idle.filter(({ keeps }) => keeps).length}; mean gain out of fold ${signed(idle.reduce((sum, { auto }) => sum + auto.gain.mean, 0) / idle.length)}.`;

if (options.json) process.stdout.write(`${JSON.stringify({ rows, real, idle })}\n`);
else process.stdout.write(`${table}\n\n${verdict}\n\n${claims}\n`);

if (options.write)
  writeFileSync(
    new URL('tune.md', import.meta.url),
    `# Search of fusion weights

\`npm run bench:tune\`: three columns on ${options.pool} (${set.pools.length} dialogues, ${set.systems.length} systems, \`rouge-score\`): expected utility over all ROUGE types,
over ROUGE-2 alone, nearness to the usual length. Each seed draws a half of the dialogues and the order of the search. Points are the mean of ROUGE-1, -2 and -L F1
on the dialogues of the search. The cost counts candidates scored: those that no weights can choose are left out, and dialogues with one candidate left cost nothing.
Not counted: bringing columns to one scale and finding those candidates, once a dialogue and method.

${table}

${verdict}

${claims}

${machineLine()}
`,
  );
