/** From config and statistics to the plan by which every dialogue is decided. */
import { type Config, isSecondStageFile } from '../config/index.ts';
import { ConfigError, firstFew } from '../errors.ts';
import { requireSignature, type SecondStage } from '../evaluate/second-stage.ts';
import type { Usage } from '../rerank/features/wording.ts';
import { weightsFor } from '../rerank/learned/model.ts';
import type { VotesOptions } from '../rerank/votes.ts';
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import type { SecondStageSetup } from '../workers/tasks/second-stage.ts';
import type { PluginSetup } from '../workers/tasks/tools.ts';
import { featureNames } from './feature-names.ts';
import type { OpenedPart } from './part.ts';
import { type RunStatistics, votesOf } from './statistics.ts';

/** How a rung of the ladder is carried out. */
interface Course {
  readonly policy: PluginSetup;
  readonly weights: VotesOptions['weights'];
  /** Whether candidates are scored by the model that was learned. */
  readonly scored?: boolean;
}

/** Throws `config-conflict` where the selection needs what the config does not give. */
export const planDecisions = (
  config: Config,
  systems: readonly string[],
  statistics: RunStatistics,
  learned: SecondStage | undefined,
): DecisionPlan => {
  const { policy, weights, scored = false } = courseOf(config, learned);
  const skills = learned && skillsOf(learned, systems);
  return {
    votes: votesOf({ ...config.mbr.votes, weights }, systems, statistics, skills),
    gates: config.gates,
    statistics: statistics.gates,
    policy,
    merge: mergeOf(config),
    fallback: config.ensemble.fallback,
    standing: skills && !setsPrior(config) ? skills : statistics.priors,
    priors: statistics.priors,
    skills,
    secondStage: scored ? secondStageOf(config, systems, learned, skills, statistics) : undefined,
  };
};

/** Throws where what was learned is of other scores, or knows a rung or features that this run does not have. */
export const requireFit = (
  config: Config,
  part: Pick<OpenedPart, 'scoring' | 'scorers'>,
  learned: SecondStage,
): void => {
  const where = whereOf(config);
  requireSignature(learned, part.scoring.signature, where);
  if (courseOf(config, learned).scored) weightsFor(learned.model.features, featureNames(part), where);
};

/** How messages call the file of what was learned. */
const whereOf = ({ ensemble: { select } }: Config): string =>
  isSecondStageFile(select) ? select : 'second-stage.json';

/** The model in the form that threads take. */
const secondStageOf = (
  config: Config,
  systems: readonly string[],
  learned: SecondStage | undefined,
  skills: Float64Array | undefined,
  { clusterOf }: RunStatistics,
): SecondStageSetup => {
  const { ensemble, rerank } = config;
  if (!learned || !skills)
    throw new ConfigError('config-conflict', {
      where: 'ensemble.select',
      found: `\`${ensemble.select}\` without a model`,
      expected: '`labelled`, which it is learned on, or a file that `hapui train` wrote',
    });
  const { lexicon, model } = learned;
  const { features } = model;
  return {
    features,
    skills,
    intercepts: Float64Array.from(
      systems,
      (id) => learned.systems.find((system) => system.id === id)?.intercept ?? 0,
    ),
    lexicon: lexicon && {
      words: usageOf(lexicon.words, learned, systems),
      pairs: usageOf(lexicon.pairs, learned, systems),
      grams: Object.keys(lexicon.odds),
      odds: Float64Array.from(Object.values(lexicon.odds)),
    },
    clusterOf,
    scorers: rerank.map(({ id }) => id),
    where: whereOf(config),
  };
};

const usageOf = (
  { base, systems: odds, length }: NonNullable<SecondStage['lexicon']>['words'],
  learned: SecondStage,
  systems: readonly string[],
): Usage => ({
  base: Float64Array.from(base),
  systems: Float64Array.from(
    systems,
    (id) => odds[learned.systems.findIndex((system) => system.id === id)] ?? 1,
  ),
  length,
});

/** Where nothing was learned yet (plans, shards), the votes count alike and no model scores. */
export const withoutSkill = (config: Config): Config => {
  const { mbr, ensemble } = config;
  return {
    ...config,
    mbr: mbr.votes.weights === 'skill' ? { ...mbr, votes: { ...mbr.votes, weights: 'uniform' } } : mbr,
    ensemble: usesModel(ensemble) ? { ...ensemble, select: 'mbr' } : ensemble,
  };
};

/** Ties and `best-prior` go by skill where there is one, unless the user ranked the systems. */
const setsPrior = ({ systems }: Config): boolean => systems.some(({ prior }) => prior !== undefined);

const mergeOf = ({ ensemble: { merge } }: Config): PluginSetup | undefined => {
  if (merge === 'none') return undefined;
  const { kind, ...options } = merge;
  return { name: kind, options: options as PluginSetup['options'] };
};

const plain = (name: string): PluginSetup => ({ name, options: {} });

/** Skill by system, in config order; NaN where a system has no labelled outputs. */
const skillsOf = (learned: SecondStage, systems: readonly string[]): Float64Array => {
  const skills = Float64Array.from(
    systems,
    (id) => learned.systems.find((system) => system.id === id)?.skill ?? Number.NaN,
  );
  if (skills.some((skill) => !Number.isNaN(skill))) return skills;
  throw new ConfigError('config-unknown-name', {
    where: 'labelled',
    found: `what was learned is about other systems (${firstFew(learned.systems.map(({ id }) => id))})`,
    expected: `systems of this run (${firstFew(systems)})`,
    fix: 'Give the labelled outputs of the same systems, or leave `labelled` out.',
  });
};

/** Whether decisions need a model that was learned, whatever the ladder chose. */
export const usesModel = ({ select, fuse }: Config['ensemble']): boolean =>
  select === 'pairwise' ||
  select === 'pairwise+mbr' ||
  (select === 'fuse' && (fuse.weights.pairwise ?? 0) > 0);

const courseOf = ({ ensemble, mbr }: Config, learned: SecondStage | undefined): Course => {
  const { weights } = mbr.votes;
  switch (ensemble.select) {
    case 'mbr':
      return { policy: plain('mbr'), weights };
    case 'best-single':
      return { policy: plain('best-single'), weights };
    case 'pairwise':
    case 'pairwise+mbr':
      return learnedCourses[ensemble.select]!;
    case 'fuse': {
      const { method, weights: columns } = ensemble.fuse;
      return {
        policy: { name: 'fuse', options: { method, ...(columns ? { weights: columns } : {}) } },
        weights,
        scored: usesModel(ensemble),
      };
    }
    default:
      return learned ? learnedCourse(learned) : { policy: plain('mbr'), weights };
  }
};

const learnedCourses: Readonly<Record<string, Course>> = {
  'best-single': { policy: plain('best-single'), weights: 'uniform' },
  mbr: { policy: plain('mbr'), weights: 'uniform' },
  'mbr-skill': { policy: plain('mbr'), weights: 'skill' },
  pairwise: { policy: plain('pairwise'), weights: 'skill', scored: true },
  'pairwise+mbr': { policy: plain('pairwise+mbr'), weights: 'skill', scored: true },
};

const learnedCourse = ({ chosen }: SecondStage): Course => {
  const course = Object.hasOwn(learnedCourses, chosen) ? learnedCourses[chosen] : undefined;
  if (course) return course;
  throw new ConfigError('config-unknown-name', {
    where: 'ensemble.select',
    found: `the rung "${chosen}" of the second stage`,
    expected: `one of ${Object.keys(learnedCourses).join(', ')}`,
    fix: 'Train again: hapui train.',
  });
};
