/**
 * Plugins are data: a definition names itself, its options and how it is created. The tables are plain object literals in
 * each folder's `index.ts`; nothing registers itself and nothing is scanned.
 */
import { pathToFileURL } from 'node:url';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { ConfigError } from './errors.ts';
import type { Dialogue, Generator, Metric, Scorer, ScorerItem, Tokenizer, Tokens } from './types.ts';

/** What every definition has. `Options` is the schema's output. */
export interface Definition<Options> {
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  readonly options: z.ZodType<Options>;
}

/** A dataset with references; `path` is relative to the config. */
export interface LabelledSource {
  readonly path: string;
  readonly columns?: {
    readonly id?: string | undefined;
    readonly dialogue?: string | undefined;
    readonly reference?: string | readonly string[] | undefined;
  };
  readonly format?: 'auto' | 'csv' | 'tsv' | 'jsonl' | 'lines' | 'pool' | undefined;
  readonly encoding?: 'utf-8' | 'cp949' | undefined;
}

/** How plugins below the file and process layers get at files, models and processes. Paths are relative to the config. */
export interface Host {
  /** Absolute path of `path`, which is relative to the config's folder. */
  resolve(path: string): string;
  readFile(path: string): Promise<Uint8Array>;
  /** Folder of an installed model such as `kiwi`; throws `missing-dependency` with the command that installs it. */
  modelFolder(name: string): Promise<string>;
  /** Whether models may be fetched from the hub (`allow_download`). */
  readonly allowDownload?: boolean;
  /** The config's labelled dialogues: where they lie and how they are read. */
  readonly labelled?: LabelledSource | undefined;
  /** A tokenizer that runs in a thread or process of its own (it blocks whoever calls it). */
  remote(kind: 'kiwi' | 'command', options: unknown): Promise<RemoteTokenizer>;
}

/** A tokenizer behind a thread or process. */
export interface RemoteTokenizer {
  readonly version: string;
  tokenize(texts: readonly string[]): Promise<readonly Tokens[]>;
  close(): Promise<void>;
}

export interface TokenizerDefinition<Options = unknown> extends Definition<Options> {
  readonly kind: 'tokenizer';
  /** `slow`: its tokens are kept in the store and it runs once, not in every worker. */
  readonly cost: 'fast' | 'slow';
  create(options: Options, host: Host): Promise<Tokenizer>;
}

export interface MetricDefinition<Options = unknown> extends Definition<Options> {
  readonly kind: 'metric';
  readonly higherIsBetter: boolean;
  create(options: Options): Metric;
}

export interface GeneratorDefinition<Options = unknown> extends Definition<Options> {
  readonly kind: 'generator';
  /** `free`: read or computed again each run; `slow` and `paid` answers are kept in the store. */
  readonly cost: 'free' | 'slow' | 'paid';
  /** `main`: asynchronous work (files, HTTP); `worker`: blocks its thread. */
  readonly thread: 'main' | 'worker';
  /** Units of work in flight at a time: as many as there are workers (`many`), or one, which uses all cores itself. */
  readonly parallel: 'one' | 'many';
  /**
   * Of work that waits for others, such as a server: units in flight at a time, whatever the number of workers. Such a
   * generator keeps its own deadlines.
   */
  inFlight?(options: Options): number;
  /** Of `paid` generators: whether these options tell what everything costs, so that a budget can be kept. */
  isPriced?(options: Options): boolean;
  /** Its candidates lie in a file: whoever has the dataset opens it against that, with these options. */
  readonly reads?: 'file';
  /**
   * Cuts a window of dialogues into batches, as lists of positions in the window. A batch is a unit of work: it is done
   * again as a whole and never regrouped. Default: every dialogue by itself.
   */
  cut?(window: readonly Dialogue[], options: Options): readonly (readonly number[])[];
  create(options: Options, host: Host): Promise<Generator>;
}

