// What each way to choose reaches on pools with references: best system, uniform votes with and without clusters, skill
// weights, `auto`, oracle. Everything learned is judged out of fold, several times; then near-copies of the worst system are
// added, which must move nothing. `--pools a,b`, `--seed 42`, `--json`, `--write` (updates bench/pools.md).
// The pools lie in $HAPUI_SHARED/data (default ../shared): not part of the project.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { findClusters } from '../dist/ensemble/clusters.js';
import { createGates, mayWin } from '../dist/ensemble/gates/index.js';
import { gateOptions } from '../dist/ensemble/gates/options.js';
import { gateStatistics } from '../dist/ensemble/gates/statistics.js';
import { meanSimilarity } from '../dist/ensemble/similarity.js';
import { canonical, contenders, goldOf, labelledPool } from '../dist/evaluate/labelled-pool.js';
import { climb } from '../dist/evaluate/ladder.js';
import { pairedInterval } from '../dist/evaluate/paired.js';
import { byVotes } from '../dist/evaluate/rungs/by-votes.js';
import { rungs } from '../dist/evaluate/rungs/index.js';
import { mbr } from '../dist/evaluate/rungs/mbr.js';
import { fitSkills } from '../dist/evaluate/skills.js';
import { findKiwi } from '../dist/models/kiwi.js';
import { createMainHost } from '../dist/workers/host.js';
import { preparePool } from '../dist/workers/tasks/prepare.js';
import { createSurveySums, gatedDialogue, surveyPools } from '../dist/workers/tasks/survey.js';
import { createTools } from '../dist/workers/tasks/tools.js';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = process.env.HAPUI_SHARED ?? `${root}../shared`;
const threshold = 0.85;
/** As `hapui train` judges: folds drawn anew three times. */
const folds = 5;
const repeats = 3;

