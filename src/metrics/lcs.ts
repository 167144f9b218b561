/**
 * Which words one concrete longest common subsequence matches, by bits.
 *
 * A table of LCS lengths has a row a word of one sentence and a column a word of the other. Each row is kept as the bit
 * vector of Crochemore et al. 2001 in Hyyrö's 2004 form: bit j is 0 where the table grows from column j − 1 to j. So a
 * traceback needs no table. Where the words differ, the cell above is larger than the cell to the left exactly if
 * that bit is 0; the left one is larger exactly if bit j of this vector minus the one above is 1, because that
 * difference has the columns that this row made grow. Walking left to the next stop is then one `clz32`.
 *
 * `rouge` 1.0.1 drops a word of the reference only if that leaves the strictly longer subsequence. With the reference as
 * rows this is the first walk, with the hypothesis as rows the second: one table serves both directions of a
 * pair. `rouge_score` 0.1.2 prefers the other side: its walk is the first, with the hypothesis as rows.
 *
 * The rows of all sentences of a text lie one after another; the last word of a sentence is stored as its complement.
 * Bit 0 of a block is no column: there every walk ends. Time is O(rows × blocks).
 */

/** Columns that a block of 32 bits holds. */
export const BLOCK_COLUMNS = 31;

const HIGHEST = 0x80000000;
const END = 1;

/** What the functions below read and write; `Alignment` owns it. */
export interface Board {
  /** `masks[block × stride + word]` has a bit for every column of the block that holds the word. */
  masks: Int32Array<ArrayBuffer>;
  stride: number;
  rows: Int32Array<ArrayBuffer>;
  /** Three numbers a row and block: columns that match, columns where the first walk stops, where the second does. */
  kept: Int32Array<ArrayBuffer>;
  /** Two numbers a row, handed from block to block. */
  carries: Int32Array<ArrayBuffer>;
  /** Per block, the columns that the first walk matched. */
  matched: Int32Array<ArrayBuffer>;
  /** Per block, the columns that the second walk matched. */
  reverse: Int32Array<ArrayBuffer>;
}

/**
 * Adds to `matched` and `reverse` the columns of a sentence of one block that the walks match in the rows from `start` to
 * `end`. The walks do not depend on each other, so the processor does both at once.
 */
export const matchBlock = (board: Board, block: number, start: number, end: number): void => {
  const { masks, rows, kept } = board;
  const base = block * board.stride;
  let vector = -1;
  let restart = 0;
  let cell = 0;
  for (let row = start; row < end; row++, cell += 3) {
    const code = rows[row]!;
    const above = vector | restart;
    restart = code >> 31;
    const equal = masks[base + (code ^ restart)]!;
    const both = above & equal;
    vector = (above + both) | (above - both);
    kept[cell] = equal - restart;
    kept[cell + 1] = equal | ~vector | END;
    kept[cell + 2] = equal | ~(vector - above) | END;
  }
  let found = 0;
  let open = END;
  let foundBack = 0;
  let openBack = END;
  for (cell -= 3; cell >= 0; cell -= 3) {
    const equal = kept[cell]!;
    restart = -(equal & 1);
    const column = (HIGHEST >>> Math.clz32(kept[cell + 1]! & (open | restart))) | 0;
    const columnBack = (HIGHEST >>> Math.clz32(kept[cell + 2]! & (openBack | restart))) | 0;
    const match = column & equal & -2;
    const matchBack = columnBack & equal & -2;
    found |= match;
    foundBack |= matchBack;
    // A match closes its own column too, a step up only those to the right of it.
    open = (column - 1) | (column ^ match);
    openBack = (columnBack - 1) | (columnBack ^ matchBack);
  }
  board.matched[block]! |= found;
  board.reverse[block]! |= foundBack;
};

/** As `matchBlock` for a sentence over the blocks from `first` to before `last`. */
export const matchBlocks = (board: Board, first: number, last: number, start: number, end: number): void => {
  const size = 3 * (end - start);
  board.carries.fill(0, 0, 2 * (end - start));
  for (let block = first; block < last; block++) keepBlock(board, block, start, end, (block - first) * size);
  walk(board.kept, 1, size, first, last, board.matched);
  walk(board.kept, 2, size, first, last, board.reverse);
};

/** Rows of one block; the carry of every row's addition and the borrow of its difference go into the next block. */
const keepBlock = (board: Board, block: number, start: number, end: number, offset: number): void => {
  const { masks, rows, kept, carries } = board;
  const base = block * board.stride;
  let vector = -1;
  let restart = 0;
  for (let row = start, cell = offset, carry = 0; row < end; row++, cell += 3, carry += 2) {
    const code = rows[row]!;
    const above = vector | restart;
    restart = code >> 31;
    const equal = masks[base + (code ^ restart)]!;
    const both = above & equal;
    // Bit 0 is no column: what the block before hands on enters at bit 1.
    const sum = (above + both + 2 * carries[carry]!) | 0;
    carries[carry] = ((above & both) | ((above | both) & ~sum)) >>> 31;
    vector = sum | (above - both);
    const grown = (vector - above - 2 * carries[carry + 1]!) | 0;
    carries[carry + 1] = ((~vector & above) | ((~vector | above) & grown)) >>> 31;
    kept[cell] = equal - restart;
    kept[cell + 1] = (equal | ~vector) & -2;
    kept[cell + 2] = (equal | ~grown) & -2;
  }
};

/** One walk over several blocks; `plane` is the place of its stops among the three numbers. */
const walk = (
  kept: Int32Array,
  plane: number,
  size: number,
  first: number,
  last: number,
  matched: Int32Array,
): void => {
  let block = first;
  let open = 0;
  for (let cell = size - 3; cell >= 0; cell -= 3) {
    if (kept[cell]! & 1) {
      block = last - 1;
      open = -1;
    }
    let at = (block - first) * size + cell;
    let stops = kept[at + plane]! & open;
    for (; stops === 0 && block > first; stops = kept[at + plane]!) {
      block -= 1;
      at -= size;
      open = -1;
    }
    if (stops === 0) continue;
    const column = (HIGHEST >>> Math.clz32(stops)) | 0;
    const match = column & kept[at]!;
    matched[block]! |= match;
    open = (column - 1) | (column ^ match);
  }
};

/** Number of bits set. */
export const bitCount = (bits: number): number => {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Position of the lowest bit set. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
