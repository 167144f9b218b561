import fc from 'fast-check';
import t from 'tap';
import { BLOCK_COLUMNS, type Board, matchBlock, matchBlocks } from '../../src/metrics/lcs.ts';

/** Words are 1 to 5; 6 ends a sentence of rows. */
const END = 6;
const STRIDE = 7;

/** A board with one sentence as columns and others as rows. */
const boardOf = (columns: readonly number[], ...rows: readonly (readonly number[])[]) => {
  const blocks = Math.ceil(columns.length / BLOCK_COLUMNS);
  const masks = new Int32Array(blocks * STRIDE);
  for (let block = 0; block < blocks; block++) masks[block * STRIDE + END] = 1;
  for (const [column, word] of columns.entries()) {
    const bit = 1 + (column % BLOCK_COLUMNS);
    masks[Math.floor(column / BLOCK_COLUMNS) * STRIDE + word]! |= 1 << bit;
  }
  const words = rows.flatMap((sentence) => [...sentence, END]);
  const board: Board = {
    masks,
    stride: STRIDE,
    rows: Int32Array.from(words),
    kept: new Int32Array(3 * (blocks + 1) * (words.length + 1)),
    carries: new Int32Array(3 * words.length),
    matched: new Int32Array(blocks),
    reverse: new Int32Array(blocks),
  };
  return { board, blocks, end: words.length };
};

const columnsOf = (bits: Int32Array): number[] => {
  const columns: number[] = [];
  for (const [block, value] of bits.entries()) {
    for (let bit = 1; bit <= BLOCK_COLUMNS; bit++) {
      if ((value >>> bit) & 1) columns.push(block * BLOCK_COLUMNS + bit - 1);
    }
  }
  return columns;
};

/** Matched columns by a full table; `up` says whether to leave the row, given the cells above and to the left. */
const naive = (
  columns: readonly number[],
  rows: readonly number[],
  up: (a: number, l: number) => boolean,
) => {
  const table = Array.from({ length: rows.length + 1 }, () => new Array<number>(columns.length + 1).fill(0));
  for (let i = 1; i <= rows.length; i++) {
    for (let j = 1; j <= columns.length; j++) {
      const [above, left] = [table[i - 1]![j]!, table[i]![j - 1]!];
      table[i]![j] = rows[i - 1] === columns[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(above, left);
    }
  }
  const matched: number[] = [];
  let [i, j] = [rows.length, columns.length];
  while (i > 0 && j > 0) {
    if (rows[i - 1] === columns[j - 1]) {
      matched.unshift(--j);
      i -= 1;
    } else if (up(table[i - 1]![j]!, table[i]![j - 1]!)) i -= 1;
    else j -= 1;
  }
  return matched;
};

const firstWalk = (above: number, left: number) => above > left;
const secondWalk = (above: number, left: number) => above >= left;

const sentence = (maxLength: number) =>
  fc.array(fc.integer({ min: 1, max: END - 1 }), { minLength: 1, maxLength });

t.test('both walks over one block match the columns of the full table', async (t) => {
  fc.assert(
    fc.property(sentence(BLOCK_COLUMNS), sentence(40), (columns, rows) => {
      const { board, end } = boardOf(columns, rows);
      matchBlock(board, 0, 0, end);
      t.same(columnsOf(board.matched), naive(columns, rows, firstWalk));
      t.same(columnsOf(board.reverse), naive(columns, rows, secondWalk));
    }),
    { seed: 1, numRuns: 500 },
  );
});

t.test('both walks over several blocks match the columns of the full table', async (t) => {
  fc.assert(
    fc.property(sentence(120), sentence(60), (columns, rows) => {
      const { board, blocks, end } = boardOf(columns, rows);
      matchBlocks(board, 0, blocks, 0, end);
      t.same(columnsOf(board.matched), naive(columns, rows, firstWalk));
      t.same(columnsOf(board.reverse), naive(columns, rows, secondWalk));
    }),
    { seed: 2, numRuns: 500 },
  );
});

t.test('every sentence of rows adds what it matches by itself', async (t) => {
  fc.assert(
    fc.property(sentence(70), sentence(12), sentence(12), (columns, first, second) => {
      const { board, blocks, end } = boardOf(columns, first, second);
      if (blocks === 1) matchBlock(board, 0, 0, end);
      else matchBlocks(board, 0, blocks, 0, end);
      const union = [first, second].flatMap((rows) => naive(columns, rows, firstWalk));
      t.same(
        columnsOf(board.matched),
        [...new Set(union)].sort((a, b) => a - b),
      );
    }),
    { seed: 4, numRuns: 300 },
  );
});
