import { createRandom } from '../random.ts';

/** What folds are dealt from. */
export interface Grouped {
  /** Items of one group never part. */
  readonly group: string;
}

/**
 * Item → fold, each group in one fold, folds of nearly equal size. A group's draw depends on seed and its own name only, so
 * the order of items changes nothing. There are never more folds than groups.
 */
export const assignFolds = (
  items: readonly Grouped[],
  count: number,
  seed: number,
  ...keys: readonly (string | number)[]
): Int32Array => {
  const sizes = new Map<string, number>();
  for (const { group } of items) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const dealt = [...sizes]
    .map(([group, size]) => ({ group, size, draw: createRandom(seed, 'folds', ...keys, group).next() }))
    .sort((a, b) => b.size - a.size || a.draw - b.draw || (a.group < b.group ? -1 : 1));
  const loads = new Array<number>(Math.min(count, sizes.size)).fill(0);
  const foldOf = new Map<string, number>();
  for (const { group, size } of dealt) {
    const fold = loads.indexOf(Math.min(...loads));
    loads[fold]! += size;
    foldOf.set(group, fold);
  }
  return Int32Array.from(items, ({ group }) => foldOf.get(group)!);
};
