/** From labelled pools to a second stage: skills, weights, the judged ladder and the choice. */
import { findClusters } from '../ensemble/clusters.ts';
import { addSimilarity, createSimilaritySums, meanSimilarity } from '../ensemble/similarity.ts';
import { InputError } from '../errors.ts';
import { skillWeights } from '../rerank/votes.ts';
import { canonical, type LabelledPool, type LabelledSet } from './labelled-pool.ts';
import { climb, type LadderOptions, type LadderResult, type OutOfFold } from './ladder.ts';
import { pairedInterval } from './paired.ts';
import type { Rung } from './rungs/define.ts';
import { rungs } from './rungs/index.ts';
import type { SecondStage } from './second-stage.ts';
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
): Learned => {
  const set = canonical(labelled);
  const skills = fitSkills(set.pools, set.systems.length);
  requireLabels(set, skills);
  const { clusterOf } = clustersOf(set, options.threshold);
  const judged = climb(ladder, set.pools, { systems: set.systems, clusterOf }, options);
  return { judged, secondStage: describe(set, { skills, clusterOf, judged, options, ladder }) };
};

/** Clusters of the labelled systems; found without labels. */
const clustersOf = ({ systems, families, pools }: LabelledSet, threshold: number) => {
  const sums = createSimilaritySums(systems.length);
  for (const pool of pools) addSimilarity(sums, pool);
  return findClusters({ systems, families, similarity: meanSimilarity(sums), threshold });
};

const requireLabels = ({ pools }: LabelledSet, skills: Float64Array): void => {
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
  readonly clusterOf: Int32Array;
  readonly judged: LadderResult;
  readonly options: LearnOptions;
  readonly ladder: readonly Rung[];
}

const describe = (set: LabelledSet, found: Findings): SecondStage => {
  const { skills, judged, options, ladder } = found;
  const judge = (scores: OutOfFold) => judgeScores(scores, judged.scores[0]!, set.pools, options.seed);
  const auto = judge(judged.auto);
  const { folds, repeats, seed, signature, inputs } = options;
  const bestSingle = set.systems[skills.indexOf(Math.max(...skills.filter((skill) => skill >= 0)))]!;
  return {
    version: 1,
    signature,
    inputs: { ...inputs },
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
    model: judged.fitted.model ?? null,
  };
};

const describeSystems = (
  { systems, pools }: LabelledSet,
  { skills, clusterOf }: Findings,
): SecondStage['systems'] => {
  const weights = skillWeights(skills);
  return systems.map((id, system) => ({
    id,
    skill: Number.isNaN(skills[system]!) ? null : skills[system]!,
    dialogues: pools.filter(({ rows }) => rows.includes(system)).length,
    weight: weights[system]!,
    cluster: clusterOf[system]!,
  }));
};

type Judged = SecondStage['auto'];

const judgeScores = (
  scores: OutOfFold,
  baseline: OutOfFold,
  pools: readonly LabelledPool[],
  seed: number,
): Judged => {
  const { mean, low, high } = pairedInterval(
    { a: scores, b: baseline, groups: pools.map(({ group }) => group) },
    seed,
  );
  return {
    score: (100 * scores.reduce((sum, score) => sum + score, 0)) / scores.length,
    gain: { mean: 100 * mean, low: 100 * low, high: 100 * high },
  };
};

const summaryOf = (chosen: string, bestSingle: string, { gain }: Judged, dialogues: number): string => {
  const interval = `${signed(gain.low)} to ${signed(gain.high)}`;
  const figures = `${signed(gain.mean)} points (95 % interval ${interval}), out of fold on ${dialogues} dialogues`;
  if (gain.low > 0)
    return `Choosing by \`auto\` (here ${chosen}) gains over the best single system: ${figures}.`;
  const shown = `No gain over the best single system (${bestSingle}) is shown: ${figures}`;
  return `${shown}; chosen: ${chosen}.`;
};

const signed = (points: number): string => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(2)}`;