export interface ScorerDefinition<Options = unknown> extends Definition<Options> {
  readonly kind: 'scorer';
  /** `free`: computed again each run; `slow` and `paid` scores are kept in the store. */
  readonly cost: 'free' | 'slow' | 'paid';
  /** `main`: asynchronous work (HTTP); `worker`: blocks its thread. */
  readonly thread: 'main' | 'worker';
  /** Units of work in flight at a time: as many as there are workers (`many`), or one, which uses all cores itself. */
  readonly parallel: 'one' | 'many';
  /**
   * What one score depends on. `candidate`: the dialogue and the candidate itself, so that items are the candidates of one
   * system and another system's are not scored again when it changes. `pool`: all candidates of the dialogue.
   */
  readonly scope: 'candidate' | 'pool';
  /** Of work that waits for others: units in flight at a time. Such a scorer keeps its own deadlines. */
  inFlight?(options: Options): number;
  /** Of `paid` scorers: whether these options tell what everything costs, so that a budget can be kept. */
  isPriced?(options: Options): boolean;
  /**
   * Columns that it looks at: `mbr`, or entries of `rerank` before its own. Its items then bring `evidence`, of the votes
   * too; only with the scope `pool`.
   */
  needs?(options: Options): readonly string[] | undefined;
  /**
   * Cuts a window of items into batches, as lists of positions in the window. A batch is a unit of work: it is done again
   * as a whole and never regrouped. Default: every item by itself.
   */
  cut?(window: readonly ScorerItem[], options: Options): readonly (readonly number[])[];
  create(options: Options, host: Host): Promise<Scorer>;
}

/** A definition of any kind, as a plugin module exports a list of them. */
export type AnyDefinition = TokenizerDefinition | MetricDefinition | GeneratorDefinition | ScorerDefinition;

export const defineTokenizer = <Options>(
  definition: Omit<TokenizerDefinition<Options>, 'kind'>,
): TokenizerDefinition<Options> => ({ kind: 'tokenizer', ...definition });

export const defineMetric = <Options>(
  definition: Omit<MetricDefinition<Options>, 'kind'>,
): MetricDefinition<Options> => ({ kind: 'metric', ...definition });

export const defineGenerator = <Options>(
  definition: Omit<GeneratorDefinition<Options>, 'kind'>,
): GeneratorDefinition<Options> => ({ kind: 'generator', ...definition });

export const defineScorer = <Options>(
  definition: Omit<ScorerDefinition<Options>, 'kind'>,
): ScorerDefinition<Options> => ({ kind: 'scorer', ...definition });

/** Plugins of a config, by kind and name; each is added to the table that hapui brings. */
export interface Plugins {
  readonly tokenizer: Readonly<Record<string, TokenizerDefinition>>;
  readonly metric: Readonly<Record<string, MetricDefinition>>;
  readonly generator: Readonly<Record<string, GeneratorDefinition>>;
  readonly scorer: Readonly<Record<string, ScorerDefinition>>;
}

/**
 * Loads the modules at these absolute paths and sorts their definitions by kind. Every thread does it for itself.
 * Throws `plugin` where a module cannot be loaded, exports no list of definitions, or repeats a name.
 */
export const loadPlugins = async (files: readonly string[]): Promise<Plugins> => {
  const plugins = { tokenizer: {}, metric: {}, generator: {}, scorer: {} } as Record<string, object>;
  for (const file of files) {
    for (const definition of definitionsOf(file, await importPlugin(file))) {
      const table = plugins[definition.kind] as Record<string, AnyDefinition>;
      if (Object.hasOwn(table, definition.name))
        throw pluginError(file, `the ${definition.kind} "${definition.name}" is defined twice`);
      table[definition.name] = definition;
    }
  }
  return plugins as unknown as Plugins;
};

