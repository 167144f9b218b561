/** `run.json`: what was run on what, how it was decided and how it scored. Times stand here and nowhere else. */
import { describeConfig } from '../config/index.ts';
import type { Json } from '../types.ts';
import type { FillReport } from './fill.ts';
import type { WrittenFiles } from './outputs.ts';
import type { Opened, RunOptions } from './pipeline.ts';
import { planDecisions } from './plan.ts';
import { type RunStatistics, votersOf } from './statistics.ts';
import type { Tally } from './tally.ts';
import { hapuiVersion } from './version.ts';

/** Seconds a stage. */
export type StageTimes = Readonly<Record<string, number>>;

/** What `run.json` holds. */
export type Manifest = { readonly [key: string]: Json };

export interface ManifestParts {
  readonly options: RunOptions;
  readonly opened: Opened;
  readonly statistics: RunStatistics;
  readonly tally: Tally;
  readonly fills: readonly FillReport[];
  readonly files: WrittenFiles;
  readonly times: StageTimes;
}

export const manifestOf = (parts: ManifestParts): Manifest => {
  const { options, opened, tally, files, times } = parts;
  const { config } = options;
  return {
    hapui: hapuiVersion,
    name: config.name,
    seed: config.seed,
    signature: opened.scoring.signature,
    config: describeConfig(config),
    inputs: inputsOf(opened),
    dialogues: tally.dialogues,
    dialogues_in_dataset: opened.inputs.dataset.size,
    ...electorate(parts),
    systems: systemsOf(parts),
    result: resultOf(parts),
    generated: generatedOf(parts),
    tokens: opened.scoring.tokens ? { ...opened.scoring.tokens.stats } : null,
    skipped: config.skipped.map(({ id, variables }) => ({ id, variables })),
    files: Object.fromEntries(Object.entries(files).map(([name, written]) => [name, { ...written }])),
    workers: opened.scoring.threads,
    seconds: times,
  };
};

const inputsOf = ({ inputs }: Opened): Json => ({
  dataset: { path: inputs.dataset.label, sha256: inputs.dataset.sha256, rows: inputs.dataset.size },
  systems: inputs.systems.map(({ id, file }) => ({
    id,
    path: file.label,
    sha256: file.sha256,
    rows: file.rows,
    covered: file.covered,
    unknown_ids: file.unknown.count,
  })),
});

/** Who voted: clusters, weights, likeness. `hapui why` judges a dialogue anew from this. */
const electorate = ({ options, opened, statistics }: ManifestParts): { [key: string]: Json } => {
  const systems = opened.scoring.setup.systems;
  const plan = planDecisions(options.config, systems, statistics, options.learned);
  const { votes } = plan;
  return {
    selection: { policy: plan.policy as unknown as Json, rung: options.learned?.rung ?? null },
    clusters: statistics.clusters as unknown as Json,
    effective_voters: votersOf(votes),
    votes: {
      voters: systems.filter((_, index) => votes.voters[index]),
      weight: [...votes.weight],
      cluster: [...votes.clusterOf],
      own_cluster: votes.ownCluster,
    },
    similarity: [...statistics.similarity].map(orNull),
    gates: {
      endings: Object.fromEntries(statistics.gates.endings),
      lengths: (statistics.gates.lengths ?? null) as unknown as Json,
    },
    warnings: statistics.warnings.map(({ text }) => text),
  };
};

const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

const systemsOf = ({ opened, tally, statistics, options }: ManifestParts): Json =>
  tally.systems.map((line, index) => ({
    id: line.system,
    kind: opened.systems[index]!.kind,
    family: opened.systems[index]!.family ?? null,
    prior: statistics.priors[index]!,
    skill: orNull(options.learned?.skills[index]),
    covered: line.covered,
    wins: line.wins,
    mean_length: orNull(line.meanLength),
    mean_expected_utility: orNull(line.meanExpectedUtility),
    scores: scoresOf(line, opened.scoring.types),
  }));

/** F-measures by type and the score of the competition, 0–100; null without references. */
const scoresOf = (
  { byType, score }: { byType?: readonly number[]; score?: number },
  types: readonly string[],
): Json =>
  byType === undefined || score === undefined
    ? null
    : { ...Object.fromEntries(types.map((type, index) => [type, byType[index]!])), score: 100 * score };

const resultOf = ({ tally, opened }: ManifestParts): Json => ({
  fallbacks: tally.fallbacks,
  mean_length: tally.result.meanLength,
  scores: scoresOf(tally.result, opened.scoring.types),
  oracle: tally.oracle === undefined ? null : 100 * tally.oracle,
});

const generatedOf = ({ opened, fills }: ManifestParts): Json =>
  opened.systems
    .filter(({ stored }) => stored)
    .map(({ id, stored }, index) => {
      const { found, made, alone, deaths, quarantined } = fills[index]!;
      return {
        id,
        identity: stored!.generator.identity,
        found,
        made,
        alone,
        deaths,
        quarantined: quarantined.length,
      };
    });
