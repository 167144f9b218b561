import { defineFilter } from './define.ts';

/** Texts, not systems, are compared: two systems may have written the same. */
export const contradiction = defineFilter({
  name: 'contradiction',
  about: 'The same two texts were also judged the other way round.',
  create: () => (pairs) => {
    const key = (better: number, worse: number): string => `${better}>${worse}`;
    const judged = new Set(pairs.map(({ chosen, rejected }) => key(chosen.form, rejected.form)));
    return pairs.map(({ chosen, rejected, isDisputed, margin }) =>
      isDisputed || (margin > 0 && judged.has(key(rejected.form, chosen.form)))
        ? 'there are verdicts for both sides'
        : undefined,
    );
  },
});
