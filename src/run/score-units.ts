/** Cuts pools into the units of work of a scorer, in an order that no store can change, and names each unit's answers. */
import { createHash } from 'node:crypto';
import type { Evidence, Pool, ScorerItem } from '../types.ts';
import type { Unit } from './fill-units.ts';
import { createKeys } from './keys.ts';
import type { RunningScorer } from './scorers.ts';

/** A pool and what the votes say of it, for scorers that need it. */
export interface EvidentPool {
  readonly pool: Pool;
  readonly evidence?: Evidence;
}

/** An item and the candidates of the dataset that it stands for. */
export interface PlacedItem {
  readonly item: ScorerItem;
  /** The dialogue's place in the dataset. */
  readonly index: number;
  /** Item's candidate → candidate of the pool. */
  readonly rows: readonly number[];
  /** Whose candidates they are; null where they are all of the dialogue's. */
  readonly system: string | null;
}

/** Units of a window of pools: for each system in turn where a score depends on its own text only. */
export const createUnits = (
  { parts, definition, cut }: Pick<RunningScorer, 'parts' | 'definition' | 'cut'>,
  seed: number,
): ((window: readonly EvidentPool[]) => Unit<PlacedItem>[]) => {
  const keyOf = createKeys(parts);
  const keysOf = (items: readonly ScorerItem[]): Uint8Array[] => {
    const prompt = digestOf(items);
    return items.map((_, candidate) => keyOf({ prompt, seed, candidate, text: '' }));
  };
  const unitsOf = (placed: readonly PlacedItem[]): Unit<PlacedItem>[] => {
    const items = placed.map(({ item }) => item);
    return cut(items).map((places) => ({
      items: places.map((place) => placed[place]!),
      keys: keysOf(places.map((place) => items[place]!)),
      apart: false,
    }));
  };
  return (window) =>
    definition.scope === 'pool'
      ? unitsOf(window.flatMap((each) => placedItem(each, null)))
      : systemsIn(window).flatMap((system) => unitsOf(window.flatMap((each) => placedItem(each, system))));
};

/** In the order in which they first appear; pools have theirs in config order. */
const systemsIn = (window: readonly EvidentPool[]): string[] => [
  ...new Set(window.flatMap(({ pool }) => pool.candidates.map(({ system }) => system))),
];

/** The texts of a system, or of all, that are not blank; none where there is nothing to score. */
const placedItem = ({ pool, evidence }: EvidentPool, system: string | null): PlacedItem[] => {
  const { dialogue, candidates } = pool;
  const rows = [...candidates.keys()].filter((row) => {
    const { text, system: own } = candidates[row]!;
    return (system === null || own === system) && text.trim() !== '';
  });
  if (rows.length === 0) return [];
  const item: ScorerItem = {
    id: dialogue.id,
    dialogue: dialogue.text,
    candidates: rows.map((row) => candidates[row]!.text),
    ...(evidence ? { evidence: evidenceAt(evidence, rows) } : {}),
  };
  return [{ item, index: dialogue.index, rows, system }];
};

const evidenceAt = (evidence: Evidence, rows: readonly number[]): Evidence => {
  const floats = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...evidence,
    columns: Object.fromEntries(
      Object.entries(evidence.columns).map(([name, column]) => [name, floats(column)]),
    ),
    hypothesisOf: Int32Array.from(rows, (row) => evidence.hypothesisOf[row]!),
    eligible: Uint8Array.from(rows, (row) => evidence.eligible[row]!),
    priors: floats(evidence.priors),
    votes: {
      weight: floats(evidence.votes.weight),
      cluster: Int32Array.from(rows, (row) => evidence.votes.cluster[row]!),
      leaveOut: evidence.votes.leaveOut,
    },
  };
};

/** SHA-256 over all that the scorer is told of a unit; ids are no part of it. */
const digestOf = (items: readonly ScorerItem[]): string => {
  const hash = createHash('sha256');
  const add = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.byteLength);
    hash.update(length).update(bytes);
  };
  const addText = (text: string): void => add(Buffer.from(text.normalize('NFC'), 'utf16le'));
  const addNumbers = ({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | Uint8Array): void =>
    add(new Uint8Array(buffer, byteOffset, byteLength));
  for (const { dialogue, candidates, evidence } of items) {
    addText(dialogue);
    addNumbers(Int32Array.of(candidates.length, evidence ? 1 : 0));
    for (const text of candidates) addText(text);
    if (!evidence) continue;
    for (const [name, column] of Object.entries(evidence.columns)) {
      addText(name);
      addNumbers(column);
    }
    const { hypothesisOf, utility, eligible, priors, votes } = evidence;
    const parts = [hypothesisOf, utility, eligible, priors, votes.weight, votes.cluster];
    for (const part of [...parts, Uint8Array.of(Number(votes.leaveOut))]) addNumbers(part);
  }
  return hash.digest('hex');
};
