/** What a thread needs to look at pools, created once a thread from the setup that it was started with. */
import { type Cleaner, createCleaner } from '../../dialogues/clean/index.ts';
import { ConfigError } from '../../errors.ts';
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
  const metric = definition.create(definition.options.parse(options));
  return Object.hasOwn(metrics, name) ? metric : checked(metric, name);
};

/** A plugin's metric, its answers checked: a wrong number would otherwise decide without a word. */
const checked = (metric: Metric, name: string): Metric => ({
  ...metric,
  matrix: (hypotheses, references) => {
    const matrix = callPlugin(name, () => metric.matrix(hypotheses, references));
    const cells = hypotheses.length * references.length;
    const planes = [matrix?.precision, matrix?.recall, matrix?.fmeasure];
    const isSound = (plane: ArrayLike<number> | undefined): boolean =>
      plane?.length === cells && Array.prototype.every.call(plane, (value) => value >= 0 && value <= 1);
    for (const part of planes)
      if (part?.length !== metric.types.length || !part.every(isSound))
        throw pluginFailure(
          name,
          `its matrix is not ${cells} numbers from 0 to 1 for each of ${metric.types.join(', ')}`,
        );
    return matrix;
  },
});

const callPlugin = <T>(name: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw pluginFailure(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
};

const pluginFailure = (name: string, found: string, cause?: unknown): ConfigError =>
  new ConfigError(
    'plugin',
    {
      where: `metric "${name}"`,
      found,
      expected: 'precision, recall and fmeasure of every pair, 0–1',
      fix: 'Mend the plugin.',
    },
    { cause },
  );
