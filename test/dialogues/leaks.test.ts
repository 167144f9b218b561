import t, { type Test } from 'tap';
import { openDataset } from '../../src/dialogues/dataset.ts';
import { openIds } from '../../src/dialogues/ids.ts';
import { findOverlap } from '../../src/dialogues/leaks.ts';
import { jaccard, shinglesOf } from '../../src/dialogues/minhash.ts';
import { needsShared, sharedFile } from '../shared.ts';

const words = [
  '회의',
  '내일',
  '점심',
  '기차',
  '예약',
  '선물',
  '감기',
  '운동',
  '사진',
  '여행',
  '시험',
  '커피',
];
/** Text of many words that no other number shares in this order. */
const text = (number: number, length = 60): string => {
  let state = number * 7919 + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return `${words[state % words.length]}${state % 97}`;
  }).join(' ');
};

const csv = (rows: readonly (readonly [string, string])[]): string =>
  `id,dialogue\n${rows.map(([id, dialogue]) => `${id},"${dialogue}"\n`).join('')}`;

const openBoth = async (t: Test, a: string, b: string) => {
  const folder = t.testdir({ 'a.csv': a, 'b.csv': b });
  return [
    await openDataset({ path: `${folder}/a.csv` }),
    await openDataset({ path: `${folder}/b.csv` }),
  ] as const;
};

const changed = text(2).replace('회의', '회담').replace('내일', '모레');

t.test(
  'equal texts, near-duplicates and equal ids are told apart, in the order of the first dataset',
  async (t) => {
    const [a, b] = await openBoth(
      t,
      csv([
        ['same', text(5)],
        ['a1', text(1)],
        ['a2', text(2)],
        ['a3', text(3)],
      ]),
      csv([
        ['b2', changed],
        ['b9', text(9)],
        ['b1', ` ${text(1).normalize('NFD').replaceAll(' ', '\n')}`],
        ['same', text(8)],
        ['b10', text(10)],
      ]),
    );
    const overlaps = await findOverlap(a, b);
    t.match(overlaps, [
      { id: 'same', otherId: 'same', kind: 'id', similarity: undefined },
      { id: 'a1', otherId: 'b1', kind: 'exact', similarity: 1 },
      { id: 'a2', otherId: 'b2', kind: 'near' },
    ]);
    t.equal(overlaps.length, 3);
    t.equal(overlaps[2]?.similarity, jaccard(shinglesOf(text(2)), shinglesOf(changed)));
    const back = await findOverlap(b, a);
    t.strictSame(
      back.map(({ id, otherId, kind }) => [otherId, id, kind]),
      [
        ['a2', 'b2', 'near'],
        ['a1', 'b1', 'exact'],
        ['same', 'same', 'id'],
      ],
    );
  },
);

t.test(
  'a higher threshold leaves near-duplicates out; a text below it may share its id all the same',
  async (t) => {
    const [a, b] = await openBoth(t, csv([['x', text(2)]]), csv([['x', changed]]));
    t.match(await findOverlap(a, b), [{ kind: 'near' }]);
    t.match(await findOverlap(a, b, { threshold: 0.999 }), [{ kind: 'id' }]);
  },
);

t.test('short and empty texts are compared for equality alone', async (t) => {
  const [a, b] = await openBoth(
    t,
    csv([
      ['a1', '네, 좋아요. 내일 봐요'],
      ['a2', ''],
      ['a3', '네'],
    ]),
    csv([
      ['b1', '네, 좋아요. 내일 봐요!'],
      ['b2', ''],
      ['b3', '네'],
    ]),
  );
  t.match(await findOverlap(a, b), [{ id: 'a3', otherId: 'b3', kind: 'exact' }]);
});

t.test('without texts the ids are what is left', async (t) => {
  const folder = t.testdir({ 'a.csv': csv([['x', text(1)]]), 's.csv': 'id,summary\nx,s\ny,s\n' });
  const [a, b] = [await openDataset({ path: `${folder}/a.csv` }), await openIds({ path: `${folder}/s.csv` })];
  t.strictSame(await findOverlap(a, b), [{ id: 'x', otherId: 'x', kind: 'id' }]);
});

t.test('every near-duplicate of a thousand is found', async (t) => {
  const numbers = Array.from({ length: 1000 }, (_, number) => number);
  const [a, b] = await openBoth(
    t,
    csv(numbers.map((number) => [`a${number}`, text(number)])),
    csv(numbers.map((number) => [`b${number}`, text(number).replace(/^\S+ \S+ /u, '')])),
  );
  const overlaps = await findOverlap(a, b);
  t.ok(overlaps.length >= 995, `${overlaps.length} found`);
  t.ok(overlaps.every(({ id, otherId, kind }) => kind === 'near' && id.slice(1) === otherId.slice(1)));
});

t.test('the real English dev set leaks into test', needsShared('data/en-dialogsum'), async (t) => {
  const dev = await openDataset({ path: sharedFile('data/en-dialogsum/dev.jsonl') });
  const test = await openDataset({ path: sharedFile('data/en-dialogsum/test.jsonl') });
  const overlaps = await findOverlap(dev, test);
  t.equal(overlaps.filter(({ kind }) => kind === 'exact').length, 6);
  t.ok(overlaps.filter(({ kind }) => kind === 'near').every(({ similarity = 0 }) => similarity > 0.8));
});
