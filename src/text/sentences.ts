/** Sentences of Korean and English text, by rules: no model, so that a config needs none. */

/** Titles and other short forms after which a sentence goes on. */
const alwaysInside =
  /(?:^|[\s("'“‘[])(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Jr|Sr|Gen|Col|Capt|Lt|Rev|Hon|vs|approx|e\.g|i\.e|cf)\.$/i;
/** Initials: `J. Smith`, `U.S. Army`. */
const initials = /(?:^|[\s("'“‘[.])[A-Z]\.$/;
/** Short forms that end a sentence only where a capital or Hangul follows: `at 5 p.m. He left`. */
const sometimesInside = /(?:^|[\s("'“‘[\d])(?:a\.m|p\.m|etc|inc|ltd|co|corp|dept)\.$/i;
/** `No. 5`, `p. 7`, `Fig. 2`. */
const beforeNumber = /(?:^|[\s("'“‘[])(?:No|Nos|p|pp|Fig|Vol|Ch|Sec)\.$/i;
/** `1. First`: the number of a list item belongs to what follows. */
const listNumber = /^\s*\(?\d{1,3}\.$/;

/** Closing quotes and brackets stay with their sentence. */
const closers = '["\'”’»)\\]」』】》〉]*';
/** Marks of an end, then white space; between Hangul the white space is often forgotten. A line break always ends. */
const possibleEnd = new RegExp(
  `(?<![.!?…。！？])[.!?…。！？]+${closers}(?=\\s|$)|(?<=[\\uac00-\\ud7a3])[.!?]+(?=[\\uac00-\\ud7a3])|[。！？]+${closers}|[\\r\\n]+`,
  'g',
);

const goesOn = (before: string, after: string): boolean => {
  if (!before.endsWith('.')) return false;
  const next = after.trimStart();
  if (next === '') return false;
  return (
    listNumber.test(before) ||
    alwaysInside.test(before) ||
    (initials.test(before) && /^[A-Z]/.test(next)) ||
    (sometimesInside.test(before) && !/^["'“‘(]?[\p{Lu}\p{Script=Hangul}#]/u.test(next)) ||
    (beforeNumber.test(before) && /^\d/.test(next))
  );
};

const pairs = [
  ['(', ')'],
  ['“', '”'],
  ['「', '」'],
  ['『', '』'],
] as const;

const occurrences = (text: string, mark: string): number => text.split(mark).length - 1;

const isBalanced = (text: string): boolean =>
  occurrences(text, '"') % 2 === 0 &&
  pairs.every(([open, close]) => occurrences(text, open) <= occurrences(text, close));

/** How many pieces a quotation may span; a quote that is never closed must not swallow the rest of the text. */
const longestQuotation = 4;

/** Ends of sentences that lie inside a quotation or bracket are dropped. */
const outsideQuotations = (text: string, ends: readonly number[]): number[] => {
  const kept: number[] = [];
  for (let i = 0, start = 0; i < ends.length; i++) {
    const reach = ends.slice(i, i + longestQuotation);
    const closes = reach.findIndex((end) => isBalanced(text.slice(start, end)));
    i += Math.max(closes, 0);
    start = ends[i]!;
    kept.push(start);
  }
  return kept;
};

/**
 * The sentences of `text`: verbatim pieces in order, without white space at their ends, none of them empty. "3.5" and
 * "Ms." end none.
 */
export const splitSentences = (text: string): string[] => {
  const ends: number[] = [];
  let start = 0;
  for (const match of text.matchAll(possibleEnd)) {
    const end = match.index + match[0].length;
    if (goesOn(text.slice(start, end), text.slice(end))) continue;
    ends.push(end);
    start = end;
  }
  if (start < text.length) ends.push(text.length);
  let from = 0;
  return outsideQuotations(text, ends)
    .map((end) => {
      const piece = text.slice(from, end).trim();
      from = end;
      return piece;
    })
    .filter((piece) => piece !== '');
};
