/** Fills the store with the answers that a generating system still owes; what is there is never asked for again. */
import { createHash } from 'node:crypto';
import type { Dataset } from '../dialogues/dataset.ts';
import { firstFew, HapuiError } from '../errors.ts';
import type { Candidate, Dialogue, Json } from '../types.ts';
import { type BatchAnswers, runApart, runBatch } from '../workers/resilient.ts';
import type { RunningGenerator } from './generators.ts';
import { createKeys, type StageParts } from './keys.ts';
import type { KnownFailures, Quarantined } from './quarantine.ts';
import { type SharedStop, settleAll } from './stop.ts';
import type { StageStore } from './store/stage-store.ts';
import { readWindows, type Selection, type Window } from './windows.ts';

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
  /** What the generator says of its own work, such as the devices used; null where it made nothing. */
  readonly report: Json;
}

export interface FillOptions {
  readonly dataset: Dataset;
  readonly selection: Selection;
  readonly stage: StageStore;
  readonly seed: number;
  readonly itemMs: number;
  readonly startMs: number;
  /** Shared with the systems that fill their part of the store at the same time. */
  readonly stop: SharedStop;
  /** Takes secrets out of what is told of failures. */
  readonly redact: (text: string) => string;
  readonly onAnswers?: (count: number) => void;
  /** One sentence that the user should see. */
  readonly onNote?: (text: string) => void;
}

/** A unit of work: dialogues that are answered together, and the key of each answer. */
interface Unit {
  readonly dialogues: readonly Dialogue[];
  readonly keys: readonly Uint8Array[];
  /** Known to kill its thread as a whole: what is missing of it is asked for item by item. */
  readonly apart: boolean;
}

/** What the answers of a generating system have in common. */
export const stageParts = (generator: RunningGenerator): StageParts => ({
  stage: `generate-${generator.definition.name}`,
  options: generator.storedOptions,
  identity: generator.identity,
});

/** Units that may kill all their threads before the first answer; then the fault lies in what they share. */
const hopelessUnits = 4;

/** Asks for every missing answer; resolves when all that was begun is stored or failed. */
export const fillStore = async (generator: RunningGenerator, options: FillOptions): Promise<FillReport> => {
  const { stage, stop, redact, onAnswers } = options;
  const tally = { found: 0, made: 0, alone: 0, deaths: 0, stopped: false };
  const quarantined: Quarantined[] = [];
  let hopeless = 0;
  const units = owedUnits(generator, options, (count) => {
    tally.found += count;
    onAnswers?.(count);
  });

  const keep = async (unit: Unit, { answers, alone }: BatchAnswers): Promise<void> => {
    const writes: Promise<void>[] = [];
    for (const [place, { answer, attempts }] of answers.entries()) {
      const dialogue = unit.dialogues[place]!;
      const key = unit.keys[place]!;
      if (answer.status !== 'ok')
        quarantined.push(inQuarantine(dialogue, generator, redact(answer.reason), attempts));
      if (answer.status === 'partial')
        await stage.put(partialKey(key, answer.candidates.length), encodeAnswer(answer.candidates, alone));
      if (answer.status === 'ok') writes.push(stage.put(key, encodeAnswer(answer.candidates, alone)));
    }
    // All in the same turn, so that they go out in one write: half a batch in the store would be done again as a whole.
    await Promise.all(writes);
    tally.made += writes.length;
    if (alone) tally.alone += writes.length;
  };

  const worker = async (): Promise<void> => {
    for await (const unit of { [Symbol.asyncIterator]: () => units }) {
      const batch = stop.isDraining() ? undefined : await ask(generator, unit, options);
      if (batch === undefined) {
        tally.stopped = true;
        return;
      }
      tally.deaths += batch.deaths;
      await keep(unit, batch);
      if (tally.made + tally.found === 0 && batch.deaths > 0) hopeless += 1;
      if (hopeless === hopelessUnits) throw hopelessError(generator, redact(batch.cause ?? 'unknown'));
      onAnswers?.(unit.dialogues.length);
    }
  };
  await settleAll(
    stop,
    Array.from({ length: generator.width }, () => worker),
  );
  quarantined.sort((a, b) => a.index - b.index);
  const report = tally.made + quarantined.length > 0 ? await generator.report() : null;
  return { ...tally, quarantined, report };
};

/** What keeps its own deadlines gets none: the longest time that a timer can hold, 25 days. */
const longestMs = 2 ** 31 - 1;

/** The answers of a unit; undefined where the work was ended from outside. */
const ask = async (
  { run, system, definition }: RunningGenerator,
  { dialogues, apart }: Unit,
  { startMs, stop, redact, onNote, ...options }: FillOptions,
): Promise<BatchAnswers | undefined> => {
  const onDeath = (items: readonly Dialogue[], cause: string): void =>
    onNote?.(`generate ${system.id}, ${firstFew(items.map(({ id }) => id))}: ${redact(cause)}`);
  try {
    const { signal } = stop;
    const itemMs = definition.inFlight ? longestMs : options.itemMs;
    return await (apart ? runApart : runBatch)(dialogues, run, { itemMs, startMs, signal, onDeath });
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  }
};

const hopelessError = ({ system }: RunningGenerator, cause: string): HapuiError =>
  new HapuiError('worker', {
    where: `systems.${system.id}`,
    found: `its worker died on each of the first ${hopelessUnits} batches: ${cause}`,
    fix: 'Check the model and the memory of this machine, then run again.',
  });

