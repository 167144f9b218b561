import fc from 'fast-check';
import t from 'tap';
import {
  decodeHeader,
  encodeHeader,
  encodeRecord,
  headBytes,
  headerBytes,
  isPayloadSound,
  marker,
  payloadLength,
} from '../../../src/run/store/format.ts';

const key = Buffer.alloc(32, 7);

t.test('a header tells version, tearing and damage apart', async (t) => {
  const header = encodeHeader();
  t.same(decodeHeader(header), { kind: 'sound', version: 1 });
  t.same(decodeHeader(encodeHeader(9)), { kind: 'sound', version: 9 });
  for (let length = 0; length < headerBytes; length += 1)
    t.same(decodeHeader(header.subarray(0, length)), { kind: 'torn' });
  t.same(decodeHeader(Buffer.from('some text')), { kind: 'corrupt' });
  for (let i = 0; i < headerBytes; i += 1) {
    const damaged = Buffer.from(header);
    damaged[i] = damaged[i]! ^ 1;
    t.same(decodeHeader(damaged), { kind: 'corrupt' }, `byte ${i}`);
  }
});

t.test('no flipped bit of a record goes unnoticed', async (t) => {
  const record = encodeRecord(key, Buffer.from('요약'));
  t.equal(payloadLength(record, 0), 6);
  t.ok(isPayloadSound(record, 0, 6));
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    const damaged = Buffer.from(record);
    damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7));
    const length = payloadLength(damaged, 0);
    const isInHead = bit < headBytes * 8;
    if (isInHead ? length !== -1 : isPayloadSound(damaged, 0, length)) t.fail(`bit ${bit}`);
  }
});

t.test('what cannot be stored is a bug of the caller', async (t) => {
  t.throws(() => encodeRecord(Buffer.alloc(31), Buffer.alloc(0)), RangeError);
  t.throws(() => encodeRecord(key, { length: 2 ** 28 + 1 } as Uint8Array), RangeError);
});

t.test('no text holds the marker', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !Buffer.from(text).includes(marker))),
  );
});
