/** `run.json`: what was run on what, how it was decided and how it scored. Times stand here and nowhere else. */
import { type Config, describeConfig, isSecondStageFile } from '../config/index.ts';
import { bootstrapMean } from '../evaluate/bootstrap.ts';
import type { Json } from '../types.ts';
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import type { Costs } from './costs.ts';
import type { Derived } from './derive.ts';
import type { FillReport } from './fill.ts';
import { gainOf } from './gain.ts';
import type { WrittenFiles } from './outputs.ts';
import type { OpenedPart } from './part.ts';
import { type RunStatistics, votersOf } from './statistics.ts';
import type { Learned } from './train.ts';
import { hapuiVersion } from './version.ts';
import type { SelectionOptions } from './windows.ts';

/** Seconds a stage. */
export type StageTimes = Readonly<Record<string, number>>;

/** What `run.json` holds. */
export type Manifest = { readonly [key: string]: Json };

export interface ManifestParts {
  readonly config: Config;
  /** The part of the dataset that the run was about. */
  readonly subset: SelectionOptions;
  readonly part: OpenedPart;
  readonly plan: DecisionPlan;
  readonly learned: Learned | undefined;
  readonly statistics: RunStatistics;
  readonly tally: Derived['tally'];
  readonly formulaCells: number;
  readonly fills: readonly FillReport[];
  readonly scored: readonly FillReport[];
  readonly merges: FillReport | undefined;
  readonly costs: Costs | undefined;
  readonly files: WrittenFiles;
  readonly times: StageTimes;
}

export const manifestOf = (parts: ManifestParts): Manifest => {
  const { config, part, tally, files, times } = parts;
  return {
    hapui: hapuiVersion,
    name: config.name,
    seed: config.seed,
    signature: part.scoring.signature,
    config: describeConfig(config),
    inputs: inputsOf(part),
    subset: subsetOf(parts),
    dialogues: tally.dialogues,
    dialogues_in_dataset: part.inputs.dataset.size,
    ...electorate(parts),
    systems: systemsOf(parts),
    result: resultOf(parts),
    gain: gainJson(parts),
    counts: {
      ...tally.counts,
      quarantined: [...parts.fills, ...parts.scored, ...(parts.merges ? [parts.merges] : [])].reduce(
        (sum, fill) => sum + fill.quarantined.length,
        0,
      ),
    },
    formula_cells: parts.formulaCells,
    learned: learnedOf(parts),
    generated: generatedOf(parts),
    scored: scoredOf(parts),
    written: writtenOf(parts),
    cost: (parts.costs as Json | undefined) ?? null,
    tokens: part.scoring.tokens ? { ...part.scoring.tokens.stats } : null,
    skipped: config.skipped.map(({ id, variables }) => ({ id, variables })),
    files: Object.fromEntries(Object.entries(files).map(([name, written]) => [name, { ...written }])),
    workers: part.scoring.threads,
    seconds: times,
  };
};

/** Points over the best single system on the run's own references; null without them. */
const gainJson = ({ tally, config }: ManifestParts): Json => {
  const gain = gainOf(tally, config.seed);
  return gain ? { ...gain } : null;
};

/** What was chosen by `--limit`, `--only`, `--shard`: null where nothing was. */
const subsetOf = ({ subset: { limit, only, shard } }: ManifestParts): Json => ({
  limit: limit ?? null,
  only: only ? [...only] : null,
  shard: shard ? { ...shard } : null,
});

const inputsOf = ({ inputs }: OpenedPart): Json => ({
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

/** The rung that was followed; null where the config names the way of choosing itself. */
const rungOf = ({ ensemble: { select } }: Config, learned: Learned | undefined): string | null =>
  learned && (select === 'auto' || isSecondStageFile(select)) ? learned.secondStage.chosen : null;

/** Who voted: clusters, weights, likeness. `hapui why` judges a dialogue anew from this. */
const electorate = ({ config, part, statistics, plan, learned }: ManifestParts): { [key: string]: Json } => {
  const systems = part.scoring.setup.systems;
  const { votes } = plan;
  return {
    selection: { policy: plan.policy as unknown as Json, rung: rungOf(config, learned) },
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

const systemsOf = ({ part, tally, plan, config }: ManifestParts): Json =>
  tally.systems.map((line, index) => ({
    id: line.system,
    kind: part.systems[index]!.kind,
    family: part.systems[index]!.family ?? null,
    prior: plan.priors[index]!,
    skill: orNull(plan.skills?.[index]),
    covered: line.covered,
    wins: line.wins,
    mean_length: orNull(line.meanLength),
    mean_expected_utility: orNull(line.meanExpectedUtility),
    scores: scoresOf(line, part.scoring.types, tally.perDialogue?.systems[index], config.seed),
  }));

/** F-measures by type, 0–1, and the score of the competition with its 95 % interval, 0–100; null without references. */
const scoresOf = (
  { byType, score }: { byType?: readonly number[]; score?: number },
  types: readonly string[],
  perDialogue: Float64Array | undefined,
  seed: number,
): Json => {
  if (byType === undefined || score === undefined || perDialogue === undefined) return null;
  const { low, high } = bootstrapMean(perDialogue, { seed });
  return {
    ...Object.fromEntries(types.map((type, index) => [type, byType[index]!])),
    score: 100 * score,
    interval: { low: 100 * low, high: 100 * high },
  };
};

const resultOf = ({ tally, part, config }: ManifestParts): Json => ({
  fallbacks: tally.fallbacks,
  merged: tally.merged,
  mean_length: tally.result.meanLength,
  scores: scoresOf(tally.result, part.scoring.types, tally.perDialogue?.result, config.seed),
  oracle: tally.oracle === undefined ? null : 100 * tally.oracle,
});

const generatedOf = ({ part, fills }: ManifestParts): Json =>
  part.systems
    .filter(({ stored }) => stored)
    .map(({ id, stored }, index) => ({
      id,
      identity: stored!.generator.identity,
      ...fillJson(fills[index]!),
    }));

const scoredOf = ({ part, scored }: ManifestParts): Json =>
  part.scorers.map(({ id, kind, identity }, index) => ({ id, kind, identity, ...fillJson(scored[index]!) }));

/** Of a merger that has texts written; null without one. */
const writtenOf = ({ part: { merger }, merges }: ManifestParts): Json =>
  merger && merges ? { kind: merger.kind, identity: merger.identity, ...fillJson(merges) } : null;

const fillJson = ({ found, made, alone, deaths, quarantined, report }: FillReport) => ({
  found,
  made,
  alone,
  deaths,
  quarantined: quarantined.length,
  report,
});

/** What the ladder chose, and what the choice is worth out of fold. */
const learnedOf = ({ learned }: ManifestParts): Json =>
  learned
    ? {
        chosen: learned.secondStage.chosen,
        best_single: learned.secondStage.best_single,
        claims_gain: learned.secondStage.claims_gain,
        gain: learned.secondStage.auto.gain,
        dialogues: learned.secondStage.dialogues,
        inputs: { ...learned.secondStage.inputs },
        summary: learned.secondStage.summary,
      }
    : null;
