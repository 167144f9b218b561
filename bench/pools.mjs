// What each way to choose reaches on pools with references: best system, uniform votes with and without clusters, skill
// weights, the pairwise model, `auto`, oracle. Everything learned is judged out of fold, several times; then near-copies of the
// worst system are added, which must move nothing; labels are shuffled, which must leave no gain; and what is claimed on one
// half of a pool is compared with what the other half gives. `--pools a,b`, `--seed 42`, `--json`, `--write` (updates
// bench/pools.md), `--tables` (the first table only).
// The pools lie in $HAPUI_SHARED/data (default ../shared): not part of the project.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { findClusters } from '../dist/ensemble/clusters.js';
import { gateOptions } from '../dist/ensemble/gates/options.js';
import { gateStatistics } from '../dist/ensemble/gates/statistics.js';
import { meanSimilarity } from '../dist/ensemble/similarity.js';
import { assignFolds } from '../dist/evaluate/folds.js';
import { canonical, goldOf } from '../dist/evaluate/labelled-pool.js';
import { climb } from '../dist/evaluate/ladder.js';
import { oracleOf } from '../dist/evaluate/learn.js';
import { pairedInterval } from '../dist/evaluate/paired.js';
import { byVotes } from '../dist/evaluate/rungs/by-votes.js';
import { rungs } from '../dist/evaluate/rungs/index.js';
import { mbr } from '../dist/evaluate/rungs/mbr.js';
import { fitSkills } from '../dist/evaluate/skills.js';
import { createVocabulary } from '../dist/evaluate/vocabulary.js';
import { findKiwi } from '../dist/models/kiwi.js';
import { createRandom } from '../dist/random.js';
import { fittedNames, staticNames } from '../dist/rerank/features/index.js';
import { createMainHost } from '../dist/workers/host.js';
import { labelPools } from '../dist/workers/tasks/label.js';
import { createSurveySums, surveyPools } from '../dist/workers/tasks/survey.js';
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
    tables: { type: 'boolean', default: false },
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
  const families = systems.map(() => undefined);
  const similarity = meanSimilarity(sums.similarity);
  const found = findClusters({ systems, similarity, threshold, families });
  const { clusterOf } = found;
  const vocabulary = createVocabulary();
  const spelled = await labelPools(
    {
      gates: gateOptions.parse({}),
      statistics: gateStatistics(sums.gates),
      messages,
      groups: items.map(({ id }) => id),
      features: { clusterOf, scorers: [] },
    },
    tools,
  );
  await tools.tokenizer?.close?.();
  const shape = { types: tools.metric.types, columns: {} };
  const features = [...staticNames(shape), ...fittedNames(shape)];
  const known = vocabulary.known(spelled.map(vocabulary.number));
  const set = canonical({ systems, families, features, ...known });
  return {
    set,
    clusters: found.clusters,
    context: {
      systems: set.systems,
      features,
      vocabulary: known.vocabulary,
      seed: Number(options.seed),
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
  const started = process.cpuUsage();
  const judged = climb(rungs, pools, context, { folds, seed, repeats });
  const { user } = process.cpuUsage(started);
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
    oracle: 100 * mean(pools.map(oracleOf)),
    strength: judged.context.strength,
    trainSeconds: user / 1e6,
    chosen: judged.choices,
    wouldUse: judged.chosen.name,
  };
};

/** Labels dealt anew within each dialogue: gold says nothing of candidates any more, and no gain may be claimed. */
const shuffledLabels = async (name, seeds) => {
  const { read, korean = false } = sets[name];
  const { set, context } = await prepare(read(), korean);
  const lows = seeds.map((seed) => {
    const pools = set.pools.map((pool) => {
      const random = createRandom(seed, 'labels', pool.id);
      const draws = Array.from(pool.gold, () => random.next());
      const order = [...draws.keys()].sort((a, b) => draws[a] - draws[b]);
      return { ...pool, gold: Float64Array.from(order, (from) => pool.gold[from]) };
    });
    const judged = climb(rungs, pools, context, { folds, seed, repeats: 1 });
    const groups = pools.map(({ group }) => group);
    return 100 * pairedInterval({ a: judged.auto, b: judged.scores[0], groups }, seed).low;
  });
  return { pool: name, seeds: seeds.length, claimed: lows.filter((low) => low > 0).length };
};

