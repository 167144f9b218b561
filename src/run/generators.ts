/** Generators at work: in the main thread where they wait for others, in threads of their own where they block. */
import { type Config, resolveOptions, type SystemConfig, type Tables } from '../config/index.ts';
import { type GeneratorDefinition, type Host, lookUp } from '../registry.ts';
import type { AnswerStore, Dialogue, Forecaster, Generated, Json, Purse } from '../types.ts';
import type { HostOptions } from '../workers/host-base.ts';
import { type AtWork, withReferences, workHere, workInThreads } from './at-work.ts';

/** A system that generates, ready to work. */
export interface RunningGenerator extends AtWork<Dialogue, Generated> {
  readonly system: SystemConfig;
  readonly definition: GeneratorDefinition;
  /** Options with defaults and without secrets: what the store's key is made of. */
  readonly storedOptions: Json;
  /** Units of work to keep in flight. */
  readonly width: number;
  /** Positions of a window's dialogues that make a batch each. */
  cut(window: readonly Dialogue[]): readonly (readonly number[])[];
  /** Of paid ones: takes note of what a stored answer had cost. */
  readonly recall?: (paid: Json | undefined, candidates: number) => void;
  /** Of paid ones: begins a forecast of what dialogues will cost. */
  readonly forecast?: () => Forecaster;
}

export interface GeneratorWorld {
  readonly config: Config;
  readonly tables: Tables;
  readonly host: Host;
  readonly hostOptions: HostOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly plugins: readonly string[];
  readonly workers: number;
  /** Single answers of paid generators. */
  readonly answers?: AnswerStore;
  /** Where a budget is kept. */
  readonly purse?: Purse | undefined;
}

/** Whether a system's answers are kept in the store, rather than read again each time. */
export const isStored = (definition: GeneratorDefinition): boolean => definition.cost !== 'free';

/** The definition behind a system. */
export const definitionOf = (system: SystemConfig, tables: Tables): GeneratorDefinition =>
  lookUp(tables.generators, system.kind, 'generator', `systems.${system.id}.kind`);

/** Starts a system's generator; a model that cannot be loaded fails here, before any work. */
export const openGenerator = async (
  system: SystemConfig,
  world: GeneratorWorld,
): Promise<RunningGenerator> => {
  const definition = definitionOf(system, world.tables);
  const options = resolveOptions(definition, system.options, world.env, `systems.${system.id}`);
  const started: Started =
    definition.thread === 'worker'
      ? await openInThreads(system, definition, options as Json, world)
      : await openHere(system, definition, options, world);
  return {
    system,
    definition,
    storedOptions: withReferences(options as Json, system.options),
    width: definition.inFlight?.(options) ?? (definition.parallel === 'one' ? 1 : world.workers),
    cut: (window) => definition.cut?.(window, options) ?? window.map((_, place) => [place]),
    ...started,
  };
};

type Started = AtWork<Dialogue, Generated> & Pick<RunningGenerator, 'recall' | 'forecast'>;

const openHere = async (
  system: SystemConfig,
  definition: GeneratorDefinition,
  options: unknown,
  { config, host, answers, purse }: GeneratorWorld,
): Promise<Started> => {
  const generator = await definition.create(options, host);
  const context = {
    seed: config.seed,
    system: system.id,
    ...(answers ? { answers } : {}),
    ...(purse ? { purse } : {}),
  };
  const atWork = workHere<Dialogue, Generated>({
    identity: generator.identity,
    work: (items, signal) => generator.generate(items, context, signal),
    report: () => generator.report?.() ?? null,
    close: async () => generator.close?.(),
  });
  return {
    ...atWork,
    ...(generator.recall ? { recall: generator.recall.bind(generator) } : {}),
    ...(generator.forecast ? { forecast: generator.forecast.bind(generator, context) } : {}),
  };
};

const openInThreads = (
  system: SystemConfig,
  definition: GeneratorDefinition,
  options: Json,
  { config, hostOptions, plugins, workers }: GeneratorWorld,
): Promise<AtWork<Dialogue, Generated>> =>
  workInThreads<Dialogue, Generated>(
    {
      setup: {
        kind: 'generator',
        host: hostOptions,
        generator: { plugins, kind: system.kind, options: options as { readonly [key: string]: Json } },
      },
      threads: definition.parallel === 'one' ? 1 : workers,
      where: `systems.${system.id}`,
      start: (pool, signal) => pool.run('startGenerator', undefined, signal),
      run: (pool, { items, ticket, signal }) =>
        pool.run('generate', { batch: items, seed: config.seed, system: system.id, ticket }, signal),
      report: (pool) => pool.run('reportGenerator', undefined),
    },
    config,
  );
