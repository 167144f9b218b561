import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { checkedUtf8 } from '../../../src/dialogues/input/utf8.ts';
import { InputError } from '../../../src/errors.ts';
import { gathered, inChunks } from '../chunks.ts';

const chunkSizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });

const read = (bytes: Buffer, sizes: readonly number[]): Promise<Buffer[] | InputError> =>
  gathered(checkedUtf8(inChunks(bytes, sizes), 'x')).catch((error) => error);

/** Length of the longest beginning of `bytes` that is valid. */
const validLength = (bytes: Buffer): number => {
  for (let length = bytes.length; length > 0; length--) if (isUtf8(bytes.subarray(0, length))) return length;
  return 0;
};

t.test('valid text comes out as it is, in chunks of whole characters', async () => {
  const claim = fc.asyncProperty(fc.string({ unit: 'binary' }), chunkSizes, async (text, sizes) => {
    const chunks = await read(Buffer.from(text), sizes);
    if (chunks instanceof Error) throw chunks;
    return chunks.every((chunk) => isUtf8(chunk)) && Buffer.concat(chunks).toString() === text;
  });
  await fc.assert(claim);
});

// bytes that come near to being valid: most random bytes fail at once
const nearlyText = fc
  .array(
    fc.constantFrom('61', '0a', 'ed959c', 'f09f9880', 'c3a9', 'eda080', 'c080', 'f4908080', 'e0', '80', 'f0'),
  )
  .map((parts) => Buffer.from(parts.join(''), 'hex'));

t.test('what is invalid is refused at the first byte that belongs to no character', async () => {
  const claim = fc.asyncProperty(nearlyText, chunkSizes, async (bytes, sizes) => {
    const result = await read(bytes, sizes);
    if (isUtf8(bytes)) return !(result instanceof Error);
    const offset = validLength(bytes);
    const line = bytes.subarray(0, offset).toString().split('\n').length;
    return result instanceof InputError && result.data.offset === offset && result.data.line === line;
  });
  await fc.assert(claim, { numRuns: 500 });
});
