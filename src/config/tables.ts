/** The plugins a config can name. Parameters rather than imports, so that `plugins:` and tests can extend them. */

import { generators } from '../candidates/index.ts';
import { cleaningRules } from '../dialogues/clean/index.ts';
import { mergers } from '../ensemble/merge/index.ts';
import { policies } from '../ensemble/policies/index.ts';
import { ConfigError } from '../errors.ts';
import { metrics } from '../metrics/index.ts';
import {
  type AnyDefinition,
  type Definition,
  type GeneratorDefinition,
  loadPlugins,
  type MetricDefinition,
  type ScorerDefinition,
  type TokenizerDefinition,
} from '../registry.ts';
import { scorers } from '../rerank/index.ts';
import { tokenizers } from '../text/tokenizers/index.ts';
import type { Config } from './config.ts';
import { resolvePath } from './paths.ts';
import type { Env } from './variables.ts';

type Table<T> = Readonly<Record<string, T>>;

/** What the reference of keys says of a name. */
interface Named {
  readonly about: string;
}

export interface Tables {
  readonly tokenizers: Table<TokenizerDefinition>;
  readonly metrics: Table<MetricDefinition>;
  readonly generators: Table<GeneratorDefinition>;
  readonly scorers: Table<ScorerDefinition>;
  /** Of policies and cleaning rules only the names matter here. */
  readonly policies: Table<Named>;
  readonly mergers: Table<Definition<unknown>>;
  readonly cleaningRules: Table<Named>;
}

/** All that hapui brings itself. */
export const hapuiTables: Tables = {
  tokenizers,
  metrics,
  generators,
  scorers,
  policies,
  mergers,
  cleaningRules,
};

/** `tables` with the definitions that plugins bring. Throws `plugin` where one has a name that is taken. */
export const withDefinitions = (tables: Tables, definitions: readonly AnyDefinition[]): Tables => ({
  ...tables,
  tokenizers: joined(tables.tokenizers, definitions, 'tokenizer'),
  metrics: joined(tables.metrics, definitions, 'metric'),
  generators: joined(tables.generators, definitions, 'generator'),
  scorers: joined(tables.scorers, definitions, 'scorer'),
});

type Kind = AnyDefinition['kind'];

const joined = <K extends Kind>(
  own: Table<Extract<AnyDefinition, { kind: K }>>,
  definitions: readonly AnyDefinition[],
  kind: K,
): Table<Extract<AnyDefinition, { kind: K }>> => {
  const isOfKind = (each: AnyDefinition): each is Extract<AnyDefinition, { kind: K }> => each.kind === kind;
  const more = definitions.filter(isOfKind);
  const taken = more.find(({ name }) => Object.hasOwn(own, name));
  if (taken === undefined) return { ...own, ...Object.fromEntries(more.map((each) => [each.name, each])) };
  throw new ConfigError(
    'plugin',
    {
      found: `a plugin defines the ${kind} "${taken.name}", which hapui has already`,
      fix: 'Give it another name.',
    },
    { data: { kind, name: taken.name } },
  );
};

/** The definitions that the plugin modules at these absolute paths export. */
export const definitionsIn = async (files: readonly string[]): Promise<readonly AnyDefinition[]> => {
  if (files.length === 0) return [];
  const { tokenizer, metric, generator, scorer } = await loadPlugins(files);
  return [tokenizer, metric, generator, scorer].flatMap((table) => Object.values<AnyDefinition>(table));
};

/** Everything that `config` can name: hapui's own tables and what its plugins bring. */
export const tablesOf = async (config: Pick<Config, 'folder' | 'plugins'>, env: Env): Promise<Tables> =>
  withDefinitions(
    hapuiTables,
    await definitionsIn(config.plugins.map((plugin) => resolvePath(config, plugin, env))),
  );
