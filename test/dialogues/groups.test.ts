import t from 'tap';
import type { Dataset } from '../../src/dialogues/dataset.ts';
import { groupDialogues } from '../../src/dialogues/groups.ts';

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
