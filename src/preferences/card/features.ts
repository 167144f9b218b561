/** The columns of a training file as the hub's `dataset_info` writes them, so that loaders need not guess types. */
import type { Json } from '../../types.ts';
import type { TrainingRow } from '../types.ts';

type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml };

/** `dtype: string`, `list: …` or `struct: …` of a value; a list has the type of its first item. */
const typeOf = (value: Json, isDecimal: boolean): { readonly [key: string]: Yaml } => {
  if (typeof value === 'boolean') return { dtype: 'bool' };
  if (typeof value === 'number') return { dtype: isDecimal ? 'float64' : 'int64' };
  if (typeof value === 'string' || value === null) return { dtype: 'string' };
  if (Array.isArray(value)) {
    const { dtype, struct, ...list } = typeOf((value as readonly Json[])[0] ?? '', isDecimal);
    return { list: dtype ?? struct ?? list };
  }
  const fields = Object.entries(value as Readonly<Record<string, Json>>);
  return { struct: fields.map(([name, field]) => ({ name, ...typeOf(field, isDecimal) })) };
};

/** One entry a column of `row`, which stands for all rows of its file. */
export const featuresOf = (row: TrainingRow, decimals: readonly string[] = []): readonly Yaml[] =>
  Object.entries(row).map(([name, value]) => ({ name, ...typeOf(value, decimals.includes(name)) }));
