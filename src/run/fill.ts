/** Fills the store with the answers that a generating system still owes. */
import { createHash } from 'node:crypto';
import type { Dataset } from '../dialogues/dataset.ts';
import type { Candidate, Dialogue, Generated, Json } from '../types.ts';
import type { Failed } from '../workers/resilient.ts';
import {
  type FillReport,
  fillUnits,
  owedUnits,
  type ToStore,
  type Unit,
  type WatchOptions,
} from './fill-units.ts';
import type { RunningGenerator } from './generators.ts';
import { createKeys, type StageParts } from './keys.ts';
import type { KnownFailures, Quarantined } from './quarantine.ts';
import type { StageStore } from './store/stage-store.ts';
import { readWindows, type Selection } from './windows.ts';

export type { FillReport } from './fill-units.ts';

/** What is asked for, and where answers are kept. */
export interface OwedOptions {
  readonly dataset: Dataset;
  readonly selection: Selection;
  readonly stage: StageStore;
  readonly seed: number;
}

export type FillOptions = OwedOptions &
  WatchOptions & {
    /** Whether an answer was not met before; what stored ones had cost is told of new ones only. Default: all are. */
    readonly isNew?: ((key: Uint8Array) => boolean) | undefined;
  };

/** What the answers of a generating system have in common. */
export const stageParts = (generator: RunningGenerator): StageParts => ({
  stage: `generate-${generator.definition.name}`,
  options: generator.storedOptions,
  identity: generator.identity,
});

/** Asks for every missing answer; resolves when all that was begun is stored or failed. */
export const fillStore = async (generator: RunningGenerator, options: FillOptions): Promise<FillReport> => {
  const { stage } = options;
  const filled = await fillUnits<Dialogue, Generated>(
    {
      worker: generator,
      where: `systems.${generator.system.id}`,
      what: `generate ${generator.system.id}`,
      width: generator.width,
      ownDeadlines: generator.definition.inFlight !== undefined,
      idOf: ({ id }) => id,
      owed: (onFound) =>
        owedUnits(recalled(unitsOf(generator, options), generator, options), stage, isAlone, onFound),
      outcome: (answer, _, key, alone) => outcomeOf(answer, key, alone),
      quarantine: (dialogue, reason, attempts) => inQuarantine(dialogue, generator, reason, attempts),
    },
    stage,
    options,
  );
  return { ...filled, report: await reportOf(generator, filled.report) };
};

/** Paid systems tell what stored answers had cost also where they were asked for nothing. */
const reportOf = async (generator: RunningGenerator, report: Json): Promise<Json> =>
  generator.recall ? generator.report() : report;

/** The units as they are; a paid system is told on the way what those of them that are stored had cost. */
async function* recalled(
  units: AsyncIterable<Unit<Dialogue>>,
  { recall }: RunningGenerator,
  { stage, isNew = () => true }: FillOptions,
): AsyncGenerator<Unit<Dialogue>> {
  for await (const unit of units) {
    // those that are not stored are met here too: by whoever comes next they are found
    if (recall) for (const key of unit.keys) if (isNew(key)) await recallStored(stage, key, recall);
    yield unit;
  }
}

/** Tells `recall` what the answer under `key` had cost, if there is one. */
export const recallStored = async (
  stage: StageStore,
  key: Uint8Array,
  recall: NonNullable<RunningGenerator['recall']>,
): Promise<void> => {
  const value = stage.has(key) ? await stage.get(key) : undefined;
  if (value === undefined) return;
  const { paid, candidates } = parseAnswer(value);
  recall(paid, candidates.length);
};

/** Part of an answer is better than none: it is kept until the next run gets the rest. */
const outcomeOf = (
  answer: Generated | Failed,
  key: Uint8Array,
  alone: boolean,
): { store?: ToStore; failure?: string } => {
  switch (answer.status) {
    case 'failed':
      return { failure: answer.reason };
    case 'partial': {
      const { candidates, reason } = answer;
      const store = { key: partialKey(key, candidates.length), value: encodeAnswer(answer, alone) };
      return { store: { ...store, complete: false }, failure: reason };
    }
    case 'ok':
      return { store: { key, value: encodeAnswer(answer, alone), complete: true } };
    default:
      return answer satisfies never;
  }
};

/** What is missing, without asking for it: for those who only derive what follows from the store. */
export const missingAnswers = async (
  generator: RunningGenerator,
  options: OwedOptions & { failures: KnownFailures },
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
        if (generator.recall) await recallStored(stage, keys[place]!, generator.recall);
        found += 1;
        continue;
      }
      const { reason, attempts } = failures.of({ id: dialogue.id, system: generator.system.id });
      quarantined.push(inQuarantine(dialogue, generator, reason, attempts));
    }
  }
  const report = await reportOf(generator, null);
  return { found, made: 0, alone: 0, deaths: 0, stopped: false, quarantined, report };
};

const inQuarantine = (
  { id, index, text }: Dialogue,
  { system }: RunningGenerator,
  reason: string,
  attempts: number,
): Quarantined => ({ id, index, system: system.id, reason, attempts, text });

/** What a run would ask for, without asking. */
export const stillOwed = (
  generator: RunningGenerator,
  options: OwedOptions,
): AsyncGenerator<Unit<Dialogue>, void, undefined> =>
  owedUnits(unitsOf(generator, options), options.stage, isAlone, () => {});

/** Units that have something selected, in order. Those of generators without batches hold one dialogue. */
async function* unitsOf(
  generator: RunningGenerator,
  { dataset, selection, seed }: OwedOptions,
): AsyncGenerator<Unit<Dialogue>> {
  const keysOf = createWindowKeys(generator, seed);
  for await (const { dialogues, selected } of readWindows(dataset, selection)) {
    const keys = keysOf(dialogues);
    for (const places of generator.cut(dialogues))
      if (places.some((place) => selected[place]))
        yield {
          items: places.map((place) => dialogues[place]!),
          keys: places.map((place) => keys[place]!),
          apart: false,
        };
  }
}

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
  /** What a paid answer cost, in the generator's own terms; absent in stores of older versions. */
  readonly paid?: Json;
  readonly alone?: true;
}

const encodeAnswer = (
  { candidates, paid }: Exclude<Generated, { status: 'failed' }>,
  alone: boolean,
): string =>
  JSON.stringify({
    candidates: candidates.map(({ system: _, candidate: __, ...answer }) => answer),
    ...(paid === undefined ? {} : { paid }),
    ...(alone ? { alone: true } : {}),
  } satisfies StoredAnswer);

/** The candidates of a stored answer. */
const decodeAnswer = (value: Uint8Array, system: string): Candidate[] =>
  parseAnswer(value).candidates.map((stored, candidate) => ({ system, candidate, ...stored }));

const parseAnswer = (value: Uint8Array): StoredAnswer =>
  JSON.parse(Buffer.from(value).toString('utf8')) as StoredAnswer;

const isAlone = (value: Uint8Array): boolean => parseAnswer(value).alone === true;