const importPlugin = async (file: string): Promise<unknown> => {
  try {
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (cause) {
    throw pluginError(file, `the module cannot be loaded: ${(cause as Error).message}`, cause);
  }
};

/** What a definition must say of itself beside its name and `create`, by kind: hapui acts on it and cannot guess it. */
const facts: Readonly<Record<AnyDefinition['kind'], Readonly<Record<string, readonly unknown[]>>>> = {
  tokenizer: { cost: ['fast', 'slow'] },
  // Utilities are maximised everywhere: a distance must be turned round by its own metric.
  metric: { higherIsBetter: [true] },
  generator: { cost: ['free', 'slow', 'paid'], thread: ['main', 'worker'], parallel: ['one', 'many'] },
  scorer: {
    cost: ['free', 'slow', 'paid'],
    thread: ['main', 'worker'],
    parallel: ['one', 'many'],
    scope: ['candidate', 'pool'],
  },
};

const definitionsOf = (file: string, exported: unknown): readonly AnyDefinition[] => {
  const isDefinition = (item: unknown): boolean =>
    typeof item === 'object' &&
    item !== null &&
    Object.hasOwn(facts, String((item as AnyDefinition).kind)) &&
    typeof (item as AnyDefinition).name === 'string' &&
    typeof (item as AnyDefinition).create === 'function';
  if (Array.isArray(exported) && exported.every(isDefinition))
    return exported.map((definition: AnyDefinition) => completed(file, definition));
  throw pluginError(file, 'the default export is not a list of definitions');
};

/** A plain object may leave out `about`, and `options` where it takes none: a module without packages has no zod. */
const completed = (file: string, definition: AnyDefinition): AnyDefinition => {
  for (const [key, allowed] of Object.entries(facts[definition.kind])) {
    const value: unknown = (definition as unknown as Record<string, unknown>)[key];
    if (!allowed.includes(value))
      throw pluginError(
        file,
        `the ${definition.kind} "${definition.name}" has ${key}: ${JSON.stringify(value) ?? 'nothing'}, not ${allowed.map((one) => JSON.stringify(one)).join(' or ')}`,
      );
  }
  const given: Partial<AnyDefinition> = definition;
  const create = checkedCreate(file, definition);
  return { about: 'A plugin.', options: z.strictObject({}), ...given, create } as AnyDefinition;
};

/** What each kind of plugin must be able to do once it is created. */
const members: Readonly<Record<AnyDefinition['kind'], readonly string[]>> = {
  tokenizer: ['signature', 'tokenize'],
  metric: ['types', 'matrix'],
  generator: ['identity', 'generate'],
  scorer: ['identity', 'score'],
};

/** `create`, its result looked at: what is missing would else end in an internal error far away. */
const checkedCreate = (file: string, { kind, name, ...definition }: AnyDefinition) => {
  const check = (made: unknown): unknown => {
    const missing = members[kind].filter(
      (member) => (made as Record<string, unknown> | undefined)?.[member] === undefined,
    );
    if (missing.length === 0) return made;
    throw pluginError(
      file,
      `what \`create\` of the ${kind} "${name}" returns has no ${missing.join(' and no ')}`,
    );
  };
  const create = definition.create as (...args: unknown[]) => unknown;
  return kind === 'metric'
    ? (...args: unknown[]) => check(create(...args))
    : async (...args: unknown[]) => check(await create(...args));
};

const pluginError = (file: string, found: string, cause?: unknown): ConfigError =>
  new ConfigError(
    'plugin',
    {
      where: file,
      found,
      expected: 'a module with `export default [defineTokenizer(…), defineGenerator(…), …]`',
    },
    { cause },
  );

/** The entry of `table` called `name`. Throws `config-unknown-name` with the nearest known name. */
export const lookUp = <T>(
  table: Readonly<Record<string, T>>,
  name: string,
  what: string,
  where?: string,
): T => {
  if (Object.hasOwn(table, name)) return table[name] as T;
  const known = Object.keys(table).sort();
  const near = nearest(name, known);
  throw new ConfigError('config-unknown-name', {
    where,
    found: `unknown ${what} "${name}"`,
    expected: `one of ${known.join(', ')}`,
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
};

/** The known name closest to `name`, if it is close enough to be a slip of the hand. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // a name changed in every letter is no slip
  const limit = Math.min(Math.max(2, Math.floor(name.length / 3)), name.length - 1);
  return best && best.edits <= limit ? best.candidate : undefined;
};