/** What is missing, without asking for it: for those who only derive what follows from the store. */
export const missingAnswers = async (
  generator: RunningGenerator,
  options: Pick<FillOptions, 'dataset' | 'selection' | 'stage' | 'seed'> & { failures: KnownFailures },
): Promise<FillReport> => {
  const { dataset, selection, stage, seed, failures } = options;
  const keysOf = createWindowKeys(generator, seed);
  const quarantined: Quarantined[] = [];
  let found = 0;
  for await (const { dialogues, selected } of readWindows(dataset, selection)) {
    const keys = keysOf(dialogues);
    for (const [place, dialogue] of dialogues.entries()) {
      if (!selected[place]) continue;
      if (stage.has(keys[place]!)) {
        found += 1;
        continue;
      }
      const { reason, attempts } = failures.of(dialogue.id, generator.system.id);
      quarantined.push(inQuarantine(dialogue, generator, reason, attempts));
    }
  }
  return { found, made: 0, alone: 0, deaths: 0, stopped: false, quarantined, report: null };
};

const inQuarantine = (
  { id, index, text }: Dialogue,
  { system }: RunningGenerator,
  reason: string,
  attempts: number,
): Quarantined => ({ id, index, system: system.id, reason, attempts, text });

/**
 * Units that are not wholly in the store. A neural batch is done again as a whole, unless it is known to kill its thread:
 * its other answers are then there already, each made alone. Other units hold one dialogue.
 */
async function* owedUnits(
  generator: RunningGenerator,
  { dataset, selection, stage, seed }: FillOptions,
  onFound: (count: number) => void,
): AsyncGenerator<Unit, void, undefined> {
  const unitsOf = createUnits(generator, seed);
  for await (const window of readWindows(dataset, selection)) {
    for (const unit of unitsOf(window)) {
      const missing = [...unit.keys.keys()].filter((place) => !stage.has(unit.keys[place]!));
      if (missing.length > 0 && !(await isKnownToKill(unit, stage))) {
        yield unit;
        continue;
      }
      onFound(unit.keys.length - missing.length);
      if (missing.length > 0) yield partOf(unit, missing);
    }
  }
}

const isKnownToKill = async ({ keys }: Unit, stage: StageStore): Promise<boolean> => {
  for (const key of keys) {
    const value = stage.has(key) ? await stage.get(key) : undefined;
    if (value && parseAnswer(value).alone) return true;
  }
  return false;
};

const partOf = ({ dialogues, keys }: Unit, places: readonly number[]): Unit => ({
  dialogues: places.map((place) => dialogues[place]!),
  keys: places.map((place) => keys[place]!),
  apart: true,
});

/** Cuts windows into the units that have something selected. */
const createUnits = (generator: RunningGenerator, seed: number): ((window: Window) => Unit[]) => {
  const keysOf = createWindowKeys(generator, seed);
  return (window) => {
    const keys = keysOf(window.dialogues);
    return generator
      .cut(window.dialogues)
      .filter((places) => places.some((place) => window.selected[place]))
      .map((places) => ({
        dialogues: places.map((place) => window.dialogues[place]!),
        keys: places.map((place) => keys[place]!),
        apart: false,
      }));
  };
};

/** The key of every dialogue's answer in a window. A batch of several is part of the key of each. */
export const createWindowKeys = (
  generator: RunningGenerator,
  seed: number,
): ((dialogues: readonly Dialogue[]) => Uint8Array[]) => {
  const keyOf = createKeys(stageParts(generator));
  return (dialogues) => {
    const keys: Uint8Array[] = [];
    for (const places of generator.cut(dialogues)) {
      const texts = places.map((place) => dialogues[place]!.text);
      for (const [position, place] of places.entries())
        keys[place] = keyOf({
          prompt: '',
          seed,
          candidate: 0,
          text: texts[position]!,
          ...(generator.definition.cut ? { batch: { texts, position } } : {}),
        });
    }
    return keys;
  };
};

/** Candidates of a dialogue that may be missing one by one. */
const mostParts = 256;

/** Key of an incomplete answer; as answers only ever join, a count stands for the same candidates. */
const partialKey = (key: Uint8Array, count: number): Uint8Array =>
  createHash('sha256').update(key).update(`partial ${count}`).digest();

/** The answer under `key`, or the most complete of those with candidates missing. */
export const readAnswer = async (
  stage: StageStore,
  key: Uint8Array,
  { definition, system }: RunningGenerator,
): Promise<Candidate[]> => {
  let value = await stage.get(key);
  for (let count = mostParts; value === undefined && definition.cost === 'paid' && count > 0; count -= 1) {
    const partial = partialKey(key, count);
    if (stage.has(partial)) value = await stage.get(partial);
  }
  return value ? decodeAnswer(value, system.id) : [];
};

interface StoredAnswer {
  /** Without the system: two runs that share a system under different names share its answers. */
  readonly candidates: readonly Omit<Candidate, 'system' | 'candidate'>[];
  readonly alone?: true;
}

const encodeAnswer = (candidates: readonly Candidate[], alone: boolean): string =>
  JSON.stringify({
    candidates: candidates.map(({ system: _, candidate: __, ...answer }) => answer),
    ...(alone ? { alone: true } : {}),
  } satisfies StoredAnswer);

/** The candidates of a stored answer. */
const decodeAnswer = (value: Uint8Array, system: string): Candidate[] =>
  parseAnswer(value).candidates.map((stored, candidate) => ({ system, candidate, ...stored }));

const parseAnswer = (value: Uint8Array): StoredAnswer =>
  JSON.parse(Buffer.from(value).toString('utf8')) as StoredAnswer;
