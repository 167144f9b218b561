import { defineFilter, type ProposedPair } from './define.ts';

/** a > b, b > c, c > a: no order of the texts agrees with all of them, so none of them is believed. */
export const cycle = defineFilter({
  name: 'cycle',
  about: 'With other pairs of the dialogue it makes a circle of preferences.',
  create: () => (pairs) => {
    const reaches = reachability(pairs);
    return pairs.map(({ chosen, rejected }) =>
      reaches(rejected.form, chosen.form)
        ? 'the worse side is above the better one by other pairs'
        : undefined,
    );
  },
});

/** Whether one text is better than another by a chain of pairs. O(texts · pairs). */
const reachability = (pairs: readonly ProposedPair[]) => {
  const below = new Map<number, number[]>();
  for (const { chosen, rejected, margin } of pairs)
    if (margin > 0) below.set(chosen.form, [...(below.get(chosen.form) ?? []), rejected.form]);
  return (from: number, to: number): boolean => {
    const seen = new Set<number>();
    const open = [from];
    for (let form = open.pop(); form !== undefined; form = open.pop()) {
      if (form === to) return true;
      if (seen.has(form)) continue;
      seen.add(form);
      open.push(...(below.get(form) ?? []));
    }
    return false;
  };
};
