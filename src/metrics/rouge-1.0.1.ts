import { z } from 'zod';
import { defineMetric } from '../registry.ts';
import type { Metric, MetricMatrix, Tokens } from '../types.ts';
import { Alignment } from './alignment.ts';
import { BigramTable } from './bigrams.ts';
import { addTokens, markOf } from './full-stop-sentences.ts';
import { GramSets } from './gram-sets.ts';
import { emptyMatrix } from './planes.ts';
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

  matrix(hypotheses: readonly Tokens[], references: readonly Tokens[]): MetricMatrix {
    this.#table.clear();
    this.#texts.clear();
    const rows = hypotheses.map((tokens) => this.#read(tokens));
    const columns = references.map((tokens) => this.#read(tokens));
    this.#prepare();
    const matrix = emptyMatrix(types.length, rows.length, columns.length);
    let cell = 0;
    for (const hypothesis of rows) {
      this.#load(hypothesis);
      for (const reference of columns) this.#score(hypothesis, reference, cell++, matrix);
    }
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

  #prepare(): void {
    const table = this.#table;
    const bigrams = this.#bigramTable;
    bigrams.fill(table);
    this.#unigrams.fill(table.words, wordEnds(table), table.textCount, table.vocabulary);
    this.#bigrams.fill(bigrams.grams, bigrams.ends, table.textCount, bigrams.vocabulary);
    this.#alignment.fill(table, this.#unigrams.texts);
  }

  #load(hypothesis: number): void {
    this.#unigrams.mark(hypothesis);
    this.#bigrams.mark(hypothesis);
    this.#alignment.load(hypothesis);
  }

  #score(hypothesis: number, reference: number, cell: number, matrix: ReturnType<typeof emptyMatrix>): void {
    const words = this.#unigrams.distinct;
    const pairs = this.#bigrams.distinct;
    const emptyText =
      words[hypothesis] === 0 ? 'Hypothesis' : words[reference] === 0 ? 'Reference' : undefined;
    if (emptyText !== undefined) {
      matrix.errors.set(cell, `${emptyText} is empty.`);
      return;
    }
    const same = hypothesis === reference;
    const shared = same ? words[reference]! : this.#unigrams.sharedWith(reference, hypothesis);
    const sharedPairs = same ? pairs[reference]! : this.#bigrams.sharedWith(reference, hypothesis);
    const matched = same || shared === 0 ? shared : this.#matched(reference);
    setScore(matrix, 0, cell, shared, words[hypothesis]!, words[reference]!);
    setScore(matrix, 1, cell, sharedPairs, pairs[hypothesis]!, pairs[reference]!);
    setScore(matrix, 2, cell, matched, words[hypothesis]!, words[reference]!);
  }

  #matched(reference: number): number {
    this.#alignment.align(reference);
    return this.#alignment.distinctMatched();
  }
}

const wordEnds = (table: TextTable): Int32Array =>
  Int32Array.from({ length: table.textCount }, (_, text) => table.textWordStart(text + 1));

/** In the package's order of operations, so that all bits agree. */
const setScore = (
  matrix: MetricMatrix,
  type: number,
  cell: number,
  shared: number,
  hypothesis: number,
  reference: number,
): void => {
  const precision = hypothesis === 0 ? 0 : shared / hypothesis;
  const recall = reference === 0 ? 0 : shared / reference;
  matrix.precision[type]![cell] = precision;
  matrix.recall[type]![cell] = recall;
  matrix.fmeasure[type]![cell] = 2 * ((precision * recall) / (precision + recall + 1e-8));
};
