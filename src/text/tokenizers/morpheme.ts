import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { nfc } from '../normalise.ts';
import { signatureOf } from './signature.ts';

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the Kiwi model. Default: `HAPUI_KIWI_MODEL`, else where `hapui models pull kiwi` put it.',
    ),
});

/** Korean morphemes by Kiwi, the way Korean leaderboards score. It blocks its thread, hence `host.remote`. */
export const morpheme = defineTokenizer({
  name: 'morpheme',
  about: 'Korean morphemes by Kiwi. Needs its model: `hapui models pull kiwi`.',
  cost: 'slow',
  options,
  create: async ({ model }, host) => {
    const folder = model === undefined ? await host.modelFolder('kiwi') : host.resolve(model);
    const kiwi = await host.remote('kiwi', { folder });
    return {
      signature: signatureOf('morpheme', { kiwi: kiwi.version, form: 'nfc' }),
      // Kiwi takes decomposed Hangul for unknown characters.
      tokenize: (texts) => kiwi.tokenize(texts.map(nfc)),
      close: () => kiwi.close(),
    };
  },
});
