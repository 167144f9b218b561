/**
 * Golden: every pair that Python's codec has, made with Python 3.11.7:
 * `[bytes([a, b]).decode('cp949') for a in range(0x81, 0xff) for b in range(0x41, 0xff)]`, undecodable pairs left out.
 */
import { createHash } from 'node:crypto';
import t from 'tap';
import { cp949ToUtf8, looksLikeCp949 } from '../../../src/dialogues/input/cp949.ts';
import { inChunks, joinedText } from '../chunks.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const decode = (bytes: Buffer, sizes = [1 << 16]) => joinedText(cp949ToUtf8(inChunks(bytes, sizes), 'x'));

const allPairs = async (): Promise<{ pair: string; text: string }[]> => {
  const found: { pair: string; text: string }[] = [];
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x41; trail < 0xff; trail++) {
      const bytes = Buffer.of(lead, trail);
      const text = await decode(bytes).catch(() => undefined);
      if (text !== undefined) found.push({ pair: bytes.toString('hex'), text });
    }
  return found;
};

t.test('every pair is what Python makes of it, and no other pair is accepted', async (t) => {
  const pairs = await allPairs();
  t.equal(pairs.length, 17_048);
  t.equal(
    sha256(pairs.map(({ pair }) => pair).join('')),
    '95114764eb606bfdff115cd5b138f740f93d8fee83c64e243dd3bd9b2d713a82',
  );
  t.equal(
    sha256(pairs.map(({ text }) => text).join('')),
    'f49bf642f090c1ce9815815ce783022b6deebb12346af361db70c72d9d7bb59d',
  );
});

t.test('syllables that Node itself turns into other letters', async (t) => {
  t.equal(await decode(Buffer.from('8c6394eec164bc84', 'hex')), '똠뷁햏펲');
  t.equal(await decode(Buffer.from('a2e6', 'hex')), '€');
});

t.test('pairs that lie across chunks', async (t) => {
  const bytes = Buffer.from('61c7d1b1db62', 'hex');
  for (const sizes of [[1], [2], [3], [1, 2]]) t.equal(await decode(bytes, sizes), 'a한글b');
});

t.test('half a pair at the end and a byte that is no lead are refused with their place', async (t) => {
  const data = (offset: number, line: number) => ({ code: 'input-encoding', data: { offset, line } });
  await t.rejects(decode(Buffer.from('610ac7', 'hex')), data(2, 2));
  await t.rejects(decode(Buffer.from('6180', 'hex'), [1]), data(1, 1));
  await t.rejects(decode(Buffer.from('c9a1', 'hex')), data(0, 1));
});

t.test('Korean is told from what is no Korean', async (t) => {
  t.ok(looksLikeCp949(Buffer.from('c7d1b1dbc7', 'hex')), 'cut off inside a pair');
  t.notOk(looksLikeCp949(Buffer.from('caf\xe9 au lait', 'latin1')), 'Latin 1');
  t.notOk(looksLikeCp949(Buffer.from('plain')), 'ASCII');
});
