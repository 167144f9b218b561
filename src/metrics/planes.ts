import type { MetricMatrix } from '../types.ts';

/** A matrix of zeros, to be filled in. */
export interface OpenMatrix extends MetricMatrix {
  readonly errors: Map<number, string>;
}

/** A matrix of zeros with `types` planes of each part, in one piece of memory. */
export const emptyMatrix = (types: number, hypotheses: number, references: number): OpenMatrix => {
  const cells = hypotheses * references;
  const memory = new Float64Array(3 * types * cells);
  const planes = (first: number) =>
    Array.from({ length: types }, (_, type) => {
      const start = (first + type) * cells;
      return memory.subarray(start, start + cells);
    });
  return {
    hypotheses,
    references,
    precision: planes(0),
    recall: planes(types),
    fmeasure: planes(2 * types),
    errors: new Map(),
  };
};
