import { z } from 'zod';
import { defineMetric } from '../registry.ts';
import type { Metric, MetricMatrix, Tokens } from '../types.ts';
import { Alignment } from './alignment.ts';
import { BigramTable } from './bigrams.ts';
import { grown } from './buffers.ts';
import { GramSets } from './gram-sets.ts';
import { OccurrenceTable } from './occurrences.ts';
import { emptyMatrix, fillPlane, type OpenMatrix } from './planes.ts';
import { readSides, type Sides } from './sides.ts';
import { asOneSentence, TextTable } from './text-table.ts';

const types = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;
const NEW_LINE = -1;

/**
 * ROUGE-1, -2, -L and -Lsum as the Python package `rouge_score` 0.1.2 computes them from tokens: clipped counts, longest common
 * subsequences. The token `\n` parts the lines that rougeLsum aligns one by one, and counts as no token; texts
 * without it are one line, and then rougeLsum equals rougeL. The package's own tokenizer is `rouge-score`.
 */
export const rougeScore = defineMetric({
  name: 'rouge-score',
  about: 'ROUGE-1, -2, -L and -Lsum of the Python package rouge_score 0.1.2.',
  options: z.strictObject({}),
  higherIsBetter: true,
  create: (): Metric => {
    const scorer = new Scorer();
    return {
      types,
      signature: 'rouge-score-0.1.2',
      matrix: (hypotheses, references) => scorer.matrix(hypotheses, references),
    };
  },
});

const markOf = (token: string): number => (token === '\n' ? NEW_LINE : 0);

/** The buffers of one metric, and the loops over its pairs. */
class Scorer {
  readonly #table = new TextTable(markOf);
  readonly #bigramTable = new BigramTable();
  readonly #occurrences = new OccurrenceTable();
  readonly #unigrams = new GramSets();
  readonly #bigrams = new GramSets();
  readonly #alignment = new Alignment();
  #shared = new Int32Array(256);
  #limits = new Int32Array(1024);

  matrix(hypotheses: readonly Tokens[], references: readonly Tokens[]): MetricMatrix {
    this.#table.clear();
    const sides = readSides(hypotheses, references, (tokens) => addLines(this.#table, tokens));
    this.#shared = grown(this.#shared, hypotheses.length * references.length);
    const matrix = emptyMatrix(types.length, hypotheses.length, references.length);
    this.#scoreBigrams(matrix, sides);
    this.#scoreUnigrams(matrix, sides);
    this.#scoreSubsequence(matrix, sides);
    if (this.#table.sentenceCount > this.#table.textCount) this.#scoreLines(matrix, sides);
    else fillPlane(matrix, 3, sides, this.#shared, this.#unigrams.sizes, 0);
    return matrix;
  }

  #scoreBigrams(matrix: OpenMatrix, sides: Sides): void {
    const pairs = this.#bigramTable;
    pairs.fill(this.#table);
    this.#countClipped(this.#bigrams, pairs.grams, pairs.ends, pairs.vocabulary, sides);
    fillPlane(matrix, 1, sides, this.#shared, this.#bigrams.sizes, 0);
  }

  #scoreUnigrams(matrix: OpenMatrix, sides: Sides): void {
    const table = this.#table;
    this.#countClipped(this.#unigrams, table.words, table.wordEnds, table.vocabulary, sides);
    fillPlane(matrix, 0, sides, this.#shared, this.#unigrams.sizes, 0);
  }

  #countClipped(sets: GramSets, grams: Int32Array, ends: Int32Array, vocabulary: number, sides: Sides): void {
    const { textCount } = this.#table;
    this.#occurrences.fill(grams, ends, textCount, vocabulary);
    sets.fill(this.#occurrences.grams, ends, textCount, this.#occurrences.vocabulary);
    sets.countShared(sides, this.#shared);
  }

  /** The length of the subsequence is the same with the sides exchanged. Leaves the lengths in `#shared`. */
  #scoreSubsequence(matrix: OpenMatrix, sides: Sides): void {
    const { rows, columns, square } = sides;
    this.#alignment.fill(asOneSentence(this.#table), this.#unigrams.texts);
    for (let column = 0; column < columns.length; column++) {
      this.#alignment.load(columns[column]!);
      for (let row = square ? column : 0; row < rows.length; row++) {
        const length = this.#matchedColumns(rows[row]!, columns[column]!);
        this.#shared[row * columns.length + column] = length;
        if (square) this.#shared[column * columns.length + row] = length;
      }
    }
    fillPlane(matrix, 2, sides, this.#shared, this.#unigrams.sizes, 0);
  }

  #matchedColumns(hypothesis: number, reference: number): number {
    if (hypothesis === reference) return this.#unigrams.sizes[reference]!;
    this.#alignment.align(hypothesis);
    return this.#alignment.matchedColumns;
  }

  #scoreLines(matrix: OpenMatrix, sides: Sides): void {
    const { rows, columns } = sides;
    this.#alignment.fill(this.#table, this.#unigrams.texts);
    for (const [column, reference] of columns.entries()) {
      this.#alignment.load(reference);
      for (const [row, hypothesis] of rows.entries()) {
        this.#shared[row * columns.length + column] = this.#matchedInLines(hypothesis, reference);
      }
    }
    fillPlane(matrix, 3, sides, this.#shared, this.#unigrams.sizes, 0);
  }

  /** Words of the reference that any line of the hypothesis matches, each at most as often as the hypothesis has it. */
  #matchedInLines(hypothesis: number, reference: number): number {
    if (hypothesis === reference) return this.#unigrams.sizes[reference]!;
    this.#alignment.align(hypothesis);
    const { words, wordEnds, vocabulary } = this.#table;
    this.#limits = grown(this.#limits, vocabulary);
    this.#limits.fill(0, 0, vocabulary);
    for (let word = this.#table.wordStart(hypothesis); word < wordEnds[hypothesis]!; word++) {
      this.#limits[words[word]!]! += 1;
    }
    return this.#alignment.clippedColumns(this.#limits);
  }
}

/** Adds a text with a sentence a line; its number. */
const addLines = (table: TextTable, tokens: Tokens): number => {
  table.reserve(tokens.length);
  for (const token of tokens) {
    const code = table.codeOf(token);
    if (code === NEW_LINE) table.endSentence();
    else table.addWord(code);
  }
  table.endSentence();
  return table.endText();
};
