/** Which split a dialogue belongs to: drawn from its own text, so that no other dialogue can move it. */
import { createHash } from 'node:crypto';
import { InputError } from '../errors.ts';
import { comparable } from '../text/normalise.ts';
import type { Dialogue } from '../types.ts';

/** Shares by name; they add up to 1. */
export type Splits = Readonly<Record<string, number>>;

/**
 * Position of the split of a dialogue. Equal texts (NFC, white space aside) are drawn alike; without text the id is drawn.
 * Another salt is another draw.
 */
export const drawSplit = (
  { id, text }: Pick<Dialogue, 'id' | 'text'>,
  splits: Splits,
  salt: string,
): number => {
  const plain = comparable(text);
  const key = JSON.stringify(['split', salt, plain === '' ? 'id' : 'text', plain === '' ? id : plain]);
  const draw = createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32;
  const shares = Object.values(splits);
  let sum = 0;
  for (const [split, share] of shares.entries()) {
    sum += share;
    if (draw < sum) return split;
  }
  return shares.findLastIndex((share) => share > 0);
};

/**
 * Split of every group of near-duplicates: the last one that any of its dialogues was drawn into. Dialogues that were drawn
 * into an earlier split give no pairs then. So a new dialogue never moves another one and never changes a later split; what it
 * can do is take its near-duplicates out of an earlier one. `groups`, `draws`: by position, a group being the position of one
 * of its dialogues; at that position stands its split.
 */
export const splitsOfGroups = (groups: ArrayLike<number>, draws: ArrayLike<number>): Uint8Array => {
  const latest = new Uint8Array(groups.length);
  for (let place = 0; place < groups.length; place++) {
    const group = groups[place]!;
    latest[group] = Math.max(latest[group]!, draws[place]!);
  }
  return latest;
};

/** Ids by position, as a dataset has them. */
export interface Positions {
  readonly size: number;
  ordinalOf(id: string): number | undefined;
}

/** Refuses what must not be: a dialogue or a group of near-duplicates in two splits. Holds two bytes a dialogue. */
export const createSplitGuard = (
  { size, ordinalOf }: Positions,
  splits: readonly string[],
): ((pair: { readonly id: string; readonly group: string; readonly split: string }) => void) => {
  /** Number + 1 of the split of what bears the id at this position; 0 is none yet. */
  const splitOf = new Uint16Array(size);
  return ({ id, group, split }) => {
    const number = splits.indexOf(split) + 1;
    // a group of one dialogue bears its id
    for (const name of new Set([group, id])) {
      const position = ordinalOf(name);
      if (position === undefined) throw new Error(`a pair of "${name}", which the dataset does not have`);
      const held = splitOf[position]!;
      if (held !== 0 && held !== number) throw overlap(id, splits[held - 1]!, split);
      splitOf[position] = number;
    }
  };
};

const overlap = (id: string, first: string, second: string): InputError =>
  new InputError(
    'input-overlap',
    {
      where: 'preferences.splits',
      found: `the dialogue "${id}", or a near-duplicate of it, is in the splits ${first} and ${second}`,
      expected: 'every dialogue, with its near-duplicates, in one split',
    },
    { data: { id } },
  );
