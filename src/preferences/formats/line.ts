/** A training row as the line of a JSONL file. */
import type { Json } from '../../types.ts';
import type { TrainingRow } from '../types.ts';

/**
 * JSON of one row, without the line break. Numbers under `decimals` always have a point: loaders infer the type of a column from
 * the first rows, and a column that begins with `1` holds whole numbers from then on. Throws where a number is not finite, which
 * `JSON.stringify` would write as null.
 */
export const trainingLine = (row: TrainingRow, decimals: readonly string[] = []): string => {
  const field = ([key, value]: readonly [string, Json]): string => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} is ${value}`);
    return `${JSON.stringify(key)}:${decimals.includes(key) && Number.isSafeInteger(value) ? `${value}.0` : JSON.stringify(value)}`;
  };
  return `{${Object.entries(row).map(field).join(',')}}`;
};
