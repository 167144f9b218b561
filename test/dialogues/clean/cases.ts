import fc from 'fast-check';
import t from 'tap';
import type { CleaningRule } from '../../../src/dialogues/clean/index.ts';

/** Text before, text after, number of changes. */
export type Case = readonly [before: string, after: string, changes: number];

/** Unseen characters as escapes: in a test's name they would break the report's lines. */
const shown = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u200b-\u206f\ufeff]/g,
    (unseen) => `\\u${unseen.charCodeAt(0).toString(16)}`,
  );

/** Tests a rule on literal cases, and that its result is clean: applied again it changes nothing. */
export const ruleCases = (rule: CleaningRule, cases: readonly Case[], pieces: readonly string[]): void => {
  for (const [before, after, changes] of cases) {
    t.test(`${shown(before)} becomes ${shown(after)}`, async (t) => {
      t.strictSame(rule.clean(before), { text: after, changes });
      t.strictSame(rule.clean(after), { text: after, changes: 0 });
    });
  }
  t.test('what is cleaned is clean, and no change leaves the text as it is', async (t) => {
    const text = fc.array(fc.constantFrom(...pieces, ' ', '가', 'a', '\n')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (before) => {
        const { text: after, changes } = rule.clean(before);
        t.equal(changes === 0, after === before);
        t.strictSame(rule.clean(after), { text: after, changes: 0 });
      }),
    );
  });
};
