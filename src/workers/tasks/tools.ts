/** What a thread needs to look at pools, created once a thread from the setup that it was started with. */
import { type Cleaner, createCleaner } from '../../dialogues/clean/index.ts';
import { metrics } from '../../metrics/index.ts';
import { type Host, loadPlugins, lookUp, type MetricDefinition, type Plugins } from '../../registry.ts';
import { createTokenizer, type TokenizerValue } from '../../text/tokenizers/create.ts';
import type { Json, Metric, Tokenizer } from '../../types.ts';

/** A plugin by name, with options as the config has them. */
export interface PluginSetup {
  readonly name: string;
  readonly options: { readonly [key: string]: Json };
}

/** Everything that scoring a pool depends on, beside the pool and the statistics of the dataset. */
export interface ScoringSetup {
  /** Absolute paths of plugin modules. */
  readonly plugins: readonly string[];
  /** Undefined where tokens come with the pools: slow tokenizers run once, elsewhere. */
  readonly tokenizer: PluginSetup | undefined;
  readonly metric: PluginSetup;
  /** Weights of the metric's types in the utility. */
  readonly weights: Readonly<Record<string, number>>;
  /** Cleaning rules for comparison. */
  readonly clean: readonly string[];
  /** Cleaning rules for the summaries that are written out. */
  readonly output_clean: readonly string[];
  /** Ids, in config order. */
  readonly systems: readonly string[];
}

export interface Tools {
  readonly setup: ScoringSetup;
  readonly tokenizer: Tokenizer | undefined;
  readonly metric: Metric;
  readonly comparison: Cleaner;
  readonly output: Cleaner;
  readonly systemIndex: ReadonlyMap<string, number>;
}

/** Creates the plugins that the setup names. */
export const createTools = async (setup: ScoringSetup, host: Host): Promise<Tools> => {
  const plugins = await loadPlugins(setup.plugins);
  return {
    setup,
    tokenizer:
      setup.tokenizer && (await createTokenizer(namedValue(setup.tokenizer), host, plugins.tokenizer)),
    metric: createMetric(setup.metric, plugins),
    comparison: createCleaner(setup.clean),
    output: createCleaner(setup.output_clean),
    systemIndex: new Map(setup.systems.map((id, index) => [id, index])),
  };
};

/** The form in which `createTokenizer` takes a name with options. */
export const namedValue = ({ name, options }: PluginSetup): TokenizerValue => ({ ...options, name });

/** A metric by name, among hapui's own and the plugins'. */
export const createMetric = ({ name, options }: PluginSetup, plugins: Pick<Plugins, 'metric'>): Metric => {
  const definition: MetricDefinition = lookUp<MetricDefinition>(
    { ...metrics, ...plugins.metric } as Record<string, MetricDefinition>,
    name,
    'metric',
  );
  return definition.create(definition.options.parse(options));
};
