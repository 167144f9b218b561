/** Masks stand for personal data that was taken out of a dialogue, e.g. `#PhoneNumber#`. A summary must keep them whole. */
import { distance } from 'fastest-levenshtein';
import { inlineSpace, looseHash, looseWord, narrowed } from './loose.ts';

/** The eight kinds of data that are masked. */
export const maskNames = [
  'PhoneNumber',
  'Address',
  'DateOfBirth',
  'PassportNumber',
  'SSN',
  'CardNumber',
  'CarNumber',
  'Email',
] as const;

export type MaskName = (typeof maskNames)[number];

/** A stretch of text that is, or once was, a mask. */
export interface FoundMask {
  readonly start: number;
  readonly end: number;
  /** As it stands in the text. */
  readonly text: string;
  /** `#Name#`; undefined where two names are equally near. */
  readonly mask: string | undefined;
}

const intact = new RegExp(`#(?:${maskNames.join('|')})#`, 'g');

/** The distinct intact masks of `text`, in order of appearance. */
export const maskTags = (text: string): readonly string[] => [...new Set(text.match(intact))];

/** Names that are no words of their own, so that one without any hash is a damaged mask and not prose. */
const compounds = maskNames.filter((name) => !['Address', 'SSN', 'Email'].includes(name));
const names = maskNames.join('|');
/** White space, underscores and hyphens may have come between the letters, as a tokenizer's decoder leaves them. */
const anyName = maskNames.map((name) => looseWord(name, '[\\s_-]?')).join('|');
/** Doubled hashes belong to the mask, but never the hash that opens the next one. */
const closing = `${looseHash}(?:${looseHash}(?![A-Za-zＡ-Ｚａ-ｚ])){0,2}`;

/**
 * In this order, at one place: a speaker tag (stepped over, so that its hash opens nothing); an intact mask; a name between
 * hashes in any case, width and spacing; some letters between hashes, which may be a misspelt name; a name with one hash
 * lost; a compound with both lost.
 */
const candidates = new RegExp(
  [
    `(?<tag>#Person\\d+#)`,
    `#(?<intact>${names})#`,
    `${looseHash}{1,3}${inlineSpace}(?<whole>${anyName})${inlineSpace}${closing}`,
    `#(?<near>[A-Za-z][A-Za-z _-]{1,20})#`,
    `${looseHash}${inlineSpace}(?<opened>${names})(?![A-Za-z0-9#＃])`,
    `(?<![A-Za-z0-9#＃])(?<closed>${names})${inlineSpace}${looseHash}(?![A-Za-z])`,
    `(?<![A-Za-z0-9#＃])(?<bare>${compounds.join('|')})(?![A-Za-z0-9#＃])`,
  ].join('|'),
  'g',
);

const letters = (text: string): string =>
  narrowed(text)
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/** A quarter of a name may be wrong; of the shortest names nothing, as `#SUN#` is no SSN. */
const allowedErrors = (name: MaskName): number => (name.length < 5 ? 0 : name.length < 8 ? 1 : 2);

const nearestMasks = (spelling: string): readonly string[] => {
  const word = letters(spelling);
  const near = maskNames
    .map((name) => ({ name, errors: distance(word, name.toLowerCase()) }))
    .filter(({ name, errors }) => errors <= allowedErrors(name));
  const fewest = Math.min(...near.map(({ errors }) => errors));
  return near.filter(({ errors }) => errors === fewest).map(({ name }) => `#${name}#`);
};

const spellingOf = (match: RegExpExecArray): string => {
  const { intact, whole, near, opened, closed, bare } = match.groups ?? {};
  return intact ?? whole ?? near ?? opened ?? closed ?? bare ?? '';
};

/** Every mask of `text`, intact and damaged, in order. */
export const findMasks = (text: string): FoundMask[] => {
  const found: FoundMask[] = [];
  const pattern = new RegExp(candidates);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.groups?.tag !== undefined) continue;
    const [start, end] = [match.index, pattern.lastIndex];
    const masks = nearestMasks(spellingOf(match));
    if (masks.length > 0)
      found.push({ start, end, text: match[0], mask: masks.length === 1 ? masks[0] : undefined });
    // The closing hash of something else may open a mask.
    else pattern.lastIndex = start + 1;
  }
  return found;
};

/** The damaged spellings of masks in `text`, as they stand, in order: `# PhoneNumber #`, `#Adress#`, `DateOfBirth`. */
export const damagedMasks = (text: string): readonly string[] =>
  findMasks(text)
    .filter((found) => found.text !== found.mask)
    .map((found) => found.text);
