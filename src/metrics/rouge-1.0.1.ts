import { z } from 'zod';
import { defineMetric } from '../registry.ts';
import type { Metric, MetricMatrix, Tokens } from '../types.ts';
import { Alignment } from './alignment.ts';
import { BigramTable } from './bigrams.ts';
import { grown } from './buffers.ts';
import { addTokens, markOf } from './full-stop-sentences.ts';
import { GramSets } from './gram-sets.ts';
import { emptyMatrix, fillPlane, type OpenMatrix } from './planes.ts';
import { readSides, type Sides } from './sides.ts';
import { TextTable } from './text-table.ts';

const types = ['rouge1', 'rouge2', 'rougeL'] as const;
/** What the package adds to precision + recall, so that F of a perfect pair is 0.999999995. */
const SMOOTHING = 1e-8;

/**
 * ROUGE-1, -2 and -L exactly as the Python package `rouge` 1.0.1 computes them by default: sets of n-grams, and for
 * ROUGE-L the set of words that the traced-back subsequences of all pairs of sentences match. O(words) a text and
 * O(words × words / 32) a pair, nothing allocated a pair.
 */
export const rouge101 = defineMetric({
  name: 'rouge-1.0.1',
  about: 'ROUGE-1, -2 and -L of the Python package rouge 1.0.1, bit for bit.',
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
  #shared = new Int32Array(256);
  #matched = new Int32Array(256);

  matrix(hypotheses: readonly Tokens[], references: readonly Tokens[]): MetricMatrix {
    this.#table.clear();
    const sides = readSides(hypotheses, references, (tokens) => addTokens(this.#table, tokens));
    const cells = hypotheses.length * references.length;
    this.#shared = grown(this.#shared, cells);
    this.#matched = grown(this.#matched, cells);
    const matrix = emptyMatrix(types.length, hypotheses.length, references.length);
    this.#scoreBigrams(matrix, sides);
    this.#scoreUnigrams(matrix, sides);
    this.#scoreAlignment(matrix, sides);
    this.#findErrors(matrix, sides);
    return matrix;
  }

  #scoreBigrams(matrix: OpenMatrix, sides: Sides): void {
    const pairs = this.#bigramTable;
    pairs.fill(this.#table);
    this.#bigrams.fill(pairs.grams, pairs.ends, this.#table.textCount, pairs.vocabulary);
    this.#bigrams.countShared(sides, this.#shared);
    fillPlane(matrix, 1, sides, this.#shared, this.#bigrams.sizes, SMOOTHING);
  }

  #scoreUnigrams(matrix: OpenMatrix, sides: Sides): void {
    const table = this.#table;
    this.#unigrams.fill(table.words, table.wordEnds, table.textCount, table.vocabulary);
    this.#unigrams.countShared(sides, this.#shared);
    fillPlane(matrix, 0, sides, this.#shared, this.#unigrams.sizes, SMOOTHING);
  }

  /** Needs the shared words that `#scoreUnigrams` counted. */
  #scoreAlignment(matrix: OpenMatrix, sides: Sides): void {
    const { rows, columns, square } = sides;
    this.#alignment.fill(this.#table, this.#unigrams.texts);
    for (let row = 0; row < rows.length; row++) {
      this.#alignment.load(rows[row]!);
      for (let column = square ? row : 0; column < columns.length; column++) {
        const mirror = square ? column * columns.length + row : undefined;
        this.#align(rows[row]!, columns[column]!, row * columns.length + column, mirror);
      }
    }
    fillPlane(matrix, 2, sides, this.#matched, this.#unigrams.sizes, SMOOTHING);
  }

  /** Counts the matched words of a pair, and at `mirror` those of the pair with its sides exchanged. */
  #align(hypothesis: number, reference: number, cell: number, mirror: number | undefined): void {
    const alignment = this.#alignment;
    const shared = this.#shared[cell]!;
    // One shared word is matched in any case; a text matches all of itself.
    const known = shared < 2 || hypothesis === reference;
    if (!known) alignment.align(reference);
    this.#matched[cell] = known ? shared : alignment.matchedWords;
    if (mirror !== undefined) this.#matched[mirror] = known ? shared : alignment.reverseWords;
  }

  #findErrors({ errors }: OpenMatrix, { rows, columns }: Sides): void {
    const isEmpty = (text: number): boolean => this.#unigrams.sizes[text] === 0;
    if (!rows.some(isEmpty) && !columns.some(isEmpty)) return;
    rows.forEach((hypothesis, row) => {
      columns.forEach((reference, column) => {
        if (!isEmpty(hypothesis) && !isEmpty(reference)) return;
        const side = isEmpty(hypothesis) ? 'Hypothesis' : 'Reference';
        errors.set(row * columns.length + column, `${side} is empty.`);
      });
    });
  }
}
