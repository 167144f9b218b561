/**
 * Which words one concrete longest common subsequence matches, by bits.
 *
 * A table of LCS lengths has a row a word of one text (the rows) and a column a word of the other. Each row is kept as the
 * bit vector of Crochemore et al. 2001 in Hyyrö's 2004 form: bit j is 0 where the table grows from column j to
 * j + 1. So the traceback needs no table: where the words differ, the cell above is larger than the cell to the left
 * exactly if that bit is 0. It walks to the left over columns that neither match nor grow, which is one `clz32`.
 *
 * Both ROUGE packages walk that way: `rouge` 1.0.1 goes up only if the cell above is strictly larger (rows = reference,
 * columns = hypothesis), `rouge_score` 0.1.2 goes left only if the left one is (rows = hypothesis, columns =
 * reference, the transposed table). Columns come in blocks of 32; time is O(rows × blocks) for the table, O(rows + blocks) for the walk.
 */

const HIGHEST = 0x80000000;

/**
 * The matched columns of a sentence with at most 32 of them. `masks[base + word]` has a bit for every column that holds
 * `word`; `kept` takes a vector a row.
 */
export const matchedInBlock = (
  masks: Int32Array,
  base: number,
  rows: Int32Array,
  start: number,
  end: number,
  kept: Int32Array,
): number => {
  let vector = -1;
  for (let row = start; row < end; row++) {
    const equal = masks[base + rows[row]!]!;
    const both = vector & equal;
    vector = (vector + both) | (vector - both);
    kept[row - start] = vector;
  }
  let matched = 0;
  let open = -1;
  for (let row = end - 1; row >= start; row--) {
    const equal = masks[base + rows[row]!]!;
    const stops = (equal | ~kept[row - start]!) & open;
    if (stops === 0) break;
    const column = (HIGHEST >>> Math.clz32(stops)) | 0;
    const match = column & equal;
    matched |= match;
    // A match closes its own column too, a step up only those to the right of it.
    open = (column - 1) | (column ^ match);
  }
  return matched;
};

/** As `matchedInBlock` for any number of blocks; adds the bits to `matched[block]` instead. */
export const addMatched = (
  masks: Int32Array,
  stride: number,
  blockStart: number,
  blockEnd: number,
  rows: Int32Array,
  start: number,
  end: number,
  kept: Int32Array,
  carries: Int32Array,
  matched: Int32Array,
): void => {
  const count = end - start;
  carries.fill(0, 0, count);
  for (let block = blockStart; block < blockEnd; block++) {
    keepBlock(masks, block * stride, rows, start, end, kept, (block - blockStart) * count - start, carries);
  }
  let block = blockEnd - 1;
  let open = -1;
  for (let row = end - 1; row >= start; row--) {
    const word = rows[row]!;
    let stops = 0;
    let equal = 0;
    for (; block >= blockStart; block--, open = -1) {
      equal = masks[block * stride + word]!;
      stops = (equal | ~kept[(block - blockStart) * count + row - start]!) & open;
      if (stops !== 0) break;
    }
    if (stops === 0) return;
    const column = (HIGHEST >>> Math.clz32(stops)) | 0;
    const match = column & equal;
    matched[block]! |= match;
    open = (column - 1) | (column ^ match);
  }
};

/** Rows of one block; the carry of every row's addition goes into the next block. */
const keepBlock = (
  masks: Int32Array,
  base: number,
  rows: Int32Array,
  start: number,
  end: number,
  kept: Int32Array,
  offset: number,
  carries: Int32Array,
): void => {
  let vector = -1;
  for (let row = start; row < end; row++) {
    const both = vector & masks[base + rows[row]!]!;
    const sum = (vector + both + carries[row - start]!) | 0;
    carries[row - start] = ((vector & both) | ((vector | both) & ~sum)) >>> 31;
    vector = sum | (vector - both);
    kept[offset + row] = vector;
  }
};

/** Number of bits set. */
export const bitCount = (bits: number): number => {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
