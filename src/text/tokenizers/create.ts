/** From a config's `tokenizer` to a tokenizer. */
import { ConfigError, type Problem } from '../../errors.ts';
import { type Host, lookUp, nearest, type TokenizerDefinition } from '../../registry.ts';
import type { Tokenizer } from '../../types.ts';
import { tokenizers } from './index.ts';

/** A tokenizer as a config names it: `morpheme`, `{model: tokenizer.json}` or `{name: morpheme, model: folder}`. */
export type TokenizerValue = string | Readonly<Record<string, unknown>>;

/** A tokenizer's name and the options given to it, unchecked. */
export interface TokenizerChoice {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

type Definitions = Readonly<Record<string, TokenizerDefinition>>;

/**
 * Short forms made long. Without `name`, the key that is a tokenizer's name names it and stays among its options, so
 * `{command: [mecab, -Owakati]}` is `command` with the option `command`.
 */
export const resolveTokenizer = (value: TokenizerValue, extra: Definitions = {}): TokenizerChoice => {
  if (typeof value === 'string') return { name: value, options: {} };
  const { name, ...options } = value;
  if (typeof name === 'string') return { name, options };
  const known = { ...tokenizers, ...extra };
  const named = Object.keys(value).filter((key) => Object.hasOwn(known, key));
  if (named.length === 1) return { name: named[0]!, options: value };
  throw problem('config-value', {
    found:
      named.length === 0
        ? `no tokenizer named by the keys ${list(value)}`
        : `two tokenizers (${named.join(', ')})`,
    expected:
      'a name, or an object such as {model: tokenizer.json}, {command: [mecab, -Owakati]}, {name: morpheme}',
  });
};

/** The definition of `choice`, among hapui's own and `extra` (from plugins). */
export const tokenizerDefinition = (
  { name }: TokenizerChoice,
  extra: Definitions = {},
): TokenizerDefinition =>
  lookUp<TokenizerDefinition>({ ...tokenizers, ...extra }, name, 'tokenizer', 'tokenizer');

/** Checks the options of a config's `tokenizer` and creates it. Whoever creates a tokenizer closes it. */
export const createTokenizer = async (
  value: TokenizerValue,
  host: Host,
  extra: Definitions = {},
): Promise<Tokenizer> => {
  const choice = resolveTokenizer(value, extra);
  const definition = tokenizerDefinition(choice, extra);
  const parsed = definition.options.safeParse(choice.options);
  if (!parsed.success) throw optionProblem(definition, parsed.error.issues);
  return definition.create(parsed.data, host);
};

const list = (value: object): string => Object.keys(value).join(', ') || '(none)';

const problem = (
  code: 'config-value' | 'config-unknown-key',
  { found, expected, fix }: Problem,
): ConfigError =>
  new ConfigError(code, { where: 'tokenizer', found, expected, fix }, { data: { key: 'tokenizer' } });

type Issue = NonNullable<ReturnType<TokenizerDefinition['options']['safeParse']>['error']>['issues'][number];

const optionProblem = ({ name, options }: TokenizerDefinition, issues: readonly Issue[]): ConfigError => {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys')
    return unknownKey(name, issue.keys[0] ?? '', Object.keys(shapeOf(options)));
  const path = issue?.path.join('.') ?? '';
  return problem('config-value', { found: `option "${path}" of ${name}: ${issue?.message ?? 'not valid'}` });
};

const shapeOf = (schema: object): object => ('shape' in schema ? (schema.shape as object) : {});

const unknownKey = (name: string, key: string, known: readonly string[]): ConfigError => {
  const near = nearest(key, known);
  return problem('config-unknown-key', {
    found: `${name} has no option "${key}"`,
    expected: known.length === 0 ? 'no options' : `one of ${known.join(', ')}`,
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
};
