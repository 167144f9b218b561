/** Items of groups, handed out so that no two of a group follow each other. */

export interface ApartQueue<T> {
  /** Number of items that wait. */
  readonly size: number;
  add(group: string, item: T): void;
  /** Whether an item of another group than the last one waits. */
  hasOther(): boolean;
  /** The next item, of another group than the last one if any waits; undefined where none waits. */
  take(): T | undefined;
}

/**
 * The oldest group comes first, but a group that has more than half of what waits comes at once: every order that keeps the rest
 * apart begins with it. So of what waits, two of a group follow each other only where no order could avoid it. O(groups) an item.
 */
export const createApartQueue = <T>(): ApartQueue<T> => {
  const groups = new Map<string, T[]>();
  let size = 0;
  let last: string | undefined;

  const next = (): string | undefined => {
    let oldest: string | undefined;
    for (const [group, items] of groups) {
      if (group === last) continue;
      if (2 * items.length > size) return group;
      oldest ??= group;
    }
    return oldest ?? groups.keys().next().value;
  };

  return {
    get size() {
      return size;
    },
    add(group, item) {
      const items = groups.get(group);
      if (items) items.push(item);
      else groups.set(group, [item]);
      size += 1;
    },
    hasOther: () => groups.size > (last !== undefined && groups.has(last) ? 1 : 0),
    take() {
      const group = next();
      const items = group === undefined ? undefined : groups.get(group);
      if (group === undefined || !items) return undefined;
      const item = items.shift();
      if (items.length === 0) groups.delete(group);
      size -= 1;
      last = group;
      return item;
    },
  };
};
