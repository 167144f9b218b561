import type { MetricMatrix } from '../types.ts';

/** A matrix of zeros with `types` planes, to be filled in. */
export const emptyMatrix = (
  types: number,
  hypotheses: number,
  references: number,
): MetricMatrix & { errors: Map<number, string> } => {
  const planes = () => Array.from({ length: types }, () => new Float64Array(hypotheses * references));
  return {
    hypotheses,
    references,
    precision: planes(),
    recall: planes(),
    fmeasure: planes(),
    errors: new Map(),
  };
};
