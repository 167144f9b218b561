import t from 'tap';
import { pairFormats } from '../../../src/preferences/formats/index.ts';
import type { Pair } from '../../../src/preferences/types.ts';
import { createRowOrder } from '../../../src/run/pairs/row-order.ts';
import { makePair } from '../../preferences/formats/pairs.ts';

/** Rows by split as `prompt label`, and the row numbers of every pair. */
const orderOf = async (format: keyof typeof pairFormats, dialogues: readonly (readonly Pair[])[]) => {
  const files: Record<string, { readonly id: string; readonly text: string }[]> = {};
  const placed: [string, readonly number[]][] = [];
  const order = createRowOrder(pairFormats[format], {
    async write(split, row) {
      files[split] ??= [];
      files[split].push({ id: JSON.stringify(row.prompt), text: JSON.stringify(row) });
      return files[split].length - 1;
    },
    async placed(pair, rows) {
      placed.push([pair.id, rows]);
    },
  });
  for (const pairs of dialogues) await order.add(pairs);
  await order.end();
  return { files, placed };
};

const dialogue = (index: number, split = 'train'): Pair[] => [makePair(index, { split, id: `d${index}` })];

/** Dialogue `index` with one chosen text and `rejected` others. */
const rich = (index: number, rejected: number): Pair[] =>
  Array.from({ length: rejected }, (_, number) => {
    const pair = makePair(index, { id: `d${index}`, number });
    return { ...pair, rejected: { ...pair.rejected, text: `${pair.rejected.text} ${number}` } };
  });

const neighboursOf = (rows: readonly { readonly id: string }[] = []): number =>
  rows.filter(({ id }, row) => id === rows[row + 1]?.id).length;

t.test(
  'rows of a prompt are not neighbours where the format says so, and pairs keep their order',
  async (t) => {
    const dialogues = [0, 1, 2, 3, 4, 5].map((index) =>
      dialogue(index, index === 2 ? 'validation' : 'train'),
    );
    const { files, placed } = await orderOf('kto', dialogues);
    t.equal(files.train?.length, 10);
    t.equal(neighboursOf(files.train), 0);
    t.same(
      placed.map(([id]) => id),
      ['d0', 'd1', 'd2', 'd3', 'd4', 'd5'],
    );
    const rows = placed.filter(([id]) => id !== 'd2').flatMap(([, numbers]) => numbers);
    t.same(
      [...rows].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  },
);

t.test('nor are those of dialogues with several rejected texts, wherever these stand', async (t) => {
  const counts: readonly (readonly number[])[] = [
    [4, 4, 4, 4, 4, 4],
    [1, 1, 1, 1, 1, 6],
    [6, 1, 1, 1, 1, 1],
    [1, 3, 1, 3, 1, 3],
    Array.from({ length: 200 }, (_, index) => 1 + ((index * 7) % 5)),
  ];
  for (const rejected of counts) {
    const { files } = await orderOf(
      'kto',
      rejected.map((count, index) => rich(index, count)),
    );
    t.equal(
      files.train?.length,
      rejected.reduce((sum, count) => sum + count + 1, 0),
    );
    t.equal(neighboursOf(files.train), 0, `${rejected.slice(0, 6)} …`);
  }
});

t.test('dialogues of one text are one prompt', async (t) => {
  const twin = makePair(0, { id: 'twin', rejected: { ...makePair(0).rejected, text: 'Another.' } });
  const { files } = await orderOf('kto', [dialogue(0), [twin], dialogue(1), dialogue(2)]);
  t.equal(neighboursOf(files.train), 0);
});

t.test('a dialogue with more rows than all others has as few neighbours as can be', async (t) => {
  const { files } = await orderOf('kto', [dialogue(0), rich(1, 8), dialogue(2)]);
  // nine rows of one prompt have eight gaps, and four rows fill four of them
  t.equal(neighboursOf(files.train), 4);
});

t.test('a pair a row where it does not', async (t) => {
  const { placed } = await orderOf('trl', [dialogue(0), dialogue(1, 'validation'), dialogue(2)]);
  t.same(
    placed.map(([, rows]) => rows),
    [[0], [0], [1]],
  );
});

t.test('a split that is seen once does not hold up the others for ever', async (t) => {
  const lonely = dialogue(0, 'validation');
  const others = Array.from({ length: 3000 }, (_, index) => dialogue(index + 1));
  const { placed } = await orderOf('kto', [lonely, ...others]);
  t.equal(placed.length, 3001);
  t.same(placed[0], ['d0', [0, 1]]);
});
