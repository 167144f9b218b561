/** Generators at work: in the main thread where they wait for others, in threads of their own where they block. */
import { type Config, resolveOptions, type SystemConfig, type Tables } from '../config/index.ts';
import { HapuiError } from '../errors.ts';
import { type GeneratorDefinition, type Host, lookUp } from '../registry.ts';
import type { AnswerStore, Dialogue, Generated, Json } from '../types.ts';
import type { HostOptions } from '../workers/host-base.ts';
import { createWorkerPool, type WorkerPool } from '../workers/pool.ts';
import type { RunItems } from '../workers/resilient.ts';

/** A system that generates, ready to work. */
export interface RunningGenerator {
  readonly system: SystemConfig;
  readonly definition: GeneratorDefinition;
  /** Options with defaults and without secrets: what the store's key is made of. */
  readonly storedOptions: Json;
  readonly identity: string;
  /** Units of work to keep in flight. */
  readonly width: number;
  readonly run: RunItems;
  /** What it says of its own work so far, such as the devices that were used. */
  report(): Promise<Json>;
  /** Positions of a window's dialogues that make a batch each. */
  cut(window: readonly Dialogue[]): readonly (readonly number[])[];
  close(): Promise<void>;
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
  const started =
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

type Started = Pick<RunningGenerator, 'identity' | 'run' | 'report' | 'close'>;

const openHere = async (
  system: SystemConfig,
  definition: GeneratorDefinition,
  options: unknown,
  { config, host, answers }: GeneratorWorld,
): Promise<Started> => {
  const generator = await definition.create(options, host);
  const context = { seed: config.seed, system: system.id, ...(answers ? { answers } : {}) };
  return {
    identity: generator.identity,
    run: async (items, signal, begun) => {
      begun();
      try {
        return await Promise.race([generator.generate(items, context, signal), rejectedWith(signal)]);
      } catch (error) {
        throw signal.aborted || error instanceof HapuiError ? error : asFailure(error);
      }
    },
    report: async () => generator.report?.() ?? null,
    close: async () => generator.close?.(),
  };
};

/** Rejects when `signal` is aborted: what hangs in the main thread can only be left behind. */
const rejectedWith = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** In the main thread an exception ends no thread: it is the batch that failed. */
const asFailure = (error: unknown): HapuiError =>
  new HapuiError(
    'generator',
    { found: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );

const openInThreads = async (
  system: SystemConfig,
  definition: GeneratorDefinition,
  options: Json,
  { config, hostOptions, plugins, workers }: GeneratorWorld,
): Promise<Started> => {
  const begun = new Map<number, () => void>();
  let tickets = 0;
  const pool = createWorkerPool({
    threads: definition.parallel === 'one' ? 1 : workers,
    setup: {
      kind: 'generator',
      host: hostOptions,
      generator: { plugins, kind: system.kind, options: options as { readonly [key: string]: Json } },
    },
    outlivesThreads: true,
    onBegun: (ticket) => begun.get(ticket)?.(),
  });
  const { identity } = await startFirst(pool, config).catch(async (cause: unknown) => {
    await pool.close();
    throw startFailure(system, cause);
  });
  return {
    identity,
    run: async (batch, signal, onBegun): Promise<readonly Generated[]> => {
      tickets += 1;
      const ticket = tickets;
      begun.set(ticket, onBegun);
      try {
        return await pool.run('generate', { batch, seed: config.seed, system: system.id, ticket }, signal);
      } finally {
        begun.delete(ticket);
      }
    },
    report: () => pool.run('reportGenerator', undefined),
    close: () => pool.close(),
  };
};

/** Starts one thread: what is wrong with a model or plugin shows here, once, before any work. */
const startFirst = async (pool: WorkerPool, { deadlines }: Config): Promise<{ identity: string }> => {
  const seconds = deadlines.start_seconds;
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    return await pool.run('startGenerator', undefined, limit);
  } catch (error) {
    throw limit.aborted ? new Error(`it was not ready within ${seconds} s`) : error;
  }
};

const startFailure = (system: SystemConfig, cause: unknown): HapuiError =>
  cause instanceof HapuiError
    ? new HapuiError(
        cause.code === 'internal' ? 'worker' : cause.code,
        { ...cause.problem, where: cause.problem.where ?? `systems.${system.id}` },
        { cause, data: cause.data },
      )
    : new HapuiError(
        'worker',
        {
          where: `systems.${system.id}`,
          found: `its worker died at start: ${(cause as Error).message}`,
          fix: 'Check the model and the memory of this machine; `--debug` shows the cause.',
        },
        { cause },
      );

/**
 * `resolved` with the references of `written` put back: a value of the environment is no part of a key, so that a new
 * password keeps the answers it paid for. What of it decides answers (an address, say) is in the generator's identity.
 */
const withReferences = (resolved: Json, written: Json | undefined): Json => {
  if (typeof written === 'string') return written.includes('${') ? written : resolved;
  if (typeof resolved !== 'object' || resolved === null) return resolved;
  if (typeof written !== 'object' || written === null) return resolved;
  if (Array.isArray(resolved))
    return resolved.map((item, index) => withReferences(item as Json, (written as readonly Json[])[index]));
  const references = written as { readonly [key: string]: Json };
  return Object.fromEntries(
    Object.entries(resolved).map(([key, value]) => [key, withReferences(value as Json, references[key])]),
  );
};
