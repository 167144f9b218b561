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
 * The rows of all sentences of a text lie one after another, each sentence ended by a word whose mask is bit 0, which is no
 * column: there vectors start afresh and walks end. Rows without a match in the columns are passed over: the second walk
 * ignores them, and in the first the row above such a row stops at growth only. O(rows + matching rows × blocks).
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
  /** Three numbers a matching row and block: columns that match, where the first walk stops, where the second does. */
  kept: Int32Array<ArrayBuffer>;
  /** Carry and borrow of each matching row, handed from block to block. */
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
  // Without a branch: whether a row matches cannot be predicted.
  let count = 0;
  for (let row = start; row < end; row++) {
    const equal = masks[base + rows[row]!]!;
    kept[count] = equal;
    kept[count + 1] = row;
    count += 3 * ((equal | -equal) >>> 31);
  }
  let vector = -1;
  for (let cell = 0; cell < count; cell += 3) {
    const equal = kept[cell]!;
    const isEnd = -(equal & 1);
    const above = vector;
    const both = above & equal;
    vector = (above + both) | (above - both);
    // All ones where the next row is the next that matches.
    const adjacent = (kept[cell + 4]! - kept[cell + 1]! - 2) >> 31;
    kept[cell + 1] = ((equal & adjacent) | ~vector | END) & ~isEnd;
    kept[cell + 2] = (equal | ~(vector - above) | END) & ~isEnd;
    vector |= isEnd;
  }
  // The end of a sentence has no stops. `>>> 32` is `>>> 0`, so its column is the highest and all columns are open after it.
  let found = 0;
  let open = 0;
  let foundBack = 0;
  let openBack = 0;
  for (let cell = count - 3; cell >= 0; cell -= 3) {
    const equal = kept[cell]!;
    const column = (HIGHEST >>> Math.clz32(kept[cell + 1]! & open)) | 0;
    const columnBack = (HIGHEST >>> Math.clz32(kept[cell + 2]! & openBack)) | 0;
    const match = column & equal;
    const matchBack = columnBack & equal;
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
  const size = 3 * gather(board, first, last, start, end);
  board.carries.fill(0, 0, size);
  for (let block = first; block < last; block++) keepBlock(board, block, size, (1 + block - first) * size);
  walk(board.kept, 1, size, first, last, board.matched);
  walk(board.kept, 2, size, first, last, board.reverse);
};

/** Puts the rows that any of the blocks matches, as word and place, at the start of `kept`; their number. */
const gather = (board: Board, first: number, last: number, start: number, end: number): number => {
  const { masks, stride, rows, kept } = board;
  let cell = 0;
  for (let row = start; row < end; row++) {
    const word = rows[row]!;
    let equal = 0;
    for (let block = first; block < last; block++) equal |= masks[block * stride + word]!;
    kept[cell] = word;
    kept[cell + 1] = row;
    if (equal !== 0) cell += 3;
  }
  return cell / 3;
};

/** Rows of one block; the carry of every row's addition and the borrow of its difference go into the next block. */
const keepBlock = (board: Board, block: number, size: number, offset: number): void => {
  const { masks, kept, carries } = board;
  const base = block * board.stride;
  let vector = -1;
  for (let cell = 0; cell < size; cell += 3) {
    const equal = masks[base + kept[cell]!]!;
    const isEnd = -(equal & 1);
    const above = vector;
    const both = above & equal;
    // Bit 0 is no column: what the block before hands on enters at bit 1.
    const sum = (above + both + 2 * carries[cell]!) | 0;
    carries[cell] = ((above & both) | ((above | both) & ~sum)) >>> 31;
    vector = sum | (above - both);
    const grown = (vector - above - 2 * carries[cell + 1]!) | 0;
    carries[cell + 1] = ((~vector & above) | ((~vector | above) & grown)) >>> 31;
    const adjacent = (kept[cell + 4]! - kept[cell + 1]! - 2) >> 31;
    kept[offset + cell] = equal;
    kept[offset + cell + 1] = ((equal & adjacent) | ~vector) & -2 & ~isEnd;
    kept[offset + cell + 2] = (equal | ~grown) & -2 & ~isEnd;
    vector |= isEnd;
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
    let at = (1 + block - first) * size + cell;
    if (kept[at]! & 1) {
      block = last - 1;
      open = -1;
      continue;
    }
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
