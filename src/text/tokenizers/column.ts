import { z } from 'zod';
import { InputError } from '../../errors.ts';
import { defineTokenizer } from '../../registry.ts';
import { signatureOf } from './signature.ts';

const options = z.strictObject({
  column: z.string().min(1).describe('Column or field that holds the tokens of a row.'),
});

/**
 * Tokens that were computed elsewhere and came along with the rows (`Candidate.tokens`). Whoever tokenises takes those, and asks
 * the tokenizer for the other texts only: a text that is left to this one has no tokens, which is an error.
 */
export const column = defineTokenizer({
  name: 'column',
  about: 'Tokens computed elsewhere, in a column of the files.',
  cost: 'fast',
  options,
  create: async ({ column: name }) => ({
    signature: signatureOf('column', { column: name }),
    given: true,
    tokenize: async (texts) => {
      const [text] = texts;
      if (text === undefined) return [];
      throw new InputError(
        'input-column',
        {
          found: `a row without tokens ("${text.slice(0, 40)}")`,
          expected: `its tokens in the column "${name}", as the tokenizer {column: ${name}} says`,
          fix: 'Add the column to every file, or choose another tokenizer.',
        },
        { data: { column: name } },
      );
    },
  }),
});
