import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../../errors.ts';
import { defineTokenizer } from '../../registry.ts';
import { signatureOf } from './signature.ts';

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .describe('A `tokenizer.json` of Hugging Face’s tokenizers, relative to the config.'),
});

/** The subwords of a neural model, without the special tokens that the model adds around a text. */
export const model = defineTokenizer({
  name: 'model',
  about: 'The subwords of a `tokenizer.json`, without special tokens.',
  cost: 'fast',
  options,
  create: async ({ model: file }, host) => {
    const bytes = await host.readFile(file).catch((cause) => {
      throw unreadable(host.resolve(file), 'a file that cannot be read', cause);
    });
    const tokenizer = await parsed(bytes, host.resolve(file));
    return {
      signature: signatureOf('model', { sha256: createHash('sha256').update(bytes).digest('hex') }),
      tokenize: async (texts) => texts.map((text) => tokenizer.tokenize(text, { add_special_tokens: false })),
    };
  },
});

const parsed = async (bytes: Uint8Array, where: string) => {
  // Imported on demand: most configs name another tokenizer.
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    return new Tokenizer(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), {});
  } catch (cause) {
    throw unreadable(where, 'not a readable tokenizer', cause);
  }
};

const unreadable = (where: string, what: string, cause: unknown): ConfigError =>
  new ConfigError(
    'model-load',
    { where, found: `${what} (${(cause as Error).message})`, expected: 'a tokenizer.json' },
    { cause, data: { file: where } },
  );
