import { z } from 'zod';
import { defineMetric } from '../registry.ts';
import type { Metric, MetricMatrix, Tokens } from '../types.ts';
import { Alignment } from './alignment.ts';
import { BigramTable } from './bigrams.ts';
import { grown } from './buffers.ts';
import { addTokens, markOf } from './full-stop-sentences.ts';
import { GramSets } from './gram-sets.ts';
import { emptyMatrix, type OpenMatrix } from './planes.ts';
import { TextTable } from './text-table.ts';

const types = ['rouge1', 'rouge2', 'rougeL'] as const;

/**
 * ROUGE-1, -2 and -L exactly as the Python package `rouge` 1.0.1 computes them by default: sets of n-grams, and for
 * ROUGE-L the set of words that the traced-back subsequences of all pairs of sentences match. O(words) a text and
 * O(words × words / 32) a pair, nothing allocated a pair.
 */
export const rouge101 = defineMetric({
  name: 'rouge-1.0.1',
  about: 'ROUGE-1, -2, -L of the Python package rouge 1.0.1, bit for bit',
  options: z.strictObject({}),
  higherIsBetter: true,
  create: (): Metric => {
    const scorer = new Scorer();
    return {
      types,
      signature: 'rouge-1.0.1',
      matrix: (hypotheses, references) => scorer.matrix(hypotheses, references),
    };
  },
});

/** The buffers of one metric, and the loops over its pairs. */
class Scorer {
  readonly #table = new TextTable(markOf);
  readonly #bigramTable = new BigramTable();
  readonly #unigrams = new GramSets();
  readonly #bigrams = new GramSets();
  readonly #alignment = new Alignment();
  readonly #texts = new Map<Tokens, number>();
  #counts = new Int32Array(256);
  #matched = new Int32Array(256);

  matrix(hypotheses: readonly Tokens[], references: readonly Tokens[]): MetricMatrix {
    this.#table.clear();
    this.#texts.clear();
    const rows = hypotheses.map((tokens) => this.#read(tokens));
    const columns = references.map((tokens) => this.#read(tokens));
    this.#counts = grown(this.#counts, rows.length * columns.length);
    this.#matched = grown(this.#matched, rows.length * columns.length);
    const matrix = emptyMatrix(types.length, rows.length, columns.length);
    this.#scoreGrams(rows, columns, matrix);
    this.#scoreAlignment(rows, columns, matrix);
    this.#findErrors(rows, columns, matrix);
    return matrix;
  }

  /** Number of the text; one that is a hypothesis and a reference is read once. */
  #read(tokens: Tokens): number {
    const known = this.#texts.get(tokens);
    if (known !== undefined) return known;
    addTokens(this.#table, tokens);
    const text = this.#table.textCount - 1;
    this.#texts.set(tokens, text);
    return text;
  }

  /** ROUGE-2, then ROUGE-1, whose counts stay for ROUGE-L. */
  #scoreGrams(rows: readonly number[], columns: readonly number[], matrix: OpenMatrix): void {
    const table = this.#table;
    const pairs = this.#bigramTable;
    pairs.fill(table);
    this.#bigrams.fill(pairs.grams, pairs.ends, table.textCount, pairs.vocabulary);
    this.#bigrams.countShared(rows, columns, this.#counts);
    fillPlane(matrix, 1, rows, columns, this.#counts, this.#bigrams.sizes);
    this.#unigrams.fill(table.words, table.wordEnds, table.textCount, table.vocabulary);
    this.#unigrams.countShared(rows, columns, this.#counts);
    fillPlane(matrix, 0, rows, columns, this.#counts, this.#unigrams.sizes);
  }

  #scoreAlignment(rows: readonly number[], columns: readonly number[], matrix: OpenMatrix): void {
    this.#alignment.fill(this.#table, this.#unigrams.texts);
    const both = rows.length === columns.length && rows.every((text, row) => text === columns[row]);
    for (let row = 0; row < rows.length; row++) {
      this.#alignment.load(rows[row]!);
      for (let column = both ? row : 0; column < columns.length; column++) {
        this.#align(
          rows[row]!,
          columns[column]!,
          row * columns.length + column,
          both ? column * columns.length + row : -1,
        );
      }
    }
    fillPlane(matrix, 2, rows, columns, this.#matched, this.#unigrams.sizes);
  }

  /** Matched words of a pair, and those of the pair with its sides exchanged where `mirror` is a cell. */
  #align(hypothesis: number, reference: number, cell: number, mirror: number): void {
    const alignment = this.#alignment;
    const shared = this.#counts[cell]!;
    // One shared word is matched in any case; a text matches all of itself.
    const known = shared < 2 || hypothesis === reference;
    if (!known) alignment.align(reference);
    this.#matched[cell] = known ? shared : alignment.matchedWords;
    if (mirror >= 0) this.#matched[mirror] = known ? shared : alignment.reverseWords;
  }

  #findErrors(rows: readonly number[], columns: readonly number[], matrix: OpenMatrix): void {
    const { sizes } = this.#unigrams;
    if (!rows.some((text) => sizes[text] === 0) && !columns.some((text) => sizes[text] === 0)) return;
    rows.forEach((hypothesis, row) => {
      columns.forEach((reference, column) => {
        if (sizes[hypothesis]! > 0 && sizes[reference]! > 0) return;
        const side = sizes[hypothesis] === 0 ? 'Hypothesis' : 'Reference';
        matrix.errors.set(row * columns.length + column, `${side} is empty.`);
      });
    });
  }
}

/** Scores of one type from counts, in the package's order of operations, so that all bits agree. */
const fillPlane = (
  matrix: OpenMatrix,
  type: number,
  rows: readonly number[],
  columns: readonly number[],
  counts: Int32Array,
  sizes: Int32Array,
): void => {
  const precisions = matrix.precision[type]!;
  const recalls = matrix.recall[type]!;
  const fmeasures = matrix.fmeasure[type]!;
  for (let row = 0, cell = 0; row < rows.length; row++) {
    const hypothesis = Math.max(sizes[rows[row]!]!, 1);
    for (let column = 0; column < columns.length; column++, cell++) {
      const precision = counts[cell]! / hypothesis;
      const recall = counts[cell]! / Math.max(sizes[columns[column]!]!, 1);
      precisions[cell] = precision;
      recalls[cell] = recall;
      fmeasures[cell] = 2 * ((precision * recall) / (precision + recall + 1e-8));
    }
  }
};
