/** Groups of near-duplicate dialogues within one dataset: they are one observation, and no fold may part them. */
import { comparable } from '../text/normalise.ts';
import { eachAlike } from './alike.ts';
import type { Dataset } from './dataset.ts';
import { IdIndex } from './id-index.ts';
import { shinglesOf, sketchSize, writeSketch } from './minhash.ts';
import { Numbers } from './numbers.ts';
import { writeSketches } from './sketches.ts';
import type { Spool } from './spool.ts';

/** Estimated share of common runs of five characters from which dialogues are near-duplicates. */
const threshold = 0.7;
/** Shorter texts (in characters) are alike by chance: they are grouped only where they are equal. */
const shortest = 40;

/** Groups by position in the dataset. */
export interface Groups {
  /** Position of the dialogue with the least id of the group. */
  readonly firstOf: Uint32Array;
  readonly ids: readonly string[];
}

/**
 * The group of each dialogue, by position: the least id among its near-duplicates, and theirs. A dialogue without text is a
 * group of its own. The order of the dataset changes nothing. Memory is that of `findGroups` without a spool.
 */
export const groupDialogues = async (dataset: Dataset): Promise<readonly string[]> => {
  const { firstOf, ids } = await findGroups(dataset);
  return ids.map((_, index) => ids[firstOf[index]!]!);
};

/**
 * The groups of `groupDialogues`. Memory is the ids and about 30 bytes a dialogue; the sketches, 256 bytes each, lie in
 * `spool`, or in memory where none is given.
 */
export const findGroups = async (dataset: Dataset, spool?: Spool): Promise<Groups> => {
  const parent = new Uint32Array(dataset.size).map((_, index) => index);
  const { ids, long, sketches } = await readTexts(dataset, parent, spool);
  try {
    eachAlike(sketches, orderById(long, ids), threshold, {
      isKnown: (a, b) => rootOf(parent, long.at(a)) === rootOf(parent, long.at(b)),
      found: (a, b) => join(parent, long.at(a), long.at(b)),
    });
  } finally {
    sketches.close();
  }
  return { firstOf: leastOf(parent, ids), ids };
};

/** Ids by position, and the sketches of long texts with the position of each; short ones that are equal are joined at once. */
const readTexts = async (dataset: Dataset, parent: Uint32Array, spool: Spool | undefined) => {
  const ids: string[] = [];
  const short = createEqualTexts();
  const long = new Numbers('u32');
  const sketch = new Uint32Array(sketchSize);
  const writer = await writeSketches(dataset.size, 'near-duplicates', spool);
  try {
    for await (const { id, index, text } of dataset.read()) {
      ids[index] = id;
      const plain = comparable(text);
      if (plain === '') continue;
      if (plain.length >= shortest) {
        writeSketch(shinglesOf(plain), sketch, 0);
        await writer.write(sketch);
        long.push(index);
        continue;
      }
      const first = short(plain, index);
      if (first !== undefined) join(parent, first, index);
    }
  } catch (error) {
    (await writer.end()).close();
    throw error;
  }
  return { ids, long, sketches: await writer.end() };
};

/** Gives the position of the first text that was equal, if there is one; by hash alone, 16–24 bytes a text. */
const createEqualTexts = (): ((text: string, index: number) => number | undefined) => {
  const texts = new IdIndex();
  const indices = new Numbers('u32');
  return (text, index) => {
    indices.push(index);
    const first = texts.add(text);
    return first === undefined ? undefined : indices.at(first);
  };
};

/** In an order of its own, since a band that very many texts share is not walked to its end. */
const orderById = (long: Numbers, ids: readonly string[]): Uint32Array =>
  new Uint32Array(long.length)
    .map((_, place) => place)
    .sort((a, b) => (ids[long.at(a)]! < ids[long.at(b)]! ? -1 : 1));

const rootOf = (parent: Uint32Array, index: number): number => {
  let root = index;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!; // half the way for whoever comes next
    root = parent[root]!;
  }
  return root;
};

const join = (parent: Uint32Array, a: number, b: number): void => {
  parent[rootOf(parent, b)] = rootOf(parent, a);
};

/** Groups bear the least of their ids, so that the order of the dataset does not name them. */
const leastOf = (parent: Uint32Array, ids: readonly string[]): Uint32Array => {
  const none = 0xffff_ffff;
  const least = new Uint32Array(parent.length).fill(none);
  for (const [index, id] of ids.entries()) {
    const root = rootOf(parent, index);
    if (least[root] === none || id < ids[least[root]!]!) least[root] = index;
  }
  return parent.map((_, index) => least[rootOf(parent, index)]!);
};
