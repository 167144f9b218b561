import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { withoutPythonSpace } from '../python.ts';
import { signatureOf } from './signature.ts';

/** Code points without Python's white space, as Python's `list(''.join(text.split()))`. */
export const character = defineTokenizer({
  name: 'character',
  about: 'Code points without white space. Needs no model.',
  cost: 'fast',
  options: z.strictObject({}),
  create: async () => ({
    signature: signatureOf('character', { space: 'python' }),
    tokenize: async (texts) => texts.map((text) => [...withoutPythonSpace(text)]),
  }),
});
