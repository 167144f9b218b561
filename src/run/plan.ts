/** From config and statistics to the plan by which every dialogue is decided. */
import type { Config } from '../config/index.ts';
import { ConfigError, firstFew } from '../errors.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import type { VotesOptions } from '../rerank/votes.ts';
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import type { PluginSetup } from '../workers/tasks/tools.ts';
import { type RunStatistics, votesOf } from './statistics.ts';

/** How a rung of the ladder is carried out. */
interface Course {
  readonly policy: PluginSetup;
  readonly weights: VotesOptions['weights'];
}

/** Throws `config-conflict` where the selection needs what the config does not give. */
export const planDecisions = (
  config: Config,
  systems: readonly string[],
  statistics: RunStatistics,
  learned: SecondStage | undefined,
): DecisionPlan => {
  const { policy, weights } = courseOf(config, learned);
  const skills = learned && skillsOf(learned, systems);
  return {
    votes: votesOf({ ...config.mbr.votes, weights }, systems, statistics, skills),
    gates: config.gates,
    statistics: statistics.gates,
    policy,
    fallback: config.ensemble.fallback,
    standing: skills && !setsPrior(config) ? skills : statistics.priors,
    priors: statistics.priors,
    skills,
  };
};

/** Where nothing was learned yet (plans, shards), the votes count alike. */
export const withoutSkill = (config: Config): Config =>
  config.mbr.votes.weights === 'skill'
    ? { ...config, mbr: { ...config.mbr, votes: { ...config.mbr.votes, weights: 'uniform' } } }
    : config;

/** Ties and `best-prior` go by skill where there is one, unless the user ranked the systems. */
const setsPrior = ({ systems }: Config): boolean => systems.some(({ prior }) => prior !== undefined);

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

const courseOf = ({ ensemble, mbr }: Config, learned: SecondStage | undefined): Course => {
  const { weights } = mbr.votes;
  switch (ensemble.select) {
    case 'mbr':
      return { policy: plain('mbr'), weights };
    case 'best-single':
      return { policy: plain('best-single'), weights };
    case 'fuse': {
      const { method, weights: columns } = ensemble.fuse;
      return {
        policy: { name: 'fuse', options: { method, ...(columns ? { weights: columns } : {}) } },
        weights,
      };
    }
    default:
      return learned ? learnedCourse(learned) : { policy: plain('mbr'), weights };
  }
};

const learnedCourse = ({ chosen }: SecondStage): Course => {
  const courses: Readonly<Record<string, Course>> = {
    'best-single': { policy: plain('best-single'), weights: 'uniform' },
    mbr: { policy: plain('mbr'), weights: 'uniform' },
    'mbr-skill': { policy: plain('mbr'), weights: 'skill' },
  };
  const course = Object.hasOwn(courses, chosen) ? courses[chosen] : undefined;
  if (course) return course;
  throw new ConfigError('config-unknown-name', {
    where: 'ensemble.select',
    found: `the rung "${chosen}" of the second stage`,
    expected: `one of ${Object.keys(courses).join(', ')}`,
    fix: 'Train again: hapui train.',
  });
};
