/** Fills the store unit by unit with what it still owes, whoever answers; what is there is never asked for again. */
import { firstFew, HapuiError } from '../errors.ts';
import type { Json } from '../types.ts';
import {
  type AnswerShape,
  type BatchAnswers,
  type Failed,
  runApart,
  runBatch,
} from '../workers/resilient.ts';
import type { AtWork } from './at-work.ts';
import { byPlace, type Quarantined } from './quarantine.ts';
import { type SharedStop, settleAll } from './stop.ts';
import type { StageStore } from './store/stage-store.ts';

export interface FillReport {
  /** Answers that were in the store. */
  readonly found: number;
  /** Answers made now. */
  readonly made: number;
  /** Answers made outside their batch, because it killed its worker. */
  readonly alone: number;
  /** Threads that died. */
  readonly deaths: number;
  readonly quarantined: readonly Quarantined[];
  /** Whether the work ended before all was asked for. */
  readonly stopped: boolean;
  /** What the worker says of its own work, such as the devices used; null where it made nothing. */
  readonly report: Json;
}

/** How the work is watched and ended. */
export interface WatchOptions {
  readonly itemMs: number;
  readonly startMs: number;
  /** Shared with others that fill their part of the store at the same time. */
  readonly stop: SharedStop;
  /** Takes secrets out of what is told of failures. */
  readonly redact: (text: string) => string;
  readonly onAnswers?: (count: number) => void;
  /** One sentence that the user should see. */
  readonly onNote?: (text: string) => void;
}

/** A unit of work: items that are answered together, and the key of each answer. */
export interface Unit<Item> {
  readonly items: readonly Item[];
  readonly keys: readonly Uint8Array[];
  /** Known to kill its thread as a whole: what is missing of it is asked for item by item. */
  readonly apart: boolean;
}

/** What is stored of an answer. */
export interface ToStore {
  readonly key: Uint8Array;
  readonly value: string;
  /** Whether it makes its item done; an incomplete answer waits for the next run. */
  readonly complete: boolean;
}

/** Work that owes answers, in units. */
export interface OwingWork<Item, Answer> {
  readonly worker: Pick<AtWork<Item, Answer>, 'run' | 'report'>;
  /** Where it stands in the config, for messages: `systems.kobart`. */
  readonly where: string;
  /** For notes: `generate kobart`. */
  readonly what: string;
  /** Units in flight at a time. */
  readonly width: number;
  /** Whether it keeps deadlines of its own. */
  readonly ownDeadlines: boolean;
  readonly shape?: AnswerShape<Item>;
  idOf(item: Item): string;
  /** What is missing, told of what is there by `onFound`. */
  owed(onFound: (count: number) => void): AsyncGenerator<Unit<Item>, void, undefined>;
  /** What goes into the store, and the failure that the user should see, if there is one. */
  outcome(
    answer: Answer | Failed,
    item: Item,
    key: Uint8Array,
    alone: boolean,
  ): { readonly store?: ToStore; readonly failure?: string };
  quarantine(item: Item, reason: string, attempts: number): Quarantined;
}

/** Units that may kill all their threads before the first answer; then the fault lies in what they share. */
const hopelessUnits = 4;

