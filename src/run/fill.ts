/** Fills the store with the answers that a generating system still owes; what is there is never asked for again. */
import type { Dataset } from '../dialogues/dataset.ts';
import type { Candidate, Dialogue } from '../types.ts';
import { runBatch } from '../workers/resilient.ts';
import type { RunningGenerator } from './generators.ts';
import { createKeys, type StageParts } from './keys.ts';
import type { StopSignal } from './stop.ts';
import type { StageStore } from './store/stage-store.ts';
import { readWindows, type Selection, type Window } from './windows.ts';

/** A dialogue for which a system has no answer. */
export interface Quarantined {
  readonly id: string;
  readonly index: number;
  readonly system: string;
  readonly reason: string;
  readonly attempts: number;
  /** The dialogue as it was given to the system. */
  readonly text: string;
}

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
}

export interface FillOptions {
  readonly dataset: Dataset;
  readonly selection: Selection;
  readonly stage: StageStore;
  readonly seed: number;
  readonly itemMs: number;
  readonly stop: StopSignal;
  readonly onAnswers?: (count: number) => void;
}

/** A unit of work: dialogues that are answered together, and the key of each answer. */
interface Unit {
  readonly dialogues: readonly Dialogue[];
  readonly keys: readonly Uint8Array[];
}

/** What the answers of a generating system have in common. */
export const stageParts = (generator: RunningGenerator): StageParts => ({
  stage: `generate-${generator.definition.name}`,
  options: generator.storedOptions,
  identity: generator.identity,
});

/** Asks for every missing answer; resolves when all that was begun is stored or failed. */
export const fillStore = async (generator: RunningGenerator, options: FillOptions): Promise<FillReport> => {
  const { stage, stop } = options;
  const tally = { found: 0, made: 0, alone: 0, deaths: 0, stopped: false };
  const quarantined: Quarantined[] = [];
  const units = owedUnits(generator, options, (count) => {
    tally.found += count;
    options.onAnswers?.(count);
  });

  const worker = async (): Promise<void> => {
    for await (const unit of { [Symbol.asyncIterator]: () => units }) {
      if (stop.isDraining()) {
        tally.stopped = true;
        return;
      }
      const { answers, alone, deaths } = await runBatch(unit.dialogues, generator.run, {
        itemMs: options.itemMs,
        signal: stop.signal,
      });
      tally.deaths += deaths;
      for (const [place, answer] of answers.entries()) {
        const dialogue = unit.dialogues[place]!;
        if (answer.status === 'failed') {
          quarantined.push(inQuarantine(dialogue, generator, answer.reason, deaths + 1));
          continue;
        }
        await stage.put(unit.keys[place]!, encodeAnswer(answer.candidates, alone));
        tally.made += 1;
        if (alone) tally.alone += 1;
      }
      options.onAnswers?.(unit.dialogues.length);
    }
  };
  await settleAll(Array.from({ length: generator.width }, worker));
  quarantined.sort((a, b) => a.index - b.index);
  return { ...tally, quarantined };
};

/** Waits for all, then throws the first failure: nobody writes to a store that its owner has begun to close. */
const settleAll = async (work: readonly Promise<void>[]): Promise<void> => {
  const failure = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
};

const inQuarantine = (
  { id, index, text }: Dialogue,
  { system }: RunningGenerator,
  reason: string,
  attempts: number,
): Quarantined => ({ id, index, system: system.id, reason, attempts, text });

/** Units that are not wholly in the store. A neural batch is done again as a whole; other units hold one dialogue. */
async function* owedUnits(
  generator: RunningGenerator,
  { dataset, selection, stage, seed }: FillOptions,
  onFound: (count: number) => void,
): AsyncGenerator<Unit, void, undefined> {
  const unitsOf = createUnits(generator, seed);
  for await (const window of readWindows(dataset, selection)) {
    for (const unit of unitsOf(window)) {
      if (unit.keys.every((key) => stage.has(key))) onFound(unit.keys.length);
      else yield unit;
    }
  }
}

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
export const decodeAnswer = (value: Uint8Array, system: string): Candidate[] =>
  (JSON.parse(Buffer.from(value).toString('utf8')) as StoredAnswer).candidates.map((stored, candidate) => ({
    system,
    candidate,
    ...stored,
  }));
