import { grown } from './buffers.ts';
import { addMatched, bitCount, matchedInBlock } from './lcs.ts';
import { NO_WORD, type TextTable } from './text-table.ts';

const WIDTH = 32;

/**
 * The sentences of all texts, laid out for the longest common subsequence: as rows of words, and as columns in blocks of
 * 32 bits, a new block a sentence. Only words that several texts hold become columns, and a run of words of one text only
 * becomes one row without matches: neither changes a traceback, and most sentences then fit into one block.
 */
export class Alignment {
  /** Bits of the columns of the loaded text that `align` found, from its first block on. */
  matched = new Int32Array(16);
  #rows = new Int32Array(1024);
  /** Per sentence, its ends in `#rows` and in blocks. */
  #rowEnds = new Int32Array(64);
  #blockEnds = new Int32Array(64);
  /** Per column (`WIDTH * block + bit`), its word. */
  #columns = new Int32Array(4096);
  /** Per block, the columns whose word the text holds in several columns. */
  #repeated = new Int32Array(128);
  #masks = new Int32Array(1024);
  #stride = 0;
  #kept = new Int32Array(1024);
  #carries = new Int32Array(256);
  #seen = new Int32Array(1024);
  #table!: TextTable;
  #loaded = -1;
  #counter = 0;

  /** Replaces the content. `texts` is the number of texts that hold each word. */
  fill(table: TextTable, texts: Int32Array): void {
    this.#reset(table);
    let position = 0;
    let row = 0;
    let block = 0;
    for (let sentence = 0; sentence < table.sentenceCount; sentence++) {
      const firstRow = row;
      let column = block * WIDTH;
      for (const end = table.sentenceEnds[sentence]!; position < end; position++) {
        const word = table.words[position]!;
        if (texts[word]! > 1) {
          this.#rows[row++] = word;
          this.#columns = grown(this.#columns, column + WIDTH);
          this.#columns[column++] = word;
        } else if (row > firstRow && this.#rows[row - 1] !== NO_WORD) {
          this.#rows[row++] = NO_WORD;
        }
      }
      this.#columns = grown(this.#columns, column + WIDTH);
      while (column % WIDTH !== 0) this.#columns[column++] = NO_WORD;
      block = column / WIDTH;
      this.#rowEnds[sentence] = row;
      this.#blockEnds[sentence] = block;
    }
    this.#size(block);
    for (let text = 0; text < table.textCount; text++) this.#findRepeated(text);
  }

