import { defineFilter, eachPair } from './define.ts';

/** Several candidates of one system are no copies: to compare those is what preference learning is about. */
export const nearCopies = defineFilter({
  name: 'near-copies',
  about: 'The sides come from two systems of one cluster: near-copies, or of one family.',
  create: () =>
    eachPair(({ chosen, rejected }) =>
      chosen.system !== rejected.system && chosen.cluster >= 0 && chosen.cluster === rejected.cluster
        ? `${chosen.system} and ${rejected.system} are of one cluster`
        : undefined,
    ),
});
