import { z } from 'zod';
import { share } from '../../../schema.ts';

const isOn = z.boolean().default(true);

/** Options of `guards`; a guard that is off refuses nothing. */
export const guardOptions = z.strictObject({
  numbers: isOn.describe('Every number is in the dialogue or in the candidates used.'),
  names: isOn.describe('Every word that may be a name is in the dialogue or in the candidates used.'),
  dates: isOn.describe('Every weekday, month and day word is in the dialogue or in the candidates used.'),
  tags: isOn.describe('Every speaker tag and mask is in the dialogue or in the candidates used, whole.'),
  speakers: isOn.describe('Who does what to whom is as in a candidate used.'),
  new_words: share
    .default(0.15)
    .describe('Largest share of words that neither the dialogue nor the candidates used have.'),
  new_bigrams: share
    .default(0.6)
    .describe(
      'Largest share of pairs of neighbouring words that neither the dialogue nor the candidates used have.',
    ),
  support: share
    .default(0.5)
    .describe('Smallest share of the words of each sentence that one candidate used, or the dialogue, has.'),
});

export type GuardOptions = z.output<typeof guardOptions>;
