/** A merger that writes, started: it asks servers and waits, so it works in the main thread. */
import { resolveOptions } from '../config/index.ts';
import type {
  MergeForecaster,
  MergeItem,
  MergerDefinition,
  MergeWriter,
  WrittenMerge,
} from '../ensemble/merge/define.ts';
import { lookUp } from '../registry.ts';
import type { Json } from '../types.ts';
import { openAnswers } from './answers.ts';
import { type AtWork, withReferences, workHere } from './at-work.ts';
import type { GeneratorWorld } from './generators.ts';
import { fingerprintOf, type StageParts } from './keys.ts';
import type { StageStore, Store } from './store/index.ts';

/** The merger of the config, ready to write. */
export interface RunningMerger extends AtWork<MergeItem, WrittenMerge> {
  readonly kind: string;
  /** What its texts have in common, for their keys. */
  readonly parts: StageParts;
  readonly stage: StageStore;
  /** Dialogues to keep in flight. */
  readonly width: number;
  readonly recall: MergeWriter['recall'];
  /** Begins a forecast of what texts will cost. */
  readonly forecast: () => MergeForecaster;
}

/** What the config merges by; undefined where it does not. */
export const mergerIn = ({ config, tables }: Pick<GeneratorWorld, 'config' | 'tables'>) => {
  const { merge } = config.ensemble;
  if (merge === 'none') return undefined;
  const { kind, ...options } = merge;
  const definition = lookUp(tables.mergers, kind, 'merger', 'ensemble.merge.kind') as MergerDefinition;
  return { definition, options: options as { readonly [key: string]: Json } };
};

/** Starts the merger where it writes; what is wrong with its prompt shows here, before any work. */
export const openMerger = async (
  world: Omit<GeneratorWorld, 'answers'>,
  store: Store,
): Promise<RunningMerger | undefined> => {
  const { definition, options: written } = mergerIn(world) ?? {};
  if (definition?.cost !== 'paid' || written === undefined) return undefined;
  const options = resolveOptions(definition, written, world.env, 'ensemble.merge');
  const writer = await definition.create(options, world.host);
  const { purse, config } = world;
  const context = { seed: config.seed, answers: await openAnswers(store), ...(purse ? { purse } : {}) };
  const parts = {
    stage: `merge-${definition.name}`,
    options: withReferences(options as Json, written),
    identity: writer.identity,
  };
  return {
    ...workHere<MergeItem, WrittenMerge>({
      identity: writer.identity,
      work: (items, signal) => writer.write(items, context, signal),
      report: () => writer.report(),
    }),
    kind: definition.name,
    parts,
    stage: await store.stage(parts.stage, fingerprintOf(parts)),
    width: definition.inFlight(options),
    recall: writer.recall.bind(writer),
    forecast: () => writer.forecast(context),
  };
};
