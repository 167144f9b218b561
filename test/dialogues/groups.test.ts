import fc from 'fast-check';
import t from 'tap';
import type { Dataset } from '../../src/dialogues/dataset.ts';
import { findGroups, groupDialogues } from '../../src/dialogues/groups.ts';
import { estimate, shinglesOf, sketchSize, writeSketch } from '../../src/dialogues/minhash.ts';
import { testSpool } from './spool.ts';

const datasetOf = (texts: Readonly<Record<string, string>>): Dataset => {
  const entries = Object.entries(texts);
  return {
    size: entries.length,
    read: async function* () {
      for (const [index, [id, text]] of entries.entries()) yield { id, index, text, references: [] };
    },
  } as unknown as Dataset;
};

const long =
  '#Person1#: 내일 세 시에 도서관 앞에서 만나서 같이 공부할까요? #Person2#: 좋아요, 끝나고 저녁도 먹어요.';

t.test('near-duplicates share a group that bears their least id', async (t) => {
  const groups = await groupDialogues(
    datasetOf({
      c: long,
      a: long.replace('내일', '모레'),
      b: '#Person1#: 전혀 다른 이야기입니다. '.repeat(3),
    }),
  );
  t.strictSame(groups, ['a', 'a', 'b']);
});

t.test('short texts are grouped only where they are equal, empty ones never', async (t) => {
  const groups = await groupDialogues(
    datasetOf({ d: '안녕하세요', e: '안녕하세요 ', f: '안녕하세오', g: '', h: '' }),
  );
  t.strictSame(groups, ['d', 'd', 'f', 'g', 'h']);
});

t.test('the order of the dataset changes no group', async (t) => {
  const texts = { x: long, y: `${long}!`, z: '다른 글'.repeat(20) };
  const forward = await groupDialogues(datasetOf(texts));
  const backward = await groupDialogues(datasetOf(Object.fromEntries(Object.entries(texts).reverse())));
  t.strictSame(forward, backward.toReversed());
});

t.test('a chain of near-duplicates is one group, whichever link comes last', async (t) => {
  const parts = Array.from({ length: 12 }, (_, part) => `${part}번째 말은 이렇게 저렇게 이어집니다.`);
  const text = (changed: number): string =>
    parts
      .map((part, place) => (place < changed ? `${place}째로 아주 다른 소리를 늘어놓습니다.` : part))
      .join(' ');
  // about 0.7 alike from one to the next, far less from end to end
  const texts: readonly (readonly [string, string])[] = [0, 1, 2, 3, 4].map((changed) => [
    `${changed}`,
    text(changed),
  ]);
  for (const order of [
    [0, 1, 2, 3, 4],
    [0, 4, 2, 1, 3],
    [4, 3, 0, 2, 1],
  ]) {
    const groups = await groupDialogues(
      datasetOf(
        Object.fromEntries(order.map((place) => texts[place]!).map(([id, each]) => [`d${id}`, each])),
      ),
    );
    t.strictSame(new Set(groups), new Set(['d0']), `${order}`);
  }
});

t.test('groups are the connected components of similar texts, with a spool and without', async (t) => {
  const spool = testSpool(t);
  const word = fc.constantFrom(
    '가나다라마',
    '사과와 배',
    '기차가 왔다',
    'quick brown',
    'lazy dogs',
    '1234567',
  );
  const first =
    '도서관 앞에서 세 시에 만나서 같이 공부하고 끝나면 저녁을 먹기로 했습니다. 비가 오면 안에서 봅시다.';
  // what is put in keeps most runs of five, so that many pairs are near the threshold of 0.7
  const text = fc
    .array(fc.tuple(fc.nat(first.length), word), { maxLength: 3 })
    .map((changes) =>
      changes.reduce((all, [place, put]) => `${all.slice(0, place)}${put}${all.slice(place)}`, first),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 24 }), async (texts) => {
      const dataset = datasetOf(
        Object.fromEntries(texts.map((each, place) => [`d${(place * 7) % 24}`, each])),
      );
      const { firstOf, ids } = await findGroups(dataset, spool);
      const groups = ids.map((_, index) => ids[firstOf[index]!]!);
      t.strictSame(groups, await groupDialogues(dataset));
      t.strictSame(groups, componentsOf(await textsOf(dataset)));
    }),
    // one in a hundred pairs at the threshold meets nowhere: a seed draws none of them, today and tomorrow
    { numRuns: 30, seed: 1 },
  );
});

const textsOf = async (dataset: Dataset): Promise<[id: string, text: string][]> => {
  const texts: [string, string][] = [];
  for await (const { id, text } of dataset.read()) texts.push([id, text]);
  return texts;
};

/** By comparing every text with every other, again and again. */
const componentsOf = (texts: readonly (readonly [id: string, text: string])[]): string[] => {
  const sketches = texts.map(([, text]) => {
    const sketch = new Uint32Array(sketchSize);
    writeSketch(shinglesOf(text), sketch, 0);
    return sketch;
  });
  const names = texts.map(([id]) => id);
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const [a, x] of sketches.entries())
      for (const [b, y] of sketches.entries()) {
        if (names[a]! >= names[b]! || estimate(x, 0, y, 0) < 0.7) continue;
        names[b] = names[a]!;
        isStable = false;
      }
  }
  return names;
};
