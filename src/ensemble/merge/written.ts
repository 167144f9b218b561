/** From a text that somebody wrote to a proposal: whose words it has is found by looking, since nobody says. */
import type { Proposal, Shortlisted } from './define.ts';
import { wordsOf } from './words.ts';

/**
 * Proposals of texts written after the shortlist. The selected candidate counts as used, and of the others, best first, each
 * that has a word of the text that none before it has: whoever is used is left out of the vote on the text.
 */
export const writtenProposals = (
  texts: readonly string[],
  shortlist: readonly Shortlisted[],
  systemOf: (row: number) => string,
): Proposal[] =>
  texts.map((text) => {
    const rows = rowsUsed(text, shortlist);
    return { text, rows, how: `a text written of ${[...new Set(rows.map(systemOf))].join(', ')}` };
  });

const rowsUsed = (text: string, shortlist: readonly Shortlisted[]): number[] => {
  const wanted = new Set(wordsOf(text));
  return shortlist.flatMap(({ row, text: source }, place) => {
    const found = wordsOf(source).filter((word) => wanted.delete(word));
    return place === 0 || found.length > 0 ? [row] : [];
  });
};
