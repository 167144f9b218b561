import type { MetricMatrix } from '../types.ts';
import type { Sides } from './sides.ts';

/** A matrix of zeros, to be filled in. */
export interface OpenMatrix extends MetricMatrix {
  readonly errors: Map<number, string>;
}

/** A matrix of zeros with `types` planes of each part, in one piece of memory: small matrices cost little more than that. */
export const emptyMatrix = (types: number, hypotheses: number, references: number): OpenMatrix => {
  const cells = hypotheses * references;
  const memory = new ArrayBuffer(3 * types * cells * Float64Array.BYTES_PER_ELEMENT);
  return {
    hypotheses,
    references,
    precision: planesOf(memory, 0, types, cells),
    recall: planesOf(memory, types, types, cells),
    fmeasure: planesOf(memory, 2 * types, types, cells),
    errors: new Map(),
  };
};

const planesOf = (memory: ArrayBuffer, first: number, types: number, cells: number): Float64Array[] => {
  const planes: Float64Array[] = [];
  for (let type = first; type < first + types; type++) {
    planes.push(new Float64Array(memory, type * cells * Float64Array.BYTES_PER_ELEMENT, cells));
  }
  return planes;
};

/**
 * Scores of one type from the number of things each pair shares and the number each text has. `smoothing` is added below the
 * fraction of F; the order of operations is that of the Python packages, so that all bits agree.
 */
export const fillPlane = (
  matrix: OpenMatrix,
  type: number,
  { rows, columns }: Sides,
  shared: Int32Array,
  sizes: Int32Array,
  smoothing: number,
): void => {
  const precisions = matrix.precision[type]!;
  const recalls = matrix.recall[type]!;
  const fmeasures = matrix.fmeasure[type]!;
  for (let row = 0, cell = 0; row < rows.length; row++) {
    const hypothesis = Math.max(sizes[rows[row]!]!, 1);
    for (let column = 0; column < columns.length; column++, cell++) {
      const precision = shared[cell]! / hypothesis;
      const recall = shared[cell]! / Math.max(sizes[columns[column]!]!, 1);
      const sum = precision + recall + smoothing;
      precisions[cell] = precision;
      recalls[cell] = recall;
      fmeasures[cell] = sum === 0 ? 0 : 2 * ((precision * recall) / sum);
    }
  }
};
