/** From the arguments of `hapui eval` to metrics and tokenizers. */
import { parse } from 'yaml';
import { ConfigError, type HapuiError } from '../../errors.ts';
import { type ReferenceMode, referenceModes } from '../../evaluate/score.ts';
import { metrics } from '../../metrics/index.ts';
import { type Host, lookUp, type MetricDefinition } from '../../registry.ts';
import { createTokenizer, resolveTokenizer, type TokenizerValue } from '../../text/tokenizers/create.ts';
import type { Metric, Tokenizer } from '../../types.ts';
import type { EvalArguments } from './arguments.ts';

/** One way to score: everything that the signature names. */
export interface Scoring {
  /** As the user wrote it. */
  readonly tokenizerName: string;
  readonly tokenizer: Tokenizer;
  readonly metric: Metric;
  readonly mode: ReferenceMode;
  /** Scores of different signatures are never compared. */
  readonly signature: string;
}

/** A scoring for every tokenizer that was asked for. Whoever creates them closes the tokenizers. */
export const createScorings = async (args: EvalArguments, host: Host): Promise<readonly Scoring[]> => {
  const definition: MetricDefinition = lookUp<MetricDefinition>(
    metrics,
    args.metric ?? 'rouge-1.0.1',
    'metric',
    '--metric',
  );
  const metric = definition.create(definition.options.parse({}));
  const mode = referenceModeOf(args);
  const scorings: Scoring[] = [];
  try {
    for (const value of tokenizerValues(args)) {
      const tokenizer = await createTokenizer(value, host);
      const signature = `${metric.signature}|tok:${tokenizer.signature}|refs:${mode}`;
      scorings.push({ tokenizerName: resolveTokenizer(value).name, tokenizer, metric, mode, signature });
    }
  } catch (error) {
    await closeScorings(scorings);
    throw error;
  }
  return scorings;
};

export const closeScorings = async (scorings: readonly Scoring[]): Promise<void> => {
  for (const { tokenizer } of scorings) await tokenizer.close?.();
};

/** Default: the best reference per type. */
const referenceModeOf = ({ referenceMode = 'best' }: EvalArguments): ReferenceMode => {
  const mode = referenceModes.find((known) => known === referenceMode);
  if (mode !== undefined) return mode;
  throw usage('--reference-mode', `"${referenceMode}"`, `one of ${referenceModes.join(', ')}`);
};

/** Names may be repeated or separated by commas; anything in braces is one tokenizer with options. */
const tokenizerValues = ({ tokenizer = [], metric, stemmer = false }: EvalArguments): TokenizerValue[] => {
  const given = tokenizer.flatMap((value): readonly TokenizerValue[] =>
    value.trim().startsWith('{') ? [inBraces(value)] : names(value),
  );
  const values = given.length > 0 ? given : [metric === 'rouge-score' ? 'rouge-score' : 'character'];
  if (!stemmer) return values;
  if (!values.includes('rouge-score')) {
    throw usage('--stemmer', 'no tokenizer that has a stemmer', 'the tokenizer rouge-score');
  }
  return values.map((value) => (value === 'rouge-score' ? { name: value, stemmer } : value));
};

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

export const inBraces = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = parse(text, { schema: 'core', maxAliasCount: 0 });
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // told below, as any other value that is no object
  }
  throw usage('--tokenizer', text, 'a name, or options in braces such as "{model: tokenizer.json}"');
};

/** An error of the command line. */
export const usage = (where: string, found: string, expected: string): HapuiError =>
  new ConfigError('usage', { where, found, expected });
