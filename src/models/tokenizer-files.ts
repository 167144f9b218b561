/** The tokenizer of a model folder: text ↔ ids as the model was trained with. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';

/** Turns text into a model's ids and back. */
export interface TextCodec {
  /** Ids with the special tokens that the model expects around a text. */
  encode(text: string): number[];
  /** Ids of a pair with its special tokens, and which text each belongs to. */
  encodePair(first: string, second: string): { readonly ids: number[]; readonly types: number[] };
  /** Ids of the text alone. */
  encodePlain(text: string): number[];
  /** Text of ids, special tokens in, spaces as they are: dropping special tokens would lose `#Person1#`. */
  decode(ids: readonly number[]): string;
  idOf(token: string): number | undefined;
  /** Highest id + 1. */
  readonly size: number;
  /** `tokenizer_config.json`; empty where there is none. */
  readonly config: Readonly<Record<string, unknown>>;
  /** SHA-256 of the vocabulary: models of one ensemble must agree on it. */
  readonly vocabularyHash: string;
}

/** Reads `tokenizer.json` and `tokenizer_config.json` of a folder. Throws `model-load`. */
export const readTokenizerFiles = async (folder: string): Promise<TextCodec> => {
  const definition = await readJson(join(folder, 'tokenizer.json'));
  if (definition === undefined) {
    throw new ConfigError(
      'model-load',
      {
        where: join(folder, 'tokenizer.json'),
        found: 'the tokenizer is missing',
        expected: 'the fast tokenizer of the model',
        fix: "Save it with transformers: AutoTokenizer.from_pretrained(…).save_pretrained('…').",
      },
      { data: { file: join(folder, 'tokenizer.json') } },
    );
  }
  const config = (await readJson(join(folder, 'tokenizer_config.json'))) ?? {};
  return createCodec(definition, config, join(folder, 'tokenizer.json'));
};

/** A JSON object in a file; undefined where there is no file. Throws `model-load` for anything else. */
export const readJson = async (file: string): Promise<Record<string, unknown> | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new ConfigError('model-load', { where: file, found: 'broken JSON' }, { cause, data: { file } });
  }
  throw new ConfigError('model-load', { where: file, found: 'JSON that is no object' }, { data: { file } });
};

const createCodec = async (
  definition: Record<string, unknown>,
  config: Record<string, unknown>,
  file: string,
): Promise<TextCodec> => {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  let tokenizer: InstanceType<typeof Tokenizer>;
  try {
    tokenizer = new Tokenizer(definition, config);
  } catch (cause) {
    throw new ConfigError(
      'model-load',
      {
        where: file,
        found: 'a tokenizer that cannot be built',
        expected: 'a tokenizer.json of the tokenizers library',
      },
      { cause, data: { file } },
    );
  }
  const vocabulary = [...tokenizer.get_vocab(true)].sort(([, a], [, b]) => a - b);
  return {
    encode: (text) => tokenizer.encode(text).ids,
    encodePair: (text, text_pair) => {
      const { ids, token_type_ids: types } = tokenizer.encode(text, {
        text_pair,
        return_token_type_ids: true,
      });
      return { ids, types };
    },
    encodePlain: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    idOf: (token) => tokenizer.token_to_id(token),
    size: (vocabulary.at(-1)?.[1] ?? -1) + 1,
    config,
    vocabularyHash: createHash('sha256').update(JSON.stringify(vocabulary)).digest('hex'),
  };
};