  #reset(table: TextTable): void {
    this.#table = table;
    this.#loaded = -1;
    this.#stride = table.vocabulary;
    this.#rows = grown(this.#rows, table.wordCount);
    this.#rowEnds = grown(this.#rowEnds, table.sentenceCount);
    this.#blockEnds = grown(this.#blockEnds, table.sentenceCount);
    this.#seen = grown(this.#seen, table.vocabulary);
    this.#seen.fill(0, 0, table.vocabulary);
    this.#counter = 0;
  }

  /** Makes room for the largest text and the largest pair of sentences. */
  #size(blocks: number): void {
    const table = this.#table;
    this.#repeated = grown(this.#repeated, blocks);
    let mostBlocks = 0;
    let mostRows = 0;
    let widest = 0;
    for (let text = 0; text < table.textCount; text++) {
      mostBlocks = Math.max(
        mostBlocks,
        this.#blockStart(table.textEnds[text]!) - this.#blockStart(table.sentenceStart(text)),
      );
    }
    for (let sentence = 0; sentence < table.sentenceCount; sentence++) {
      mostRows = Math.max(mostRows, this.#rowEnds[sentence]! - this.#rowStart(sentence));
      widest = Math.max(widest, this.#blockEnds[sentence]! - this.#blockStart(sentence));
    }
    this.matched = grown(this.matched, mostBlocks);
    this.#kept = grown(this.#kept, mostRows * widest);
    this.#carries = grown(this.#carries, mostRows);
    this.#masks = grown(this.#masks, mostBlocks * this.#stride);
    this.#masks.fill(0, 0, mostBlocks * this.#stride);
  }

  #findRepeated(text: number): void {
    const first = this.#blockStart(this.#table.sentenceStart(text)) * WIDTH;
    const end = this.#blockStart(this.#table.textEnds[text]!) * WIDTH;
    this.#repeated.fill(0, first / WIDTH, end / WIDTH);
    const seen = this.#seen;
    const start = this.#counter + 1;
    this.#counter += end - first;
    for (let column = first; column < end; column++) {
      const word = this.#columns[column]!;
      if (word === NO_WORD) continue;
      const before = seen[word]! - start;
      if (before >= 0) {
        this.#repeated[(first + before) >>> 5]! |= 1 << ((first + before) & 31);
        this.#repeated[column >>> 5]! |= 1 << (column & 31);
      } else seen[word] = start + column - first;
    }
  }

  /** Makes `text` the one whose columns are matched. */
  load(text: number): void {
    if (this.#loaded >= 0) this.#setMasks(this.#loaded, false);
    this.#setMasks(text, true);
    this.#loaded = text;
  }

  #setMasks(text: number, on: boolean): void {
    const table = this.#table;
    const masks = this.#masks;
    const firstBlock = this.#blockStart(table.sentenceStart(text));
    const end = this.#blockStart(table.textEnds[text]!) * WIDTH;
    for (let column = firstBlock * WIDTH; column < end; column++) {
      const word = this.#columns[column]!;
      if (word === NO_WORD) continue;
      const cell = ((column >>> 5) - firstBlock) * this.#stride + word;
      masks[cell] = on ? masks[cell]! | (1 << (column & 31)) : 0;
    }
  }

  /** Sets in `matched` the columns of the loaded text that any of its sentences matches in any sentence of `text`. */
  align(text: number): void {
    const table = this.#table;
    const blockOffset = this.#blockStart(table.sentenceStart(this.#loaded));
    const columnsEnd = table.textEnds[this.#loaded]!;
    const rowsEnd = table.textEnds[text]!;
    this.matched.fill(0, 0, this.#blockStart(columnsEnd) - blockOffset);
    let block = blockOffset;
    for (let sentence = table.sentenceStart(this.#loaded); sentence < columnsEnd; sentence++) {
      const blockEnd = this.#blockEnds[sentence]!;
      let row = this.#rowStart(table.sentenceStart(text));
      for (let other = table.sentenceStart(text); other < rowsEnd; other++) {
        const rowEnd = this.#rowEnds[other]!;
        if (row < rowEnd) this.#alignSentences(block - blockOffset, blockEnd - blockOffset, row, rowEnd);
        row = rowEnd;
      }
      block = blockEnd;
    }
  }

  #alignSentences(block: number, blockEnd: number, row: number, rowEnd: number): void {
    if (blockEnd - block === 1) {
      this.matched[block]! |= matchedInBlock(
        this.#masks,
        block * this.#stride,
        this.#rows,
        row,
        rowEnd,
        this.#kept,
      );
    } else if (blockEnd > block) {
      addMatched(
        this.#masks,
        this.#stride,
        block,
        blockEnd,
        this.#rows,
        row,
        rowEnd,
        this.#kept,
        this.#carries,
        this.matched,
      );
    }
  }

  /** Number of distinct words among the matched columns. */
  distinctMatched(): number {
    const table = this.#table;
    const first = this.#blockStart(table.sentenceStart(this.#loaded));
    const end = this.#blockStart(table.textEnds[this.#loaded]!);
    const stamp = ++this.#counter;
    let count = 0;
    for (let block = first; block < end; block++) {
      const bits = this.matched[block - first]!;
      count += bitCount(bits & ~this.#repeated[block]!);
      for (let rest = bits & this.#repeated[block]!; rest !== 0; rest &= rest - 1) {
        const word = this.#columns[block * WIDTH + 31 - Math.clz32(rest & -rest)]!;
        if (this.#seen[word] !== stamp) count += 1;
        this.#seen[word] = stamp;
      }
    }
    return count;
  }

  #rowStart(sentence: number): number {
    return sentence === 0 ? 0 : this.#rowEnds[sentence - 1]!;
  }

  #blockStart(sentence: number): number {
    return sentence === 0 ? 0 : this.#blockEnds[sentence - 1]!;
  }
}
