/** What the first pass over the dataset learns, and what follows from it for every decision. */
import type { Config } from '../config/index.ts';
import type { CandidateFile } from '../dialogues/candidate-file.ts';
import { type Cluster, clusterWarnings, effectiveVoters, findClusters } from '../ensemble/clusters.ts';
import type { GateStatistics } from '../ensemble/gates/define.ts';
import { gateStatistics } from '../ensemble/gates/statistics.ts';
import { meanSimilarity } from '../ensemble/similarity.ts';
import { type ResolvedVotes, resolveVotes, type VotesOptions } from '../rerank/votes.ts';
import type { Pool } from '../types.ts';
import { createSurveySums, mergeSurveySums, type SurveySums } from '../workers/tasks/survey.ts';
import { ownJudges } from './own-judges.ts';
import type { Scoring } from './scoring.ts';

/** A system as the electorate sees it. */
export interface Voter {
  readonly id: string;
  readonly family: string | undefined;
  /** Undefined where the user set none, which counts as 1. */
  readonly prior: number | undefined;
  /** Where its candidates are read from; undefined for one that generates. */
  readonly file?: Pick<CandidateFile, 'label' | 'oneText'> | undefined;
}

/** A doubt about the decisions, in one sentence for the user. */
export interface Warning {
  readonly text: string;
}

/** Statistics of the dataset; arrays are by system, in config order. */
export interface RunStatistics {
  readonly gates: GateStatistics;
  /** S×S mean symmetric utility; NaN where two systems never meet. */
  readonly similarity: Float64Array;
  readonly clusterOf: Int32Array;
  readonly clusters: readonly Cluster[];
  readonly warnings: readonly Warning[];
  readonly priors: Float64Array;
}

/** Reads all pools once. */
export const surveyPools = async (
  pools: AsyncIterable<readonly Pool[]>,
  scoring: Scoring,
  onPools?: (count: number) => void,
): Promise<SurveySums> => {
  const sums = createSurveySums(scoring.setup.systems);
  const windows = scoring.forEachWindow(pools, async (threads, messages) => ({
    partial: await threads.run('survey', messages),
    count: messages.length,
  }));
  for await (const { partial, count } of windows) {
    mergeSurveySums(sums, partial);
    onPools?.(count);
  }
  return sums;
};

/** Turns the sums of the first pass into clusters, limits and priors. */
export const statisticsOf = (sums: SurveySums, voters: readonly Voter[], config: Config): RunStatistics => {
  const systems = voters.map(({ id }) => id);
  const threshold = config.mbr.votes.cluster_threshold;
  const similarity = meanSimilarity(sums.similarity);
  const families = voters.map(({ family }) => family);
  const { clusterOf, clusters } = findClusters({ systems, similarity, threshold, families });
  return {
    gates: gateStatistics(sums.gates),
    similarity,
    clusterOf,
    clusters,
    warnings: [
      ...clusterWarnings(clusters, threshold),
      ...placeholders(voters),
      ...unknownBest(config, voters),
      ...ownJudges(config).map((text) => ({ text })),
    ],
    priors: Float64Array.from(voters, ({ prior }) => prior ?? 1),
  };
};

/** A pattern such as `*.csv` takes the sample submission along. */
const placeholders = (voters: readonly Voter[]): Warning[] =>
  voters.flatMap(({ id, file }) => {
    if (file?.oneText === undefined) return [];
    const found =
      file.oneText === '' ? 'has no summary at all' : `says ${excerpt(file.oneText)} of every dialogue`;
    return [
      {
        text: `${id} (${file.label}) ${found}, as a sample submission does; if it is one, take it out of \`systems\``,
      },
    ];
  });

const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Without labels and priors nothing says which system is the best one. */
const unknownBest = ({ ensemble, labelled }: Config, voters: readonly Voter[]): Warning[] => {
  const isRanked = labelled !== undefined || voters.some(({ prior }) => prior !== undefined);
  if (ensemble.select !== 'best-single' || isRanked || voters.length < 2) return [];
  return [
    {
      text: `best-single has neither \`labelled\` nor a \`prior\` to go by and takes the first system (${voters[0]!.id})`,
    },
  ];
};

/** The electorate that the votes' options make of the statistics. */
export const votesOf = (
  options: VotesOptions,
  systems: readonly string[],
  { clusterOf, priors }: RunStatistics,
  skills?: Float64Array,
): ResolvedVotes => resolveVotes(options, { systems, clusterOf, priors, skills });

/** As how many equal, independent voters the electorate decides. */
export const votersOf = ({ weight, clusterOf, voters }: ResolvedVotes): number =>
  effectiveVoters({ weight, clusterOf, voters });
