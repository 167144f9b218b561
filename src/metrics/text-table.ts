import { grown } from './buffers.ts';

/** Id of no word at all: it matches nothing. */
export const NO_WORD = 0;
/** Id of the empty word, which is all that a blank sentence of the Python package `rouge` holds. */
export const EMPTY_WORD = 1;
const FIRST_WORD = 2;

/**
 * The texts of one matrix call as whole numbers: the words of all texts one after another, cut into sentences, cut
 * into texts. Ends are exclusive. The arrays are kept from call to call and may be longer than their content.
 */
export class TextTable {
  words = new Int32Array(1024);
  /** Per sentence, its end in `words`. */
  sentenceEnds = new Int32Array(64);
  /** Per text, its end in `sentenceEnds`. */
  textEnds = new Int32Array(64);
  wordCount = 0;
  sentenceCount = 0;
  textCount = 0;
  /** Ids given out so far: all are below it. */
  vocabulary = FIRST_WORD;
  readonly #codes = new Map<string, number>();
  readonly #markOf: (token: string) => number;

  /** `markOf` gives the negative code of a token that is no word, 0 for a word. */
  constructor(markOf: (token: string) => number) {
    this.#markOf = markOf;
  }

  clear(): void {
    this.#codes.clear();
    this.vocabulary = FIRST_WORD;
    this.wordCount = 0;
    this.sentenceCount = 0;
    this.textCount = 0;
  }

  /** Id of a word, or the negative code of a token that is none. */
  codeOf(token: string): number {
    const known = this.#codes.get(token);
    if (known !== undefined) return known;
    const code = this.#markOf(token) || this.vocabulary++;
    this.#codes.set(token, code);
    return code;
  }

  addWord(id: number): void {
    this.words = grown(this.words, this.wordCount + 1);
    this.words[this.wordCount++] = id;
  }

  endSentence(): void {
    this.sentenceEnds = grown(this.sentenceEnds, this.sentenceCount + 1);
    this.sentenceEnds[this.sentenceCount++] = this.wordCount;
  }

  endText(): void {
    this.textEnds = grown(this.textEnds, this.textCount + 1);
    this.textEnds[this.textCount++] = this.sentenceCount;
  }

  /** First sentence of a text; its last is before `textEnds[text]`. */
  sentenceStart(text: number): number {
    return text === 0 ? 0 : this.textEnds[text - 1]!;
  }

  /** First word of a sentence; its last is before `sentenceEnds[sentence]`. */
  wordStart(sentence: number): number {
    return sentence === 0 ? 0 : this.sentenceEnds[sentence - 1]!;
  }

  /** First word of a text; `textWordStart(text + 1)` ends it. */
  textWordStart(text: number): number {
    return this.wordStart(this.sentenceStart(text));
  }
}
