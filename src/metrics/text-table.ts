import { grown } from './buffers.ts';

/** Id of no word at all: it matches nothing. */
export const NO_WORD = 0;
/** Id of the empty word, which is all that a blank sentence of the Python package `rouge` holds. */
export const EMPTY_WORD = 1;
/** Stands after the last word of a sentence in an alignment. */
export const SENTENCE_END = 2;
const FIRST_WORD = 3;

/** Tokens remembered between calls: enough for the language of a dataset, not for all of its names. */
const MOST_TOKENS = 1 << 14;

/** Words cut into sentences, cut into texts: what an alignment needs to know. Ends are exclusive. */
export interface TextLayout {
  readonly words: Int32Array;
  readonly wordCount: number;
  /** Ids are below it. */
  readonly vocabulary: number;
  /** Per sentence, its end in `words`. */
  readonly sentenceEnds: Int32Array;
  readonly sentenceCount: number;
  /** Per text, its end in `sentenceEnds`. */
  readonly textEnds: Int32Array;
  readonly textCount: number;
}

/**
 * The texts of one matrix call as whole numbers: the words of all texts one after another, cut into sentences, cut
 * into texts. Ends are exclusive. The arrays are kept from call to call and may be longer than their content.
 */
export class TextTable implements TextLayout {
  words = new Int32Array(1024);
  /** Per text, its end in `words`. */
  wordEnds = new Int32Array(64);
  /** Per sentence, its end in `words`. */
  sentenceEnds = new Int32Array(64);
  /** Per text, its end in `sentenceEnds`. */
  textEnds = new Int32Array(64);
  wordCount = 0;
  sentenceCount = 0;
  textCount = 0;
  /** Ids given out in this call: all are below it. */
  vocabulary = FIRST_WORD;
  /** Per token, its number among all tokens seen, or the negative code of one that is no word. */
  readonly #numbers = new Map<string, number>();
  /** Per number, the id in the last call that met it, and that call. */
  #ids = new Int32Array(1024);
  #calls = new Int32Array(1024);
  #call = 0;
  readonly #markOf: (token: string) => number;

  /** `markOf` gives the negative code of a token that is no word, 0 for a word. */
  constructor(markOf: (token: string) => number) {
    this.#markOf = markOf;
  }

  clear(): void {
    if (this.#numbers.size > MOST_TOKENS) this.#numbers.clear();
    this.#call = (this.#call + 1) | 0;
    this.vocabulary = FIRST_WORD;
    this.wordCount = 0;
    this.sentenceCount = 0;
    this.textCount = 0;
  }

  /** Id of a word, or the negative code of a token that is none. Ids are new in every call, and small: they index arrays. */
  codeOf(token: string): number {
    const number = this.#numbers.get(token) ?? this.#remember(token);
    if (number < 0) return number;
    if (this.#calls[number] !== this.#call) {
      this.#calls[number] = this.#call;
      this.#ids[number] = this.vocabulary++;
    }
    return this.#ids[number]!;
  }

  #remember(token: string): number {
    const number = this.#markOf(token) || this.#numbers.size;
    this.#numbers.set(token, number);
    this.#ids = grown(this.#ids, number + 1);
    this.#calls = grown(this.#calls, number + 1);
    return number;
  }

  /** Makes room for `count` more words, which `addWord` needs. */
  reserve(count: number): void {
    this.words = grown(this.words, this.wordCount + count);
  }

  addWord(id: number): void {
    this.words[this.wordCount++] = id;
  }

  endSentence(): void {
    this.sentenceEnds = grown(this.sentenceEnds, this.sentenceCount + 1);
    this.sentenceEnds[this.sentenceCount++] = this.wordCount;
  }

  /** Ends a text; its number. */
  endText(): number {
    this.textEnds = grown(this.textEnds, this.textCount + 1);
    this.wordEnds = grown(this.wordEnds, this.textCount + 1);
    this.wordEnds[this.textCount] = this.wordCount;
    this.textEnds[this.textCount] = this.sentenceCount;
    return this.textCount++;
  }

  /** First word of a text; its last is before `wordEnds[text]`. */
  wordStart(text: number): number {
    return text === 0 ? 0 : this.wordEnds[text - 1]!;
  }
}

/** The same texts as one sentence each. */
export const asOneSentence = (table: TextTable): TextLayout => ({
  words: table.words,
  wordCount: table.wordCount,
  vocabulary: table.vocabulary,
  sentenceEnds: table.wordEnds,
  sentenceCount: table.textCount,
  textEnds: Int32Array.from({ length: table.textCount }, (_, text) => text + 1),
  textCount: table.textCount,
});
