/** From labelled pools to a second stage: skills, weights, the judged ladder and the choice. */
import { findClusters } from '../ensemble/clusters.ts';
import { addSimilarity, createSimilaritySums, meanSimilarity } from '../ensemble/similarity.ts';
import { InputError } from '../errors.ts';
import type { Usage } from '../rerank/features/wording.ts';
import { skillWeights } from '../rerank/votes.ts';
import { signed } from '../text/signed.ts';
import { fitPairwise } from './fit-pairwise.ts';
import { canonical, contenders, goldOf, type LabelledPool, type LabelledSet } from './labelled-pool.ts';
import {
  type Climbed,
  climbing,
  type LadderOptions,
  type LadderResult,
  type OutOfFold,
  type TrainingSet,
} from './ladder.ts';
import { pairedInterval } from './paired.ts';
import { type Parted, performAll } from './parted.ts';
import { bestSingle as bestSingleRung } from './rungs/best-single.ts';
import type { Rung, RungContext } from './rungs/define.ts';
import { rungs } from './rungs/index.ts';
import type { LearnedModel, SecondStage } from './second-stage.ts';
import { fitSkills } from './skills.ts';

export interface LearnOptions extends LadderOptions {
  /** Mean symmetric utility above which systems are near-copies. */
  readonly threshold: number;
  readonly signature: string;
  /** Input → SHA-256. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** A second stage and what it was read off. */
export interface Learned {
  readonly secondStage: SecondStage;
  /** Per dialogue, in order of ids; the baseline of every gain is the first rung. */
  readonly judged: LadderResult;
}

/** Learns from labelled pools. The order of systems, candidates and dialogues changes nothing. */
export const learn = (
  labelled: LabelledSet,
  options: LearnOptions,
  ladder: readonly Rung[] = rungs,
): Learned => performAll(learning(labelled, options, ladder));

/** The same in parts. */
export const learning = (
  labelled: LabelledSet,
  options: LearnOptions,
  ladder: readonly Rung[] = rungs,
): Parted<TrainingSet, Climbed, Learned> => {
  const set = canonical(labelled);
  const skills = fitSkills(set.pools, set.systems.length);
  requireLabels(set, skills);
  const climb = climbing(ladder, set.pools, contextOf(set, options), options);
  return {
    ...climb,
    conclude: (done) => {
      const judged = climb.conclude(done);
      return { judged, secondStage: describe(set, { skills, judged, options, ladder }) };
    },
  };
};

/** What fits on a canonical set may know; clusters are found without labels. */
export const contextOf = (
  { systems, families, features, pools, vocabulary }: LabelledSet,
  { threshold, seed }: Pick<LearnOptions, 'threshold' | 'seed'>,
): RungContext => {
  const sums = createSimilaritySums(systems.length);
  for (const pool of pools) addSimilarity(sums, pool);
  const similarity = meanSimilarity(sums);
  const { clusterOf } = findClusters({ systems, families, similarity, threshold });
  return { systems, clusterOf, features, seed, vocabulary };
};

/** Throws `input-empty` where nothing can be learned. */
export const requireLabels = (
  { pools, systems }: LabelledSet,
  skills = fitSkills(pools, systems.length),
): void => {
  const groups = groupsOf(pools).size;
  if (groups > 1 && skills.some((skill) => !Number.isNaN(skill))) return;
  throw new InputError('input-empty', {
    where: 'labelled',
    found: groups > 1 ? 'no system has outputs on the labelled dialogues' : `${groups} labelled dialogues`,
    expected: 'at least 2 unlike dialogues with references and outputs of the systems on them',
    fix: 'Add labelled dialogues, or leave `labelled` out.',
  });
};

const groupsOf = (pools: readonly LabelledPool[]): Set<string> => new Set(pools.map(({ group }) => group));

interface Findings {
  readonly skills: Float64Array;
  readonly judged: LadderResult;
  readonly options: LearnOptions;
  readonly ladder: readonly Rung[];
}

const describe = (set: LabelledSet, found: Findings): SecondStage => {
  const { skills, judged, options, ladder } = found;
  const mbr = judged.scores[ladder.findIndex(({ name }) => name === 'mbr')] ?? judged.scores[0]!;
  const judge = (scores: OutOfFold): Judged => ({
    score: pointsOf(scores),
    gain: gainOver(judged.scores[0]!, scores, set.pools, options.seed),
    over_mbr: gainOver(mbr, scores, set.pools, options.seed),
  });
  const auto = judge(judged.auto);
  const oracle = pointsOf(Float64Array.from(set.pools, oracleOf));
  const way = oracle - pointsOf(judged.scores[0]!);
  const { folds, repeats, seed, signature, inputs } = options;
  const bestSingle = set.systems[skills.indexOf(Math.max(...skills.filter((skill) => skill >= 0)))]!;
  return {
    version: 1,
    signature,
    // by name: the order of the config says nothing of what was learned
    inputs: Object.fromEntries(Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))),
    dialogues: set.pools.length,
    groups: groupsOf(set.pools).size,
    folds,
    repeats,
    seed,
    systems: describeSystems(set, found),
    best_single: bestSingle,
    ladder: ladder.map(({ name }, rung) => ({
      rung: name,
      ...judge(judged.scores[rung]!),
      chosen_in: judged.choices[rung]!,
    })),
    auto,
    chosen: judged.chosen.name,
    claims_gain: auto.gain.low > 0,
    summary: summaryOf(judged.chosen.name, bestSingle, auto, set.pools.length),
    oracle: { score: oracle, share: way > 0 ? auto.gain.mean / way : null },
    model: modelOf(set.pools, judged.context),
    ...lexiconOf(set, judged.context),
  };
};