/** What one half of a pool promises, and what the other half, never seen, then gives; halves are dealt anew for each seed. */
const halves = async (name, seeds) => {
  const { read, korean = false } = sets[name];
  const { set, context } = await prepare(read(), korean);
  const splits = seeds.map((seed) => {
    const half = assignFolds(set.pools, 2, seed, 'halves');
    const [own, fresh] = [0, 1].map((side) => set.pools.filter((_, item) => half[item] === side));
    const judged = climb(rungs, own, context, { folds, seed, repeats: 1 });
    const promised = 100 * (mean(judged.auto) - mean(judged.scores[0]));
    const baseline = scoresOf(fresh, rungs[0].fit(own, judged.context));
    const reached = scoresOf(fresh, judged.fitted);
    const groups = fresh.map(({ group }) => group);
    const { mean: gain, low, high } = pairedInterval({ a: reached, b: baseline, groups }, seed);
    const given = { gain: 100 * gain, low: 100 * low, high: 100 * high };
    return { promised, ...given, within: promised >= given.low && promised <= given.high };
  });
  return {
    pool: name,
    splits: splits.length,
    within: splits.filter(({ within }) => within).length,
    promised: mean(splits.map(({ promised }) => promised)),
    given: mean(splits.map(({ gain }) => gain)),
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
      'pairwise',
      'pairwise+mbr',
      'auto',
      'oracle',
      'share',
      'chosen',
    ]),
    line(new Array(14).fill('---')),
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
        withGain(row.pairwise),
        withGain(row['pairwise+mbr']),
        `**${withGain(row.auto)}**`,
        points(row.oracle),
        `${Math.round((100 * row.auto.gain) / (row.oracle - row['best-single'].score))} %`.replace('-', '−'),
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

const document = ({ pools, captured, shuffled, split }) => `# Ways to choose, on pools with references

\`npm run bench:pools -- --write\` on ${machineLine()}; ${folds} folds drawn ${repeats} times, seed ${seed}. Scores are points
(100 × mean F of ROUGE-1, -2, -L); in brackets the gain over the best single system of the training folds with the bootstrap 95 %
interval over dialogues. *Best system* is picked in hindsight, *best-single* on the training folds. *Plain votes*: every candidate votes
for all. *Auto*: what the ladder chose on the training folds. *Share*: of the way from best-single to the oracle that auto went.
*Chosen*: by the whole pool, and how many of the ${folds * repeats} training sets chose ${rungs.map(({ name }) => name).join(' / ')}.

${table(pools)}

Seconds of one core that fits and choice take, and the strength of regularisation that the whole pool settles on:

${costTable(pools)}

The worst system six times more: as it is, or with its last word cut and its punctuation changed by turns.

${captureTable(captured)}

Labels shuffled within each dialogue: how often a gain was claimed.

${line(['pool', 'seeds', 'gains claimed'])}
${line(['---', '---', '---'])}
${shuffled.map((row) => line([row.pool, row.seeds, row.claimed])).join('\n')}

One half learns and promises a gain (nested, 5 folds drawn once), the other half is new to it: mean gain promised and given, and in how
many splits the promise lies in the 95 % interval of what was given.

${line(['pool', 'splits', 'promised', 'given', 'within'])}
${line(['---', '---', '---', '---', '---'])}
${split.map((row) => line([row.pool, row.splits, signed(row.promised), signed(row.given), row.within])).join('\n')}
`;

const costTable = (rows) =>
  [
    line(['pool', 'dialogues × systems', 'seconds', 'C']),
    line(new Array(4).fill('---')),
    ...rows.map((row) =>
      line([row.pool, `${row.items} × ${row.systems}`, row.trainSeconds.toFixed(1), row.strength]),
    ),
  ].join('\n');

/** Where words and features tell most, a gain of nothing would show first. */
const shuffledPools = ['samsum-a', 'dialogsum-en', 'summeval', 'ko-dialogsum-dev', 'ko-dev'];

const names = options.pools?.split(',') ?? Object.keys(sets);
const seed = Number(options.seed);
const unknown = names.find((name) => !Object.hasOwn(sets, name));
if (unknown !== undefined || !Number.isInteger(seed)) {
  console.error(
    `usage: npm run bench:pools -- [--pools ${Object.keys(sets).join(',')}] [--seed 42] [--json] [--write] [--tables]`,
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
const seeds = (count) => Array.from({ length: count }, (_, index) => seed + index);
const shuffled = [];
const split = [];
if (!options.tables) {
  for (const name of names.filter((each) => shuffledPools.includes(each)))
    shuffled.push(await shuffledLabels(name, seeds(5)));
  for (const name of names.filter((each) => each === 'samsum-a')) split.push(await halves(name, seeds(20)));
}
const result = { pools, captured, shuffled, split, seed, folds, repeats, machine: machineLine() };
if (options.write) writeFileSync(`${root}bench/pools.md`, document(result));
console.log(options.json ? JSON.stringify(result) : `${table(pools)}\n\n${captureTable(captured)}`);
