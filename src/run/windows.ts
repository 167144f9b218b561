/**
 * The dataset in windows of fixed size and place: whatever part of it a run looks at, a window holds the same dialogues,
 * and so do the batches that generators cut from it. Answers of one run are thus found again by the next.
 */
import type { Dataset } from '../dialogues/dataset.ts';
import { ConfigError, firstFew, InputError } from '../errors.ts';
import type { Dialogue } from '../types.ts';

/** Dialogues in a window. */
export const windowSize = 64;

/** Neighbouring dialogues, and which of them the run is about. */
export interface Window {
  readonly dialogues: readonly Dialogue[];
  /** Aligned with `dialogues`. */
  readonly selected: readonly boolean[];
}

/** The part of a dataset that a run is about. */
export interface Selection {
  /** Number of selected dialogues. */
  readonly size: number;
  /** Total number of windows of the dataset. */
  readonly windows: number;
  has(index: number): boolean;
}

export interface SelectionOptions {
  /** Only the first so many dialogues. */
  readonly limit?: number | undefined;
  /** Only these ids. */
  readonly only?: readonly string[] | undefined;
  /** Only every `of`th window, from the one numbered `part` (from 1). */
  readonly shard?: Shard | undefined;
  /** Whether it may come out empty. Default false: that is told as an error. */
  readonly mayBeEmpty?: boolean | undefined;
}

export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** Throws `input-id` where `only` names an id that the dataset does not have. */
export const selectDialogues = (
  dataset: Dataset,
  { limit, only, shard, mayBeEmpty = false }: SelectionOptions,
): Selection => {
  const chosen = only && new Set(ordinals(dataset, only));
  const end = Math.min(limit ?? dataset.size, dataset.size);
  const has = (index: number): boolean =>
    index < end &&
    (chosen === undefined || chosen.has(index)) &&
    (shard === undefined || Math.floor(index / windowSize) % shard.of === shard.part - 1);
  let size = 0;
  for (let index = 0; index < end; index++) if (has(index)) size += 1;
  if (size === 0 && !mayBeEmpty)
    throw new InputError('input-empty', {
      where: dataset.label,
      found: 'no dialogue is selected',
      fix: whyNone(dataset.size, shard),
    });
  return { size, windows: Math.ceil(dataset.size / windowSize), has };
};

/** A shard has whole windows, so a small dataset has no more shards than windows. */
const whyNone = (size: number, shard: Shard | undefined): string => {
  const windows = Math.ceil(size / windowSize);
  return shard !== undefined && windows > 0 && shard.part > windows
    ? `Shards are cut in batches of ${windowSize} dialogues: ${size} allow --shard i/n with n up to ${windows}.`
    : 'Check --limit, --only and --shard, and that the file has rows.';
};

const ordinals = (dataset: Dataset, ids: readonly string[]): number[] => {
  const found = ids.map((id) => dataset.ordinalOf(id));
  const unknown = ids.filter((_, place) => found[place] === undefined);
  if (unknown.length === 0) return found as number[];
  throw new InputError(
    'input-id',
    {
      where: '--only',
      found: `${unknown.length === 1 ? 'id' : 'ids'} ${firstFew(unknown)}, unknown to ${dataset.label}`,
      expected: `ids such as ${firstFew(dataset.examples)}`,
      fix: unknown.some((id) => /\.ya?ml$/.test(id)) ? 'Name the config before --only.' : undefined,
    },
    { data: { ids: unknown } },
  );
};

/** `i/n` as `--shard` takes it. */
export const parseShard = (text: string): Shard => {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { part: Number(part), of: Number(of) };
  if (part !== undefined && shard.part >= 1 && shard.part <= shard.of) return shard;
  throw new ConfigError('usage', {
    where: '--shard',
    found: JSON.stringify(text),
    expected: 'i/n with 1 ≤ i ≤ n, such as 1/4',
  });
};

/** Windows with at least one selected dialogue, in order. */
export async function* readWindows(dataset: Dataset, selection: Selection): AsyncGenerator<Window> {
  for (const { from, to } of stretches(dataset, selection)) {
    let dialogues: Dialogue[] = [];
    for await (const dialogue of dataset.read({ from, to })) {
      dialogues.push(dialogue);
      const isLast = dialogue.index + 1 === Math.min(to, dataset.size);
      if (dialogues.length < windowSize && !isLast) continue;
      const selected = dialogues.map(({ index }) => selection.has(index));
      if (selected.includes(true)) yield { dialogues, selected };
      dialogues = [];
    }
  }
}

/** Stretches of windows that have something selected: the file is opened once a stretch, not once a window. */
const stretches = (dataset: Dataset, selection: Selection): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = [];
  for (let window = 0; window < selection.windows; window++) {
    const from = window * windowSize;
    const to = Math.min(from + windowSize, dataset.size);
    let wanted = false;
    for (let index = from; index < to && !wanted; index++) wanted = selection.has(index);
    if (!wanted) continue;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
};
