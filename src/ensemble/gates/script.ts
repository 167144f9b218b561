import { type ScriptShares, scriptShares } from '../../text/script.ts';
import { defineGate, type GatedDialogue } from './define.ts';

type Script = Exclude<keyof ScriptShares, 'letters'>;

const labels: Readonly<Record<Script, string>> = {
  hangul: 'Hangul',
  latin: 'Latin',
  han: 'Han',
  kana: 'kana',
  other: 'other scripts',
};
const scripts = Object.keys(labels) as Script[];

/** Fewer letters are a name or a number with its unit, which says nothing about the language. */
const fewestLetters = 10;
/** The dialogue is in a script that has at least this share of its letters … */
const ownShare = 0.6;
/** … and a candidate with less than this share of it is in another. A Korean summary full of English names has more. */
const keptShare = 0.15;
/** Han, kana and the like amid another script are slips of a multilingual model, unless the dialogue has them too. */
const strayShare = 0.1;
/** One or two Han characters explain a word or name. */
const fewestStray = 4;

/** A summary in another language than its dialogue is of no use to who reads the dialogue. */
export const script = defineGate({
  name: 'script',
  about: 'The candidate is written in another script than the dialogue.',
  create: (options) => (options.script ? checkAgainst : undefined),
});

/** Without dialogues the candidates together stand for it. */
const checkAgainst = ({ text, rows }: GatedDialogue) => {
  const shares = scriptShares(text === '' ? rows.map(({ comparison }) => comparison).join('\n') : text);
  const own = scripts.find((name) => shares[name] >= ownShare);
  return ({ comparison }: { comparison: string }): string | undefined => {
    if (own === undefined || shares.letters < fewestLetters) return undefined;
    const found = scriptShares(comparison);
    if (found.letters < fewestLetters) return undefined;
    if (found[own] < keptShare) return compare(own, found, shares);
    const isStray = (name: Script): boolean =>
      found[name] - shares[name] >= strayShare && Math.round(found[name] * found.letters) >= fewestStray;
    const stray = scripts.find((name) => name !== own && name !== 'latin' && isStray(name));
    return stray && compare(stray, found, shares);
  };
};

const compare = (name: Script, found: ScriptShares, shares: ScriptShares): string =>
  `${percent(found[name])} of the letters are ${labels[name]}, of the dialogue’s ${percent(shares[name])}`;

const percent = (value: number): string => `${Math.round(100 * value)} %`;
