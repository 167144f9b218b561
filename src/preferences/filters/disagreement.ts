import { defineFilter, eachPair } from './define.ts';

/** With one source there is nothing to disagree with. */
export const disagreement = defineFilter({
  name: 'disagreement',
  about: 'Another source of `preferences.source` does not hold the chosen side to be better.',
  create: (_, { sources: [, ...others] }) =>
    eachPair(({ scores }) => {
      for (const name of others) {
        const { chosen = null, rejected = null } = scores[name] ?? {};
        if (chosen === null || rejected === null) return `${name} has no score for it`;
        if (chosen <= rejected)
          return `${name} scores ${Number(chosen.toFixed(4))} against ${Number(rejected.toFixed(4))}`;
      }
      return undefined;
    }),
});
