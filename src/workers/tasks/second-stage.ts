/** The score of the second stage for the candidates of a pool, computed as it was learned. */
import type { FeaturePool } from '../../rerank/features/define.ts';
import { computeStatic, fittedNames } from '../../rerank/features/index.ts';
import { type Lexicon, type Said, sayingsOf, type Wording } from '../../rerank/features/wording.ts';
import { centre } from '../../rerank/learned/centre.ts';
import { type FeatureMatrix, matrixOf, withFitted } from '../../rerank/learned/matrix.ts';
import {
  type Contribution,
  contributions,
  type FeatureWeight,
  scoreRows,
  weightsFor,
} from '../../rerank/learned/model.ts';
import { type FeatureContext, orderedPool } from './features.ts';
import type { PoolMessage, PreparedPool } from './prepare.ts';
import type { Tools } from './tools.ts';

/** What was learned, as threads get it. */
export interface SecondStageSetup extends FeatureContext {
  readonly features: readonly FeatureWeight[];
  /** Mean labelled score by system, NaN where unknown. */
  readonly skills: Float64Array;
  /** What the model adds by system, 0 where unknown. */
  readonly intercepts: Float64Array;
  /** How references are worded; undefined where that was not learned. */
  readonly lexicon: SpelledLexicon | undefined;
  /** Where the model stands, for messages. */
  readonly where: string;
}

/** A lexicon with what its odds are the odds of. */
export interface SpelledLexicon extends Lexicon {
  /** Number → word, or pair of words with a space between. */
  readonly grams: readonly string[];
}

/** A pool as the second stage scores it. */
export interface SecondStageScores {
  /** By row, higher is better; NaN for a row without text. */
  readonly scores: Float64Array;
  /** What tells one row from another, the strongest first. */
  explain(row: number, other: number): readonly Contribution[];
}

/** Scores a pool; `eligible` rows make the mean that features are centred on. Throws where a feature is not known. */
export const secondStageScores = async (
  message: PoolMessage,
  prepared: PreparedPool,
  eligible: readonly boolean[],
  setup: SecondStageSetup,
  tools: Tools,
): Promise<SecondStageScores> => {
  const ordered = await orderedPool(message, prepared, setup, tools);
  const { order } = ordered;
  const wording = setup.lexicon && wordingOf(ordered.pool, setup.lexicon);
  const pool = { ...ordered.pool, wording };
  const statics = computeStatic(pool);
  const { skills, intercepts, lexicon } = setup;
  const fitted = { skills, intercepts, lexicon };
  const names = [...statics.names, ...fittedNames(pool)];
  const weights = weightsFor(setup.features, names, setup.where);
  const written = [...order.keys()].filter((place) => pool.hypothesisOf[place]! >= 0);
  const open = written.filter((place) => eligible[order[place]!]);
  const matrix: FeatureMatrix = centre(
    withFitted(matrixOf(order.length, statics.values), pool, fitted),
    open.length > 0 ? open : written,
  );
  const scores = new Float64Array(order.length).fill(Number.NaN);
  for (const [place, score] of scoreRows(matrix, weights).entries())
    if (pool.hypothesisOf[place]! >= 0) scores[order[place]!] = score;
  return {
    scores,
    explain: (row, other) =>
      contributions(matrix, weights, names, { row: order.indexOf(row), other: order.indexOf(other) }),
  };
};

/** What candidates say, numbered as the lexicon is; texts in the order of the hypotheses of `pool`. */
const wordingOf = ({ hypothesisOf, source, tokens }: FeaturePool, lexicon: SpelledLexicon): Wording => {
  const numbers = numbersOf(lexicon);
  const counts = tokens.map((_, hypothesis) => hypothesisOf.filter((own) => own === hypothesis).length);
  const said = (kind: keyof Wording): Said<Int32Array> => {
    const own = sayingsOf({ hypotheses: tokens, counts, source: source.tokens }, kind);
    return { ...own, grams: Int32Array.from(own.grams, (gram) => numbers.get(gram) ?? -1) };
  };
  return { words: said('words'), pairs: said('pairs') };
};

const indexed = new WeakMap<SpelledLexicon, ReadonlyMap<string, number>>();

/** The lexicon by text, indexed once for all pools that come with it. */
const numbersOf = (lexicon: SpelledLexicon): ReadonlyMap<string, number> => {
  const known = indexed.get(lexicon);
  if (known) return known;
  const numbers = new Map(lexicon.grams.map((gram, number) => [gram, number]));
  indexed.set(lexicon, numbers);
  return numbers;
};
