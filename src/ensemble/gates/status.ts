import { defineGate } from './define.ts';

/** What a model answered instead of a summary. A truncated answer has its own gate; an empty one too. */
const failures = new Set(['refused', 'filtered', 'malformed', 'failed']);

/** A refusal may be fluent text, and several models refuse alike: it must not win by agreement. */
export const status = defineGate({
  name: 'status',
  about: 'The answer was refused, filtered, malformed or failed.',
  create: (options) =>
    options.status
      ? () =>
          ({ candidate }) =>
            failures.has(candidate.status) ? `the answer is ${candidate.status}` : undefined
      : undefined,
});
