/** The plugins a config can name. Parameters rather than imports, so that `plugins:` and tests can extend them. */
import type {
  AnyDefinition,
  GeneratorDefinition,
  MetricDefinition,
  ScorerDefinition,
  TokenizerDefinition,
} from '../registry.ts';

type Table<T> = Readonly<Record<string, T>>;

export interface Tables {
  readonly tokenizers: Table<TokenizerDefinition>;
  readonly metrics: Table<MetricDefinition>;
  readonly generators: Table<GeneratorDefinition>;
  readonly scorers: Table<ScorerDefinition>;
  /** Only the names matter here. */
  readonly cleaningRules: Table<unknown>;
}

/** `tables` with more definitions, as plugins bring them. */
export const withDefinitions = (tables: Tables, definitions: readonly AnyDefinition[]): Tables => {
  const named = <Kind extends AnyDefinition['kind']>(kind: Kind) =>
    Object.fromEntries(
      definitions
        .filter(
          (definition): definition is Extract<AnyDefinition, { kind: Kind }> => definition.kind === kind,
        )
        .map((definition) => [definition.name, definition]),
    );
  return {
    tokenizers: { ...tables.tokenizers, ...named('tokenizer') },
    metrics: { ...tables.metrics, ...named('metric') },
    generators: { ...tables.generators, ...named('generator') },
    scorers: { ...tables.scorers, ...named('scorer') },
    cleaningRules: tables.cleaningRules,
  };
};
