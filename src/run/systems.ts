/** All systems of a run in config order: those that are read, and those that generate and keep their answers. */
import type { Config, SystemConfig, Tables } from '../config/index.ts';
import type { CandidateFile } from '../dialogues/candidate-file.ts';
import { openAnswers } from './answers.ts';
import { stageParts } from './fill.ts';
import {
  definitionOf,
  type GeneratorWorld,
  isStored,
  openGenerator,
  type RunningGenerator,
} from './generators.ts';
import type { Inputs } from './inputs.ts';
import { fingerprintOf } from './keys.ts';
import { gatherRefusals } from './refusals.ts';
import { freeSource, storedSource, type WindowSource } from './sources.ts';
import type { Voter } from './statistics.ts';
import type { StageStore, Store } from './store/index.ts';

/** One system, ready to give candidates. */
export interface RunSystem extends Voter {
  readonly kind: string;
  /** Where its candidates are read from; undefined for one that generates. */
  readonly file: CandidateFile | undefined;
  /** Where its answers are kept; undefined for one that is read or costs nothing. */
  readonly stored: StoredSystem | undefined;
  source(): WindowSource;
}

/** A generating system and its part of the store. */
export interface StoredSystem {
  readonly generator: RunningGenerator;
  readonly stage: StageStore;
}

/** Whether a config's system is read from a file that is opened against the dataset. */
export const isRead = (system: SystemConfig, tables: Tables): boolean =>
  definitionOf(system, tables).reads === 'file';

/** Systems in config order, a pool's after them. */
export const inConfigOrder = <S extends { readonly id: string }>(
  systems: readonly S[],
  config: Pick<Config, 'systems'>,
): S[] => {
  const order = config.systems.map(({ id }) => id);
  const place = ({ id }: S): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return systems.toSorted((a, b) => place(a) - place(b));
};

/** Joins read systems and generators in config order; generators start here. Models that cannot be loaded are told together. */
export const openSystems = async (
  generating: readonly SystemConfig[],
  inputs: Inputs,
  world: GeneratorWorld,
  store: Store,
): Promise<{ readonly systems: readonly RunSystem[]; close(): Promise<void> }> => {
  const opened: RunningGenerator[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((generator) => generator.close()));
  };
  const systems: RunSystem[] = inputs.systems.map((system) => ({
    ...system,
    kind: 'file',
    stored: undefined,
  }));
  const start = async (system: SystemConfig): Promise<void> => {
    const isPaid = definitionOf(system, world.tables).cost === 'paid';
    const answers = isPaid ? await openAnswers(store) : undefined;
    const generator = await openGenerator(system, { ...world, ...(answers ? { answers } : {}) });
    opened.push(generator);
    systems.push(await generatingSystem(system, generator, world.config, store));
  };
  const refusals = gatherRefusals(world.config.file);
  try {
    for (const system of generating) await refusals.attempt(() => start(system));
    refusals.throwIfAny();
  } catch (error) {
    await close();
    throw error;
  }
  return { systems: inConfigOrder(systems, world.config), close };
};

const generatingSystem = async (
  system: SystemConfig,
  generator: RunningGenerator,
  { seed }: Config,
  store: Store,
): Promise<RunSystem> => {
  const { id, family, prior, kind } = system;
  const base = { id, family, prior, kind, file: undefined };
  if (!isStored(generator.definition)) {
    const free = asGenerator(generator);
    return { ...base, stored: undefined, source: () => freeSource(free, { system: id, seed }) };
  }
  const parts = stageParts(generator);
  const stage = await store.stage(parts.stage, fingerprintOf(parts));
  return {
    ...base,
    stored: { generator, stage },
    source: () => storedSource(generator, stage, seed),
  };
};

/** A running generator asked directly, without store; whoever started it closes it. */
const asGenerator = (generator: RunningGenerator) => ({
  identity: generator.identity,
  generate: (batch: Parameters<RunningGenerator['run']>[0], _context: unknown, signal: AbortSignal) =>
    generator.run(batch, signal, () => {}),
});
