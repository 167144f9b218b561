import { distance } from 'fastest-levenshtein';
import { inlineSpace, looseHash, looseWord, narrowed } from '../../text/loose.ts';
import { type CleaningRule, replaceCounted, untilClean } from './rule.ts';

const digits = '[0-9０-９]{1,2}';
const letters = '[A-Za-zＡ-Ｚａ-ｚ]{5,8}';

/**
 * In this order, at one place: a word and a number between hashes, in any case, width and spacing; `Person1` with one hash
 * lost; with both lost. `Person 1` without a hash is prose.
 */
const tags = new RegExp(
  [
    `${looseHash}{1,3}${inlineSpace}(?<word>${letters})${inlineSpace}(?<number>${digits})${inlineSpace}${looseHash}(?:${looseHash}(?![A-Za-zＡ-Ｚａ-ｚ]))*`,
    `${looseHash}${inlineSpace}${looseWord('person')}${inlineSpace}(?<opened>${digits})(?![0-9A-Za-z#＃])`,
    `(?<![0-9A-Za-z#＃])Person(?<closed>${digits})${inlineSpace}${looseHash}(?![A-Za-z])`,
    `(?<![0-9A-Za-z#＃])Person(?<bare>${digits})(?![0-9A-Za-z#＃])`,
  ].join('|'),
  'g',
);

const intact = /^#Person[1-9]\d*#$/;

/** One letter may be wrong: `#Peron1#`, `#Persons2#`. */
const isPerson = (word: string): boolean => distance(narrowed(word).toLowerCase(), 'person') <= 1;

const canonicalTags = (text: string) =>
  replaceCounted(text, tags, (match) => {
    if (intact.test(match[0])) return match[0];
    const { word = 'Person', number, opened, closed, bare } = match.groups ?? {};
    if (!isPerson(word)) return match[0];
    return `#Person${Number(narrowed(number ?? opened ?? closed ?? bare ?? ''))}#`;
  });

/** Particles that a tag can take; they are written together with it. Those of one syllable stand alone, so no word is cut. */
const particles = [
  '은|는|이|가|을|를|의|과|와|도|만|로|으로|랑|이랑|께|께서|처럼|보다|부터|까지|마저|조차|이나|이며|이자',
  '(?:에게|한테)(?:서|는|도|만|로)?',
  '(?:이)?라(?:고|는)',
].join('|');

const inside = new RegExp(
  `(?<tag>#Person\\d+#)(?:${inlineSpace}(?<colon>[:：])${inlineSpace}(?=\\S)|[^\\S\\r\\n]+(?<particle>${particles})(?![\\p{L}\\p{N}]))`,
  'gu',
);

/** `#Person1# : 네` → `#Person1#: 네`, `#Person1# 에게` → `#Person1#에게`. */
const innerSpaces = (text: string) =>
  replaceCounted(text, inside, ({ groups }) => {
    const { tag = '', colon, particle } = groups ?? {};
    return colon === undefined ? `${tag}${particle}` : `${tag}${colon} `;
  });

/** Where a word, a mark or another tag touches a tag from before, or a Latin word or number from behind. */
const missing = /(?=#Person\d+#)(?<=[\p{L}\p{N}.,!?;:)\]”’]|[A-Za-z0-9]#)|(?=[A-Za-z0-9])(?<=#Person\d+#)/gu;

/** At the start of a line, and more than one anywhere else. */
const tooMany =
  /(?<start>(?<=^|[\r\n])[^\S\r\n]+(?=#Person\d+#))|(?<![^\S\r\n])[^\S\r\n]{2,}(?=#Person\d+#)|(?<=#Person\d+#)[^\S\r\n]{2,}(?=\S)/g;

/** Restores speaker tags and the white space around them. */
export const speakerTags: CleaningRule = {
  about:
    '`# Person 1 #` and other damaged tags become `#Person1#`; white space before a particle goes, missing or repeated white space around a tag becomes one space.',
  clean: untilClean(
    canonicalTags,
    innerSpaces,
    (text) => replaceCounted(text, missing, () => ' '),
    (text) => replaceCounted(text, tooMany, ({ groups }) => (groups?.start === undefined ? ' ' : '')),
  ),
};
