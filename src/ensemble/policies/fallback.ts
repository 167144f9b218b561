import { InputError } from '../../errors.ts';
import { isBlank } from '../../text/blank.ts';
import { utterances } from '../../text/tags.ts';
import { type Ballot, type Fallback, isEligible } from './define.ts';

/** What comes first. `best-prior`: any candidate with a text, by prior. `longest-utterance`: a turn of the dialogue. */
export type FallbackKind = 'best-prior' | 'longest-utterance';

/** What a dialogue gets where no row has a score, never an empty text. Throws `input-empty` where there is no text at all. */
export const fallBack = (ballot: Ballot, kind: FallbackKind): Fallback => {
  const stand = kind === 'best-prior' ? [byPrior, byUtterance] : [byUtterance, byPrior];
  for (const find of stand) {
    const found = find(ballot);
    if (found) return found;
  }
  throw new InputError(
    'input-empty',
    {
      where: `id "${ballot.dialogue.id}"`,
      found: 'every candidate is empty, and there is no dialogue to fall back on, or it is empty, too',
      expected: 'a text from at least one system',
      fix: 'Give `dataset` with the dialogues, or leave this id out.',
    },
    { data: { id: ballot.dialogue.id } },
  );
};

const byPrior = (ballot: Ballot): Fallback | undefined => {
  const row = bestPrior(ballot);
  if (row === undefined) return undefined;
  const { system, text } = ballot.candidates[row]!;
  return {
    kind: 'fallback',
    row,
    text,
    reasons: [`no candidate has a score; ${system} has the highest prior`],
  };
};

const byUtterance = ({ dialogue }: Ballot): Fallback | undefined => {
  const text = longestUtterance(dialogue.text);
  return text === ''
    ? undefined
    : { kind: 'fallback', text, reasons: ['no candidate has a text; the longest utterance stands in'] };
};

/** Rows that may win come first, then those that gates hold back. */
const bestPrior = (ballot: Ballot): number | undefined => {
  const rows = [...ballot.candidates.keys()].filter((row) => ballot.hypothesisOf[row]! >= 0);
  const open = rows.filter((row) => isEligible(ballot, row));
  const among = open.length > 0 ? open : rows;
  const prior = (row: number): number => {
    const value = ballot.priors[row]!;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  return among.reduce<number | undefined>(
    (best, row) => (best === undefined || prior(row) > prior(best) ? row : best),
    undefined,
  );
};

/** The longest turn of a dialogue, or all of it where it has no turns; empty only for a dialogue without a text that can be seen. */
export const longestUtterance = (dialogue: string): string => {
  const longest = utterances(dialogue)
    .map(({ text }) => text)
    .filter((text) => !isBlank(text))
    .reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  return longest || (isBlank(dialogue) ? '' : dialogue.trim());
};
