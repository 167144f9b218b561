/** The plugins a config can name. Parameters rather than imports, so that `plugins:` and tests can extend them. */

import { generators } from '../candidates/index.ts';
import { cleaningRules } from '../dialogues/clean/index.ts';
import { policies } from '../ensemble/policies/index.ts';
import { ConfigError } from '../errors.ts';
import { metrics } from '../metrics/index.ts';
import {
  type Definition,
  type GeneratorDefinition,
  loadPlugins,
  type MetricDefinition,
  type Plugins,
  type ScorerDefinition,
  type TokenizerDefinition,
} from '../registry.ts';
import { tokenizers } from '../text/tokenizers/index.ts';
import type { Config } from './config.ts';
import { resolvePath } from './files.ts';
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
  scorers: {},
  policies,
  mergers: {},
  cleaningRules,
};

/** `tables` with the definitions that plugins bring. Throws `plugin` where one has a name that is taken. */
export const withPlugins = (tables: Tables, plugins: Plugins): Tables => ({
  ...tables,
  tokenizers: joined(tables.tokenizers, plugins.tokenizer, 'tokenizer'),
  metrics: joined(tables.metrics, plugins.metric, 'metric'),
  generators: joined(tables.generators, plugins.generator, 'generator'),
  scorers: joined(tables.scorers, plugins.scorer, 'scorer'),
});

/** Everything that `config` can name: hapui's own tables and what its plugins bring. */
export const tablesOf = async (config: Pick<Config, 'folder' | 'plugins'>, env: Env): Promise<Tables> => {
  const files = config.plugins.map((plugin) => resolvePath(config, plugin, env));
  return files.length === 0 ? hapuiTables : withPlugins(hapuiTables, await loadPlugins(files));
};

const joined = <T>(own: Table<T>, more: Table<T>, kind: string): Table<T> => {
  const taken = Object.keys(more).find((name) => Object.hasOwn(own, name));
  if (taken === undefined) return { ...own, ...more };
  throw new ConfigError(
    'plugin',
    {
      found: `a plugin defines the ${kind} "${taken}", which hapui has already`,
      fix: 'Give it another name.',
    },
    { data: { kind, name: taken } },
  );
};