const describeSystems = (
  { systems, pools }: LabelledSet,
  { skills, judged: { context } }: Findings,
): SecondStage['systems'] => {
  const { clusterOf } = context;
  const { intercepts } = fitPairwise(pools, context);
  const weights = skillWeights(skills);
  return systems.map((id, system) => ({
    id,
    skill: Number.isNaN(skills[system]!) ? null : skills[system]!,
    dialogues: pools.filter(({ rows }) => rows.includes(system)).length,
    weight: weights[system]!,
    cluster: clusterOf[system]!,
    intercept: intercepts[system]!,
  }));
};

type Judged = SecondStage['auto'];

/** Mean in points. */
export const pointsOf = (scores: OutOfFold): number =>
  (100 * scores.reduce((sum, score) => sum + score, 0)) / scores.length;

/** Points of `scores` over `baseline`, with the bootstrap 95 % interval over groups. */
export const gainOver = (
  baseline: OutOfFold,
  scores: OutOfFold,
  pools: readonly LabelledPool[],
  seed: number,
): Judged['gain'] => {
  const groups = pools.map(({ group }) => group);
  const { mean, low, high } = pairedInterval({ a: scores, b: baseline, groups }, seed);
  return { mean: 100 * mean, low: 100 * low, high: 100 * high };
};

/** Gold of the best candidate that may win. */
export const oracleOf = (pool: LabelledPool): number =>
  contenders(pool).reduce((best, row) => Math.max(best, goldOf(pool, row)), 0);

const modelOf = (pools: readonly LabelledPool[], context: RungContext): LearnedModel => {
  const { weights, scales, c, pairs } = fitPairwise(pools, context);
  return {
    learner: 'pairwise-logistic',
    strength: c,
    examples: pairs,
    features: context.features
      .map((name, feature) => ({ name, scale: scales[feature]!, weight: weights[feature]! }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.name < b.name ? -1 : 1)),
  };
};

/** What tells anything, in the order of the texts: that of the numbers depends on who came first. */
const lexiconOf = (
  { pools, vocabulary = [] }: LabelledSet,
  context: RungContext,
): Pick<SecondStage, 'lexicon'> => {
  const { lexicon } = fitPairwise(pools, context);
  if (!lexicon) return {};
  const known = vocabulary.flatMap((gram, number): [string, number][] =>
    lexicon.odds[number] === 1 ? [] : [[gram, lexicon.odds[number]!]],
  );
  known.sort(([a], [b]) => (a < b ? -1 : 1));
  const plain = ({ base, systems, length }: Usage) => ({ base: [...base], systems: [...systems], length });
  return {
    lexicon: {
      words: plain(lexicon.words),
      pairs: plain(lexicon.pairs),
      odds: Object.fromEntries(known),
    },
  };
};

const summaryOf = (chosen: string, bestSingle: string, { gain }: Judged, dialogues: number): string => {
  const interval = `${signed(gain.low)} to ${signed(gain.high)}`;
  const figures = `${signed(gain.mean)} points (95 % interval ${interval}), out of fold on ${dialogues} dialogues`;
  if (gain.low > 0)
    return `Choosing by \`auto\` (here ${chosen}) gains over the best single system: ${figures}.`;
  const against = `the best single system (${bestSingle})`;
  if (chosen === bestSingleRung.name)
    return `No gain over ${against} is shown: ${figures}; \`auto\` stays with that system.`;
  if (gain.high < 0) return `\`auto\` (here ${chosen}) loses to ${against}: ${figures}.`;
  return `\`auto\` chooses ${chosen}; whether it gains over ${against} is open: ${figures}.`;
};
