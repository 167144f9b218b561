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

t.test(
  'rows of a dialogue are not neighbours where the format says so, and pairs keep their order',
  async (t) => {
    const dialogues = [0, 1, 2, 3, 4, 5].map((index) =>
      dialogue(index, index === 2 ? 'validation' : 'train'),
    );
    const { files, placed } = await orderOf('kto', dialogues);
    const train = files.train ?? [];
    t.equal(train.length, 10);
    t.ok(train.every(({ id }, row) => id !== train[row + 1]?.id));
    t.same(placed, [
      ['d0', [0, 2]],
      ['d1', [1, 4]],
      ['d2', [0, 1]],
      ['d3', [3, 6]],
      ['d4', [5, 8]],
      ['d5', [7, 9]],
    ]);
  },
);

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
