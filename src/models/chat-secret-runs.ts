/** Long parts of a secret: what a server shortened, cut or wrote in other case still gives most of it away. */
import type { Secret } from '../text/redact.ts';

/** Fewer characters may be a word that key and text share. */
const fewest = 12;
/** So many in a row are no chance, however long the secret is: some servers tell the first 20. */
const enough = 20;

/** Same length, which `toLowerCase` alone does not promise; keys are ASCII. */
const folded = (text: string): string => text.replace(/[A-Z]+/gu, (found) => found.toLowerCase());

/**
 * A function that replaces every run of half the secret (at least 12 characters, at most 20 are asked for), in upper or lower case.
 * Every such run holds a whole block of about half its length, so only the surroundings of blocks are compared.
 */
export const createRunRedactor = ({ value, name }: Secret): ((text: string) => string) => {
  const secret = folded(value);
  const least = Math.max(fewest, Math.min(enough, Math.ceil(secret.length / 2)));
  const size = Math.floor((least + 1) / 2);
  const offsets: number[] = [];
  for (let at = 0; at + size <= secret.length; at += size) offsets.push(at);
  if (secret.length < least) return (text) => text;
  return (text) => offsets.reduce((left, at) => withoutRuns(left, { secret, at, size, least, name }), text);
};

interface Block {
  readonly secret: string;
  /** Where the block begins in the secret. */
  readonly at: number;
  readonly size: number;
  /** Length of the shortest run that counts. */
  readonly least: number;
  readonly name: string;
}

/** `text` without the runs that hold this block. */
const withoutRuns = (text: string, { secret, at, size, least, name }: Block): string => {
  const low = folded(text);
  const block = secret.slice(at, at + size);
  let clean = '';
  let done = 0;
  for (let hit = low.indexOf(block); hit !== -1; ) {
    let before = 0;
    while (before < Math.min(at, hit - done) && low[hit - before - 1] === secret[at - before - 1])
      before += 1;
    let after = size;
    while (at + after < secret.length && low[hit + after] === secret[at + after]) after += 1;
    const isRun = before + after >= least;
    if (isRun) {
      clean += text.slice(done, hit - before) + name;
      done = hit + after;
    }
    hit = low.indexOf(block, isRun ? done : hit + 1);
  }
  return clean + text.slice(done);
};
