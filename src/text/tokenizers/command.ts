import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { signatureOf } from './signature.ts';

const options = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      'Program and arguments. It reads a text a line and writes its tokens, separated by spaces, a line.',
    ),
});

/** A program of the user's. Starting it needs `--allow-commands`, which the host sees to. */
export const command = defineTokenizer({
  name: 'command',
  about: 'A program that reads a text a line and writes its tokens a line, e.g. `[mecab, -Owakati]`.',
  cost: 'slow',
  options,
  create: async ({ command: line }, host) => {
    const program = await host.remote('command', { command: line });
    return {
      signature: signatureOf('command', { command: JSON.stringify(line), version: program.version }),
      tokenize: (texts) => program.tokenize(texts),
      close: () => program.close(),
    };
  },
});
