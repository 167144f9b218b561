/** Few-shot examples out of a dataset with references: never the dialogue itself, nor a near-copy of it. */
import { openDataset } from '../../dialogues/dataset.ts';
import { jaccard, shinglesOf } from '../../dialogues/minhash.ts';
import { ConfigError, firstFew, InputError } from '../../errors.ts';
import type { Example } from '../../models/prompts.ts';
import { createRandom } from '../../random.ts';
import type { Host } from '../../registry.ts';
import { comparable } from '../../text/normalise.ts';
import type { Dialogue } from '../../types.ts';
import { createNeighbours } from './neighbours.ts';
import type { ExamplesOptions } from './options.ts';

/** Picks examples for a dialogue. */
export interface ExampleBank {
  /** Of the file and the way of picking. */
  readonly identity: string;
  pick(dialogue: Dialogue, seed: number): readonly Example[];
}

interface Solved extends Example {
  readonly id: string;
}

/** A bank without examples. */
export const noExamples: ExampleBank = { identity: 'none', pick: () => [] };

/** Opens the dataset that `options` name; all of it that has references is held in memory. */
export const openExamples = async (options: ExamplesOptions, host: Host): Promise<ExampleBank> => {
  const { path, ...reading } = sourceOf(options, host);
  const dataset = await openDataset({ ...reading, path: host.resolve(path), label: path });
  const solved: Solved[] = [];
  try {
    for await (const { id, text, references } of dataset.read())
      if (references[0]?.trim() && text.trim()) solved.push({ id, dialogue: text, summary: references[0] });
  } finally {
    await dataset.close();
  }
  if (solved.length === 0)
    throw new InputError('input-column', {
      where: path,
      found: 'no dialogue with a reference',
      fix: 'Name the columns under examples.columns.',
    });
  return {
    identity: JSON.stringify([dataset.sha256, options]),
    pick: createPick(solved, { ...options, path }),
  };
};

const sourceOf = ({ from, path, columns }: ExamplesOptions, host: Host): NonNullable<Host['labelled']> => {
  if (from === undefined) return { path: path as string, columns };
  if (host.labelled) return { ...host.labelled, columns: { ...host.labelled.columns, ...columns } };
  throw new ConfigError('config-missing', {
    where: 'examples.from',
    found: 'a config without `labelled`',
    expected: 'labelled.dataset, the dialogues with references',
    fix: 'Add `labelled: { dataset: dev.csv, … }`, or name a file: examples: { path: dev.csv }.',
  });
};

/** The way of picking, over these examples. */
export const createPick = (
  solved: readonly Solved[],
  { pick, count, ids, path }: Pick<ExamplesOptions, 'pick' | 'count' | 'ids'> & { readonly path: string },
): ExampleBank['pick'] => {
  const orderOf = createOrder(ids ? chosen(solved, ids, path) : solved, pick);
  return (dialogue, seed) => {
    const isLeak = createLeakGuard(dialogue);
    const picked: Example[] = [];
    for (const one of orderOf(dialogue, seed)) {
      if (picked.length === count) break;
      if (!isLeak(one)) picked.push({ dialogue: one.dialogue, summary: one.summary });
    }
    // what is most alike stands next to the dialogue
    return pick === 'nearest' ? picked.reverse() : picked;
  };
};

type Order = (dialogue: Dialogue, seed: number) => Iterable<Solved>;

const createOrder = (solved: readonly Solved[], pick: ExamplesOptions['pick']): Order => {
  switch (pick) {
    case 'fixed':
      return () => solved;
    case 'random':
      return ({ text }, seed) => shuffled(solved, seed, text);
    case 'nearest': {
      const nearest = createNeighbours(solved.map(({ dialogue }) => dialogue));
      return ({ text }) => nearest(text).map((place) => solved[place] as Solved);
    }
    default:
      throw new Error(`unknown way of picking ${pick satisfies never}`);
  }
};

/** Fisher and Yates, as far as it is read. */
function* shuffled(solved: readonly Solved[], seed: number, text: string): Generator<Solved> {
  const random = createRandom(seed, 'examples', text);
  const moved = new Map<number, number>();
  for (let place = 0; place < solved.length; place++) {
    const other = place + random.below(solved.length - place);
    yield solved[moved.get(other) ?? other] as Solved;
    moved.set(other, moved.get(place) ?? place);
  }
}

const chosen = (solved: readonly Solved[], ids: readonly string[], path: string): Solved[] => {
  const byId = new Map(solved.map((one) => [one.id, one]));
  const unknown = ids.filter((id) => !byId.has(id));
  if (unknown.length === 0) return ids.map((id) => byId.get(id) as Solved);
  throw new InputError(
    'input-id',
    { where: 'examples.ids', found: `${firstFew(unknown)}, unknown to ${path} or without a reference` },
    { data: { ids: unknown } },
  );
};

/** Half of the runs of five characters in common: far below what two talks on one subject share. */
const nearCopy = 0.5;

const createLeakGuard = ({ id, text }: Dialogue): ((one: Solved) => boolean) => {
  const own = comparable(text);
  const shingles = shinglesOf(own);
  return (one) => {
    if (one.id === id) return true;
    const other = comparable(one.dialogue);
    return other === own || jaccard(shingles, shinglesOf(other)) >= nearCopy;
  };
};