/** Asks for every missing answer; resolves when all that was begun is stored or failed. Without a store nothing is kept. */
export const fillUnits = async <Item, Answer>(
  work: OwingWork<Item, Answer>,
  stage: Pick<StageStore, 'put'> | undefined,
  options: WatchOptions,
): Promise<FillReport> => {
  const { stop, redact, onAnswers } = options;
  const tally = { found: 0, made: 0, alone: 0, deaths: 0, stopped: false };
  const quarantined: Quarantined[] = [];
  let hopeless = 0;
  const units = work.owed((count) => {
    tally.found += count;
    onAnswers?.(count);
  });

  const keep = async (unit: Unit<Item>, { answers, alone }: BatchAnswers<Answer>): Promise<void> => {
    const writes: Promise<void>[] = [];
    for (const [place, { answer, attempts }] of answers.entries()) {
      const item = unit.items[place]!;
      const { store, failure } = work.outcome(answer, item, unit.keys[place]!, alone);
      if (failure !== undefined) quarantined.push(work.quarantine(item, redact(failure), attempts));
      if (store === undefined) continue;
      if (store.complete) writes.push(stage?.put(store.key, store.value) ?? Promise.resolve());
      else await stage?.put(store.key, store.value);
    }
    // All in the same turn, so that they go out in one write: half a batch in the store would be done again as a whole.
    await Promise.all(writes);
    tally.made += writes.length;
    if (alone) tally.alone += writes.length;
  };

  const worker = async (): Promise<void> => {
    for await (const unit of { [Symbol.asyncIterator]: () => units }) {
      const batch = stop.isDraining() ? undefined : await ask(work, unit, options);
      if (batch === undefined) {
        tally.stopped = true;
        return;
      }
      tally.deaths += batch.deaths;
      await keep(unit, batch);
      if (tally.made + tally.found === 0 && batch.deaths > 0) hopeless += 1;
      if (hopeless === hopelessUnits) throw hopelessError(work.where, redact(batch.cause ?? 'unknown'));
      onAnswers?.(unit.items.length);
    }
  };
  await settleAll(
    stop,
    Array.from({ length: work.width }, () => worker),
  );
  quarantined.sort(byPlace);
  const report = tally.made + quarantined.length > 0 ? await work.worker.report() : null;
  return { ...tally, quarantined, report };
};

/** What keeps its own deadlines gets none: the longest time that a timer can hold, 25 days. */
const longestMs = 2 ** 31 - 1;

/** The answers of a unit; undefined where the work was ended from outside. */
const ask = async <Item, Answer>(
  { worker, what, ownDeadlines, shape, idOf }: OwingWork<Item, Answer>,
  { items, apart }: Unit<Item>,
  { startMs, stop, redact, onNote, ...options }: WatchOptions,
): Promise<BatchAnswers<Answer> | undefined> => {
  const onDeath = (dead: readonly Item[], cause: string): void =>
    onNote?.(`${what}, ${firstFew(dead.map(idOf))}: ${redact(cause)}`);
  try {
    const { signal } = stop;
    const itemMs = ownDeadlines ? longestMs : options.itemMs;
    return await (apart ? runApart : runBatch)(items, worker.run, {
      itemMs,
      startMs,
      signal,
      onDeath,
      shape,
    });
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  }
};

const hopelessError = (where: string, cause: string): HapuiError =>
  new HapuiError('worker', {
    where,
    found: `its worker died on each of the first ${hopelessUnits} batches: ${cause}`,
    fix: 'Check the model and the memory of this machine, then run again.',
  });

/**
 * Units that are not wholly in the store. A neural batch is done again as a whole, unless it is known to kill its thread:
 * its other answers are then there already, each made alone.
 */
export async function* owedUnits<Item>(
  units: AsyncIterable<Unit<Item>>,
  stage: Pick<StageStore, 'has' | 'get'>,
  isAlone: (value: Buffer) => boolean,
  onFound: (count: number) => void,
): AsyncGenerator<Unit<Item>, void, undefined> {
  for await (const unit of units) {
    const missing = [...unit.keys.keys()].filter((place) => !stage.has(unit.keys[place]!));
    if (missing.length > 0 && !(await isKnownToKill(unit, stage, isAlone))) {
      yield unit;
      continue;
    }
    onFound(unit.keys.length - missing.length);
    if (missing.length > 0) yield partOf(unit, missing);
  }
}

const isKnownToKill = async (
  { keys }: Pick<Unit<unknown>, 'keys'>,
  stage: Pick<StageStore, 'has' | 'get'>,
  isAlone: (value: Buffer) => boolean,
): Promise<boolean> => {
  for (const key of keys) {
    const value = stage.has(key) ? await stage.get(key) : undefined;
    if (value && isAlone(value)) return true;
  }
  return false;
};

const partOf = <Item>({ items, keys }: Unit<Item>, places: readonly number[]): Unit<Item> => ({
  items: places.map((place) => items[place]!),
  keys: places.map((place) => keys[place]!),
  apart: true,
});
