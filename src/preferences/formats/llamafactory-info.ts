/** `dataset_info.json`: how LLaMA-Factory finds the files of a folder and the columns of their rows. */
import type { Json } from '../../types.ts';
import type { FormatContext } from './define.ts';

/**
 * An entry a split, named `<run>_<split>`. Only columns that the rows have are named: one that is named and absent stops the
 * loader, and one that is there and not named is not read.
 */
export const datasetInfo = (
  { name, splits, keys }: FormatContext,
  kind: Readonly<Record<string, Json>>,
  columns: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const present = Object.fromEntries(Object.entries(columns).filter(([, ours]) => keys.includes(ours)));
  const entries = splits.map(({ split, file }) => [
    `${name}_${split}`,
    { file_name: file, ...kind, columns: present },
  ]);
  return { 'dataset_info.json': `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n` };
};