const { values: options } = parseArgs({
  options: {
    pools: { type: 'string' },
    seed: { type: 'string', default: '42' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const readPool = (name) =>
  gunzipSync(readFileSync(`${shared}/data/pools/${name}.jsonl.gz`))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The Korean dev set with its one reference and the three submissions that cover it. */
const readKoreanDev = () => {
  const folder = `${shared}/data/ko-dialogsum`;
  const rows = (path) => parse(readFileSync(`${folder}/${path}`), { columns: true, bom: true });
  const byId = new Map(
    rows('dev.csv').map(({ fname, dialogue, summary }) => [
      fname,
      { id: fname, source: dialogue, references: [summary], candidates: [] },
    ]),
  );
  for (const system of ['solar', 'solar-raw', 'solar-backtranslated'])
    for (const { fname, summary } of rows(`candidates/dev/${system}.csv`))
      byId.get(fname).candidates.push({ system, text: summary });
  return [...byId.values()];
};

const sets = {
  'samsum-a': { read: () => readPool('samsum-a') },
  'dialogsum-en': { read: () => readPool('dialogsum-en') },
  'dialsummeval-a': { read: () => readPool('dialsummeval-a') },
  'faceval-a': { read: () => readPool('faceval-a') },
  summeval: { read: () => readPool('summeval') },
  'ko-dialogsum-dev': { korean: true, read: () => readPool('ko-dialogsum-dev') },
  'ko-dev': { korean: true, read: readKoreanDev },
};

const hasKiwi = await findKiwi(process.env).then(
  () => true,
  () => false,
);
const koreanTokenizer = hasKiwi ? 'morpheme' : 'character';

/** The pools as the pipeline of a run prepares, surveys and gates them. */
const prepare = async (items, korean) => {
  const systems = [...new Set(items.flatMap(({ candidates }) => candidates.map(({ system }) => system)))];
  const tools = await createTools(
    {
      plugins: [],
      tokenizer: { name: korean ? koreanTokenizer : 'rouge-score', options: {} },
      metric: { name: korean ? 'rouge-1.0.1' : 'rouge-score', options: {} },
      weights: { rouge1: 1, rouge2: 1, rougeL: 1 },
      clean: ['control-characters', 'line-breaks', 'jamo-runs', 'speaker-tags', 'masks', 'nfc'],
      output_clean: [],
      systems,
    },
    createMainHost({ folder: root, allowCommands: false }),
  );
  const messages = items.map(({ id, source, references, candidates }, index) => ({
    pool: {
      dialogue: { id, index, text: source, references },
      candidates: candidates.map(({ system, text }) => ({
        system,
        candidate: 0,
        text,
        status: text === '' ? 'empty' : 'ok',
      })),
    },
  }));
  const sums = messages.length === 0 ? createSurveySums(systems) : await surveyPools(messages, tools);
  const judge = createGates(gateOptions.parse({}), gateStatistics(sums.gates));
  const pools = [];
  for (const message of messages) {
    const prepared = await preparePool(message, tools);
    const { id } = message.pool.dialogue;
    pools.push(
      labelledPool({
        id,
        group: id,
        rows: prepared.rows,
        ranks: Int32Array.from(message.pool.candidates, ({ candidate }) => candidate),
        hypothesisOf: prepared.collapsed.hypothesisOf,
        hypotheses: prepared.collapsed.hypotheses.length,
        utility: prepared.utility,
        eligible: judge(gatedDialogue(prepared)).map(mayWin),
        gold: prepared.gold.score,
      }),
    );
  }
  await tools.tokenizer?.close?.();
  const families = systems.map(() => undefined);
  const similarity = meanSimilarity(sums.similarity);
  const set = canonical({ systems, families, pools });
  const found = findClusters({ systems, similarity, threshold, families });
  const { clusterOf } = found;
  return {
    set,
    clusters: found.clusters,
    context: {
      systems: set.systems,
      clusterOf: Int32Array.from(set.systems, (id) => clusterOf[systems.indexOf(id)]),
    },
  };
};

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const scoresOf = (pools, { select }) => Float64Array.from(pools, (pool) => goldOf(pool, select(pool)));

/** Uniform votes of all rows for all, as without any defence against copies. */
const plainVotes = ({ systems }) => ({
  voters: systems.map(() => true),
  weight: new Float64Array(systems.length).fill(1),
  clusterOf: Int32Array.from(systems.keys()),
  ownCluster: 'in',
});

const measure = async (name, seed) => {
  const { read, korean = false } = sets[name];
  const items = read();
  const { set, clusters, context } = await prepare(items, korean);
  const { pools, systems } = set;
  const skills = fitSkills(pools, systems.length);
  const judged = climb(rungs, pools, context, { folds, seed, repeats });
  const groups = pools.map(({ group }) => group);
  const [baseline] = judged.scores;
  const against = (scores) => {
    const { mean: gain, low, high } = pairedInterval({ a: scores, b: baseline, groups }, seed);
    return { score: 100 * mean(scores), gain: 100 * gain, low: 100 * low, high: 100 * high };
  };
  return {
    pool: name,
    metric: korean ? `rouge-1.0.1, ${koreanTokenizer}` : 'rouge-score',
    items: pools.length,
    systems: systems.length,
    clusters: clusters.length,
    bestSystem: 100 * Math.max(...skills),
    plain: against(scoresOf(pools, byVotes(plainVotes(set), skills))),
    ...Object.fromEntries(rungs.map((rung, index) => [rung.name, against(judged.scores[index])])),
    auto: against(judged.auto),
    oracle: 100 * mean(pools.map((pool) => Math.max(...contenders(pool).map((row) => goldOf(pool, row))))),
    chosen: judged.choices,
    wouldUse: judged.chosen.name,
  };
};

const cutLastWord = (text) => text.trim().split(/\s+/).slice(0, -1).join(' ') || text;
const changePunctuation = (text) => text.replaceAll('.', ' !').replaceAll(',', ' ;');

/** The worst system six times more, as it is or with its last word cut and its punctuation changed by turns. */
const withCopies = (items, worst, perturbed) =>
  items.map((item) => {
    const own = item.candidates.find(({ system }) => system === worst);
    const perturb = (copy) => (copy % 2 === 0 ? cutLastWord(own.text) : changePunctuation(own.text));
    const copies = Array.from({ length: own ? 6 : 0 }, (_, copy) => ({
      system: `${worst} copy ${copy}`,
      text: perturbed ? perturb(copy) : own.text,
    }));
    return { ...item, candidates: [...item.candidates, ...copies] };
  });

/** Score of the default without labels (`mbr`) and of plain votes, before and after copies were added. */
const capture = async (name) => {
  const items = sets[name].read();
  const scores = async (all) => {
    const { set, context, clusters } = await prepare(all, false);
    const skills = fitSkills(set.pools, set.systems.length);
    const unlabelled = new Float64Array(set.systems.length).fill(1);
    return {
      worst: set.systems[skills.indexOf(Math.min(...skills))],
      default: 100 * mean(scoresOf(set.pools, mbr.fit([], context))),
      plain: 100 * mean(scoresOf(set.pools, byVotes(plainVotes(set), unlabelled))),
      clusters: clusters.length,
    };
  };
  const before = await scores(items);
  return {
    pool: name,
    before,
    exact: await scores(withCopies(items, before.worst, false)),
    perturbed: await scores(withCopies(items, before.worst, true)),
  };
};

const points = (value) => value.toFixed(2);
const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const withGain = ({ score, gain, low, high }) =>
  `${points(score)} (${signed(gain)}: ${signed(low)} to ${signed(high)})`;
const line = (cells) => `| ${cells.join(' | ')} |`;

const table = (rows) =>
  [
    line([
      'pool',
      'items',
      'systems, clusters',
      'best system',
      'best-single',
      'plain votes',
      'mbr',
      'mbr-skill',
      'auto',
      'oracle',
      'chosen',
    ]),
    line(new Array(11).fill('---')),
    ...rows.map((row) =>
      line([
        `${row.pool} (${row.metric})`,
        row.items,
        `${row.systems}, ${row.clusters}`,
        points(row.bestSystem),
        points(row['best-single'].score),
        withGain(row.plain),
        withGain(row.mbr),
        withGain(row['mbr-skill']),
        `**${withGain(row.auto)}**`,
        points(row.oracle),
        `${row.wouldUse} (${row.chosen.join('/')})`,
      ]),
    ),
  ].join('\n');

const captureTable = (rows) =>
  [
    line(['pool', 'votes', 'before', 'six exact copies', 'six perturbed copies']),
    line(new Array(5).fill('---')),
    ...rows.flatMap((row) =>
      ['default', 'plain'].map((kind) =>
        line([
          row.pool,
          kind === 'default' ? 'one vote a cluster (default)' : 'plain',
          points(row.before[kind]),
          ...['exact', 'perturbed'].map(
            (copies) => `${points(row[copies][kind])} (${signed(row[copies][kind] - row.before[kind])})`,
          ),
        ]),
      ),
    ),
  ].join('\n');

const document = ({ pools, captured }) => `# Ways to choose, on pools with references

\`npm run bench:pools -- --write\` on ${machineLine()}; ${folds} folds drawn ${repeats} times, seed ${seed}. Scores are points
(100 × mean F of ROUGE-1, -2, -L); in brackets the gain over the best single system of the training folds with the bootstrap 95 %
interval over dialogues. *Best system* is picked in hindsight, *best-single* on the training folds. *Plain votes*: every candidate votes
for all. *Chosen*: by the whole pool, and how many of the ${folds * repeats} training sets chose ${rungs.map(({ name }) => name).join(' / ')}.

${table(pools)}

The worst system six times more: as it is, or with its last word cut and its punctuation changed by turns.

${captureTable(captured)}
`;

const names = options.pools?.split(',') ?? Object.keys(sets);
const seed = Number(options.seed);
const unknown = names.find((name) => !Object.hasOwn(sets, name));
if (unknown !== undefined || !Number.isInteger(seed)) {
  console.error(
    `usage: npm run bench:pools -- [--pools ${Object.keys(sets).join(',')}] [--seed 42] [--json] [--write]`,
  );
  process.exit(2);
}
if (!existsSync(`${shared}/data/pools`)) {
  console.error(`no pools in ${shared}/data/pools: set HAPUI_SHARED to the folder of shared data`);
  process.exit(2);
}
const pools = [];
for (const name of names) pools.push(await measure(name, seed));
const captured = [];
for (const name of names.filter((each) => ['samsum-a', 'dialsummeval-a'].includes(each)))
  captured.push(await capture(name));
const result = { pools, captured, seed, folds, repeats, machine: machineLine() };
if (options.write) writeFileSync(`${root}bench/pools.md`, document(result));
console.log(options.json ? JSON.stringify(result) : `${table(pools)}\n\n${captureTable(captured)}`);
