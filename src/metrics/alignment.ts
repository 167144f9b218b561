import { bitCount, lowestBit } from './bits.ts';
import { grown } from './buffers.ts';
import { BLOCK_COLUMNS, type Board, matchBlock, matchBlocks } from './lcs.ts';
import { NO_WORD, SENTENCE_END, type TextLayout } from './text-table.ts';

/**
 * All texts laid out for the longest common subsequence: as rows of words, and as columns in blocks of 32 bits, a new
 * block a sentence. Only words that several texts hold become columns, and a run of words of one text only becomes
 * one row without a match: neither changes a traceback, and most sentences then fit into one block.
 */
export class Alignment {
  readonly #board: Board = {
    masks: new Int32Array(4096),
    stride: 0,
    rows: new Int32Array(1024),
    kept: new Int32Array(1024),
    carries: new Int32Array(256),
    matched: new Int32Array(16),
    reverse: new Int32Array(16),
  };
  /** Per text, its end in the rows. */
  #rowEnds = new Int32Array(64);
  /** Per sentence, its end in blocks. */
  #blockEnds = new Int32Array(64);
  /** Per column (`32 × block + bit`), its word. */
  #columns = new Int32Array(4096);
  /** Per block, the columns whose word the text holds more than once. */
  #repeated = new Int32Array(128);
  /** Per word, what the method at work has seen of it. */
  #seen = new Int32Array(1024);
  #mark = 0;
  #table!: TextLayout;
  #loaded = -1;

  /** Replaces the content. `texts` is the number of texts that hold each word. */
  fill(table: TextLayout, texts: Int32Array): void {
    this.#table = table;
    this.#loaded = -1;
    this.#mark = 0;
    this.#board.stride = table.vocabulary;
    this.#seen = grown(this.#seen, table.vocabulary);
    this.#rowEnds = grown(this.#rowEnds, table.textCount);
    this.#blockEnds = grown(this.#blockEnds, table.sentenceCount);
    this.#fillRows(texts);
    this.#fillColumns(texts);
    this.#makeRoom();
    for (let text = 0; text < table.textCount; text++) this.#findRepeated(text);
  }

  #fillRows(texts: Int32Array): void {
    const table = this.#table;
    this.#board.rows = grown(this.#board.rows, table.wordCount + table.sentenceCount);
    const { rows } = this.#board;
    let row = 0;
    let sentence = 0;
    let position = 0;
    for (let text = 0; text < table.textCount; text++) {
      for (const last = table.textEnds[text]!; sentence < last; sentence++) {
        const first = row;
        let previous = NO_WORD;
        for (const end = table.sentenceEnds[sentence]!; position < end; position++) {
          const word = texts[table.words[position]!]! > 1 ? table.words[position]! : NO_WORD;
          if (word !== NO_WORD || previous !== NO_WORD) rows[row++] = word;
          previous = word;
        }
        if (row > first) rows[row++] = SENTENCE_END;
      }
      this.#rowEnds[text] = row;
    }
  }

  #fillColumns(texts: Int32Array): void {
    const table = this.#table;
    let block = 0;
    let position = 0;
    for (let sentence = 0; sentence < table.sentenceCount; sentence++) {
      let filled = BLOCK_COLUMNS;
      for (const end = table.sentenceEnds[sentence]!; position < end; position++) {
        const word = table.words[position]!;
        if (texts[word]! < 2) continue;
        if (filled === BLOCK_COLUMNS) {
          block += 1;
          filled = 0;
          this.#columns = grown(this.#columns, 32 * block);
          this.#columns.fill(NO_WORD, 32 * (block - 1), 32 * block);
        }
        filled += 1;
        this.#columns[32 * (block - 1) + filled] = word;
      }
      this.#blockEnds[sentence] = block;
    }
  }

  /** Room for the largest text as columns and as rows. */
  #makeRoom(): void {
    const { textCount } = this.#table;
    let blocks = 0;
    let rows = 0;
    for (let text = 0; text < textCount; text++) {
      blocks = Math.max(blocks, this.#blockEnd(text) - this.#blockStart(text));
      rows = Math.max(rows, this.#rowEnds[text]! - this.#rowStart(text));
    }
    const board = this.#board;
    board.matched = grown(board.matched, blocks);
    board.reverse = grown(board.reverse, blocks);
    board.masks = grown(board.masks, blocks * board.stride);
    board.masks.fill(0, 0, blocks * board.stride);
    board.kept = grown(board.kept, 3 * (blocks + 1) * (rows + 1));
    board.carries = grown(board.carries, 3 * rows);
    this.#repeated = grown(this.#repeated, textCount === 0 ? 0 : this.#blockEnd(textCount - 1));
  }

  #findRepeated(text: number): void {
    const seen = this.#seen;
    const first = this.#blockStart(text);
    const last = this.#blockEnd(text);
    this.#repeated.fill(0, first, last);
    seen.fill(0, 0, this.#table.vocabulary);
    for (let column = 32 * first; column < 32 * last; column++) {
      const word = this.#columns[column]!;
      if (word === NO_WORD) continue;
      const before = seen[word]!;
      if (before === 0) seen[word] = column + 1;
      else {
        this.#repeated[(before - 1) >>> 5]! |= 1 << (before - 1);
        this.#repeated[column >>> 5]! |= 1 << column;
      }
    }
  }

  /** Makes `text` the one whose columns are matched. */
  load(text: number): void {
    if (this.#loaded >= 0) this.#setMasks(this.#loaded, false);
    this.#loaded = text;
    this.#setMasks(text, true);
  }

  #setMasks(text: number, on: boolean): void {
    const { masks, stride } = this.#board;
    const first = this.#blockStart(text);
    const end = this.#blockEnd(text);
    for (let block = first; block < end; block++) {
      const base = (block - first) * stride;
      masks[base + SENTENCE_END] = 1;
      for (let column = 32 * block + 1; column < 32 * (block + 1); column++) {
        const word = this.#columns[column]!;
        if (word === NO_WORD) break;
        masks[base + word] = on ? masks[base + word]! | (1 << column) : 0;
      }
    }
  }

  /** Matches all sentences of the loaded text with all of `text`, for the two counts below. */
  align(text: number): void {
    const board = this.#board;
    const first = this.#blockStart(this.#loaded);
    const count = this.#blockEnd(this.#loaded) - first;
    board.matched.fill(0, 0, count);
    board.reverse.fill(0, 0, count);
    const start = this.#rowStart(text);
    const end = this.#rowEnds[text]!;
    if (start === end) return;
    const last = this.#table.textEnds[this.#loaded]!;
    let block = 0;
    for (let sentence = this.#sentenceStart(this.#loaded); sentence < last; sentence++) {
      const next = this.#blockEnds[sentence]! - first;
      if (next === block + 1) matchBlock(board, block, start, end);
      else if (next > block) matchBlocks(board, block, next, start, end);
      block = next;
    }
  }

  /** Distinct words that the loaded text as hypothesis matches in the aligned one. */
  get matchedWords(): number {
    return this.#distinctWords(this.#board.matched);
  }

  /** Distinct words that the loaded text as reference matches in the aligned one. */
  get reverseWords(): number {
    return this.#distinctWords(this.#board.reverse);
  }

  /** Columns of the loaded text that the first walk matched: where texts are one sentence, the length of the subsequence. */
  get matchedColumns(): number {
    const blocks = this.#blockEnd(this.#loaded) - this.#blockStart(this.#loaded);
    let count = 0;
    for (let block = 0; block < blocks; block++) count += bitCount(this.#board.matched[block]!);
    return count;
  }

  /** As `matchedColumns`, but each word at most as often as `limits` says. */
  clippedColumns(limits: Int32Array): number {
    const first = this.#blockStart(this.#loaded);
    const end = this.#blockEnd(this.#loaded);
    const taken = this.#seen;
    taken.fill(0, 0, this.#table.vocabulary);
    let count = 0;
    for (let block = first; block < end; block++) {
      for (let rest = this.#board.matched[block - first]!; rest !== 0; rest &= rest - 1) {
        const word = this.#columns[32 * block + lowestBit(rest)]!;
        if (taken[word]! >= limits[word]!) continue;
        taken[word]! += 1;
        count += 1;
      }
    }
    return count;
  }

  #distinctWords(columns: Int32Array): number {
    const first = this.#blockStart(this.#loaded);
    const end = this.#blockEnd(this.#loaded);
    // Below 0, unlike what the other methods leave there.
    const mark = --this.#mark;
    let count = 0;
    for (let block = first; block < end; block++) {
      const bits = columns[block - first]!;
      count += bitCount(bits & ~this.#repeated[block]!);
      for (let rest = bits & this.#repeated[block]!; rest !== 0; rest &= rest - 1) {
        const word = this.#columns[32 * block + lowestBit(rest)]!;
        if (this.#seen[word] !== mark) count += 1;
        this.#seen[word] = mark;
      }
    }
    return count;
  }

  #sentenceStart(text: number): number {
    return text === 0 ? 0 : this.#table.textEnds[text - 1]!;
  }

  #rowStart(text: number): number {
    return text === 0 ? 0 : this.#rowEnds[text - 1]!;
  }

  #blockStart(text: number): number {
    const sentence = this.#sentenceStart(text);
    return sentence === 0 ? 0 : this.#blockEnds[sentence - 1]!;
  }

  #blockEnd(text: number): number {
    const sentence = this.#table.textEnds[text]!;
    return sentence === 0 ? 0 : this.#blockEnds[sentence - 1]!;
  }
}
