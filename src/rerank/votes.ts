/**
 * Who votes, and with what weight. Evidence is per (dialogue, system, candidate), before duplicates are collapsed; a
 * cluster of near-copies has one vote, however many systems it holds.
 */
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { nearest } from '../registry.ts';
import { plainName, share } from '../schema.ts';

/** Options of `mbr.votes`. */
export const votesOptions = z.strictObject({
  by: z
    .union([z.literal('all'), z.array(plainName).min(1)])
    .default('all')
    .describe('Systems whose candidates are evidence: `all`, or a list of ids. The others may still win.'),
  weights: z
    .enum(['uniform', 'prior', 'skill'])
    .default('uniform')
    .describe('`uniform`: all alike. `prior`: the priors of the systems. `skill`: what `labelled` taught.'),
  clusters: z
    .enum(['one-vote', 'none'])
    .default('one-vote')
    .describe('`one-vote`: near-copies and families share one vote. `none`: every candidate votes for all.'),
  cluster_threshold: share
    .default(0.85)
    .describe('Systems whose mean symmetric utility is greater than this are near-copies.'),
});

export type VotesOptions = z.output<typeof votesOptions>;

/** The electorate of a run; arrays are by system, in config order. */
export interface ResolvedVotes {
  readonly voters: readonly boolean[];
  readonly weight: Float64Array;
  readonly clusterOf: Int32Array;
  /** `out`: the candidates of a row's own cluster are not evidence for it. */
  readonly ownCluster: 'out' | 'in';
}

/** What the votes of a run depend on beside their options. */
export interface Electorate {
  /** Ids, in config order. */
  readonly systems: readonly string[];
  readonly clusterOf: Int32Array;
  readonly priors: Float64Array;
  /** Mean labelled score, 0–1; NaN where a system has no labelled outputs. Absent without `labelled`. */
  readonly skills?: Float64Array | undefined;
}

/**
 * The votes that the options ask for. Under `uniform` a cluster's own members are left out of its evidence; under
 * `skill` and `prior` they stay in, else the best system would be judged by weaker ones only.
 */
export const resolveVotes = (options: VotesOptions, electorate: Electorate): ResolvedVotes => {
  const { systems } = electorate;
  const alone = options.clusters === 'none';
  return {
    voters: votersOf(options.by, systems),
    weight: weightsOf(options.weights, electorate),
    clusterOf: alone ? Int32Array.from(systems.keys()) : electorate.clusterOf,
    ownCluster: options.weights === 'uniform' && !alone ? 'out' : 'in',
  };
};

const votersOf = (by: VotesOptions['by'], systems: readonly string[]): boolean[] => {
  if (by === 'all') return systems.map(() => true);
  const unknown = by.find((id) => !systems.includes(id));
  if (unknown === undefined) return systems.map((id) => by.includes(id));
  const near = nearest(unknown, systems);
  throw new ConfigError('config-unknown-name', {
    where: 'mbr.votes.by',
    found: `unknown system "${unknown}"`,
    expected: `ids of systems: ${systems.join(', ')}`,
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
};

const weightsOf = (weights: VotesOptions['weights'], electorate: Electorate): Float64Array => {
  switch (weights) {
    case 'uniform':
      return new Float64Array(electorate.systems.length).fill(1);
    case 'prior':
      return electorate.priors;
    case 'skill':
      if (electorate.skills) return skillWeights(electorate.skills);
      throw new ConfigError('config-conflict', {
        where: 'mbr.votes.weights',
        found: '`skill` without skills',
        expected: '`labelled`: the same systems’ outputs on dialogues with references',
        fix: 'Add `labelled`, or choose `uniform`.',
      });
    default:
      return weights satisfies never;
  }
};

/** How steeply weights fall with skill: a system 0.035 below the best has half its vote. */
const steepness = 20;

/**
 * exp(20 · (skill − best skill)) with skills on the 0–1 scale. A system of unknown skill (NaN) has the median weight of
 * the known ones; if none is known, all weigh 1.
 */
export const skillWeights = (skills: Float64Array): Float64Array => {
  const known = skills.filter((skill) => !Number.isNaN(skill));
  if (known.length === 0) return new Float64Array(skills.length).fill(1);
  const best = Math.max(...known);
  const weigh = (skill: number) => Math.exp(steepness * (skill - best));
  const unknown = median(known.map(weigh));
  return skills.map((skill) => (Number.isNaN(skill) ? unknown : weigh(skill)));
};

const median = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Who voted in one dialogue, by row. */
export interface RowVotes {
  /** Row → weight of its vote; 0 where it has none. */
  readonly weight: Float64Array;
  /** Whether rows are judged without the votes of their own cluster: so for all rows of the dialogue, or for none. */
  readonly leaveOut: boolean;
}

/**
 * Splits the votes over the rows of one dialogue: a cluster's over its members that are present, a system's over its
 * candidates. Where a single cluster votes, leaving it out would leave nothing: then every vote is in, for all rows.
 */
export const rowVotes = (rows: Int32Array, hypothesisOf: Int32Array, votes: ResolvedVotes): RowVotes => {
  const candidates = new Int32Array(votes.voters.length);
  for (let row = 0; row < rows.length; row++) {
    if (hypothesisOf[row]! >= 0 && votes.voters[rows[row]!]) candidates[rows[row]!]! += 1;
  }
  const members = new Int32Array(votes.voters.length);
  for (let system = 0; system < candidates.length; system++) {
    if (candidates[system]! > 0) members[votes.clusterOf[system]!]! += 1;
  }
  const weight = new Float64Array(rows.length);
  const voting = new Set<number>();
  for (let row = 0; row < rows.length; row++) {
    const system = rows[row]!;
    if (hypothesisOf[row]! < 0 || !votes.voters[system]) continue;
    const cluster = votes.clusterOf[system]!;
    weight[row] = votes.weight[system]! / members[cluster]! / candidates[system]!;
    if (weight[row]! > 0) voting.add(cluster);
  }
  return { weight, leaveOut: votes.ownCluster === 'out' && voting.size > 1 };
};
