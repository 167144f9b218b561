/** Pools for the tests of features: texts whose words are told apart by spaces, one system a row unless said otherwise. */
import { rouge101 } from '../../../src/metrics/rouge-1.0.1.ts';
import type { FeatureGroup, FeaturePool, FittedSystems } from '../../../src/rerank/features/define.ts';
import { gramsOf } from '../../../src/rerank/features/grams.ts';
import type { Candidate } from '../../../src/types.ts';

export interface PoolParts extends Partial<FeaturePool> {
  /** Row → text; an empty one is no text. */
  readonly written: readonly string[];
  readonly dialogue?: string;
  readonly given?: readonly Partial<Candidate>[];
}

const wordsOf = (text: string): string[] => text.split(' ').filter(Boolean);

/** The pool of these rows; texts that are equal are one hypothesis, and planes are those of `rouge` 1.0.1. */
export const poolOf = ({ written, dialogue = '', given = [], ...rest }: PoolParts): FeaturePool => {
  const texts = [...new Set(written)].filter(Boolean);
  const tokens = texts.map(wordsOf);
  const metric = rouge101.create({});
  const rows = rest.rows ?? Int32Array.from(written.keys());
  return {
    source: { text: dialogue, tokens: wordsOf(dialogue) },
    candidates: written.map((text, row) => ({
      system: `s${rows[row]}`,
      candidate: 0,
      status: 'ok',
      text,
      ...given[row],
    })),
    rows,
    hypothesisOf: Int32Array.from(written, (text) => texts.indexOf(text)),
    texts,
    tokens,
    types: metric.types,
    planes: metric.matrix(tokens, tokens).fmeasure,
    clusterOf: Int32Array.from({ length: Math.max(0, ...rows) + 1 }, (_, system) => system),
    columns: {},
    ...rest,
  };
};

/** What a group makes of a pool: feature → values by row, to nine decimals. */
export const featuresOf = (
  group: FeatureGroup,
  pool: FeaturePool,
  fitted: FittedSystems = { skills: new Float64Array(), intercepts: new Float64Array() },
): Record<string, number[]> => {
  const values = group.kind === 'static' ? group.compute(pool, gramsOf(pool)) : group.compute(pool, fitted);
  return Object.fromEntries(
    group.features.map(({ name }, place) => [name, Array.from(values[place]!, rounded)]),
  );
};

/** Sums in binary are not those by hand. */
export const rounded = (value: number): number => Number(value.toFixed(9));
