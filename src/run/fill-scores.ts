/** Gets the scores of one scorer: from the store where they are, else from the scorer, which stores them. */

import type { Expenses, Json, Scored } from '../types.ts';
import type { AnswerShape, Failed } from '../workers/resilient.ts';
import { type FillReport, fillUnits, type ToStore, type Unit, type WatchOptions } from './fill-units.ts';
import { byPlace, type KnownFailures, type Quarantined } from './quarantine.ts';
import type { ScoreColumn } from './score-table.ts';
import { createUnits, type EvidentPool, type PlacedItem } from './score-units.ts';
import type { RunningScorer } from './scorers.ts';

export interface ScoreOptions {
  /** Windows in the order of the dataset, each with the selected pools of a window of dialogues. */
  readonly windows: AsyncIterable<readonly EvidentPool[]>;
  readonly seed: number;
  readonly column: ScoreColumn;
}

/** Fills a column; what has failed stays NaN. */
export const fillScores = async (
  scorer: RunningScorer,
  options: ScoreOptions & WatchOptions,
): Promise<FillReport> => {
  const filled = await fillUnits<OwedItem, Scored>(
    {
      worker: {
        run: (owed, signal, begun) =>
          scorer.run(
            owed.map(({ item }) => item),
            signal,
            begun,
          ),
        report: () => scorer.report(),
      },
      where: `rerank.${scorer.id}`,
      what: `score ${scorer.id}`,
      width: scorer.width,
      ownDeadlines: scorer.definition.inFlight !== undefined,
      shape,
      idOf: ({ item }) => item.id,
      owed: (onFound) => owedUnits(scorer, options, onFound),
      outcome: (answer, owed, key, alone) => outcomeOf(answer, owed, key, alone, options.column),
      quarantine: (placed, reason, attempts) => inQuarantine(placed, scorer, reason, attempts),
    },
    scorer.stage,
    options,
  );
  return { ...filled, report: await reportOf(scorer, filled.report) };
};

/** Paid scorers tell what stored scores had cost also where they were asked for nothing. */
const reportOf = async (scorer: RunningScorer, report: Json): Promise<Json> =>
  scorer.recall ? scorer.report() : report;

/** Takes what is in the store and asks for nothing: for those who only derive what follows from it. */
export const storedScores = async (
  scorer: RunningScorer,
  options: ScoreOptions & { readonly failures: KnownFailures | undefined },
): Promise<FillReport> => {
  const quarantined: Quarantined[] = [];
  let found = 0;
  for await (const { items } of storedUnits(scorer, options)) {
    for (const placed of items) {
      if (placed.isStored || (await isRederived(placed, scorer, options.column))) {
        found += 1;
        continue;
      }
      const unknown = { reason: 'no score is stored', attempts: 0 };
      const wanted = { id: placed.item.id, system: placed.system, scorer: scorer.id };
      const { reason, attempts } = options.failures?.of(wanted) ?? unknown;
      quarantined.push(inQuarantine(placed, scorer, reason, attempts));
    }
  }
  quarantined.sort(byPlace);
  const report = await reportOf(scorer, null);
  return { found, made: 0, alone: 0, deaths: 0, stopped: false, quarantined, report };
};

const isRederived = async (
  { item, index, size, rows }: OwedItem,
  { rederive }: RunningScorer,
  column: ScoreColumn,
): Promise<boolean> => {
  const answer = await rederive?.(item);
  if (answer?.status !== 'ok') return false;
  column.set(index, size, rows, answer.scores);
  return true;
};

/** What a paid scorer would be asked for. */
export interface OwedScores {
  readonly found: number;
  readonly owed: number;
  readonly expenses: Expenses;
  /** What the stored scores had cost; null without prices. */
  readonly storedUsd: number | null;
}

/** Forecasts what is missing and asks for nothing; undefined of a scorer that knows no costs. */
export const forecastScores = async (
  scorer: RunningScorer,
  { isComplete, ...options }: ScoreOptions & { readonly isComplete: boolean },
): Promise<OwedScores | undefined> => {
  const forecaster = scorer.forecast?.();
  if (forecaster === undefined) return undefined;
  const counts = { found: 0, owed: 0 };
  for await (const { items } of storedUnits(scorer, options))
    for (const { item, isStored } of items) {
      counts[isStored ? 'found' : 'owed'] += 1;
      if (!isStored) await forecaster.add(item, isComplete);
    }
  const { stored_usd: storedUsd } = (await scorer.report()) as { readonly stored_usd: number | null };
  return { ...counts, expenses: forecaster.total(), storedUsd };
};

interface OwedItem extends PlacedItem {
  /** Candidates of its pool. */
  readonly size: number;
  /** In the store already; its unit is done again as a whole, and the stored score stays. */
  readonly isStored: boolean;
}

interface FoundUnit extends Unit<OwedItem> {
  /** Whether one of its answers was made outside of the batch, since the batch kills its thread. */
  readonly kills: boolean;
}

/** All units in order, their stored scores put into the column. */
async function* storedUnits(
  scorer: RunningScorer,
  { windows, seed, column }: ScoreOptions,
): AsyncGenerator<FoundUnit> {
  const unitsOf = createUnits(scorer, seed);
  for await (const window of windows) {
    const sizes = new Map(window.map(({ pool }) => [pool.dialogue.index, pool.candidates.length]));
    for (const unit of unitsOf(window)) {
      let kills = false;
      const items: OwedItem[] = [];
      for (const [place, placed] of unit.items.entries()) {
        const value = await scorer.stage?.get(unit.keys[place]!);
        const size = sizes.get(placed.index)!;
        const stored = value && parseScores(value);
        if (stored) column.set(placed.index, size, placed.rows, stored.scores);
        if (stored) scorer.recall?.(stored.paid);
        kills ||= stored?.alone === true;
        items.push({ ...placed, size, isStored: stored !== undefined });
      }
      yield { ...unit, items, kills };
    }
  }
}

async function* owedUnits(
  scorer: RunningScorer,
  options: ScoreOptions,
  onFound: (count: number) => void,
): AsyncGenerator<Unit<OwedItem>, void, undefined> {
  for await (const unit of storedUnits(scorer, options)) {
    const missing = [...unit.items.keys()].filter((place) => !unit.items[place]!.isStored);
    if (missing.length > 0 && !unit.kills) {
      yield unit;
      continue;
    }
    onFound(unit.items.length - missing.length);
    if (missing.length === 0) continue;
    yield {
      items: missing.map((place) => unit.items[place]!),
      keys: missing.map((place) => unit.keys[place]!),
      apart: true,
    };
  }
}

const shape: AnswerShape<OwedItem> = {
  expected: '{ status: "ok", scores: [a finite number or NaN a candidate] } or { status: "failed", reason }',
  fits: ({ status, scores }, { item }) => {
    if (status !== 'ok' || typeof scores !== 'object' || scores === null) return false;
    const list = Array.from(scores as ArrayLike<unknown>);
    return (
      list.length === item.candidates.length &&
      list.every((score) => typeof score === 'number' && (Number.isFinite(score) || Number.isNaN(score)))
    );
  },
};

const outcomeOf = (
  answer: Scored | Failed,
  { index, size, rows, isStored }: OwedItem,
  key: Uint8Array,
  alone: boolean,
  column: ScoreColumn,
): { store?: ToStore; failure?: string } => {
  if (answer.status === 'failed') return isStored ? {} : { failure: answer.reason };
  if (!isStored) column.set(index, size, rows, answer.scores);
  return { store: { key, value: encodeScores(answer, alone), complete: true } };
};

const inQuarantine = (
  { item, index, system }: PlacedItem,
  { id }: Pick<RunningScorer, 'id'>,
  reason: string,
  attempts: number,
): Quarantined => ({ id: item.id, index, system, scorer: id, reason, attempts, text: item.dialogue });

interface StoredScores {
  readonly scores: readonly number[];
  readonly alone: boolean;
  /** What a paid score cost, in the scorer's own terms. */
  readonly paid: Json | undefined;
}

const encodeScores = ({ scores, paid }: Extract<Scored, { readonly status: 'ok' }>, alone: boolean): string =>
  JSON.stringify({
    scores: Array.from(scores, (score) => (Number.isNaN(score) ? null : score)),
    ...(paid === undefined ? {} : { paid }),
    ...(alone ? { alone: true } : {}),
  });

const parseScores = (value: Uint8Array): StoredScores => {
  const { scores, paid, alone } = JSON.parse(Buffer.from(value).toString('utf8')) as {
    readonly scores: readonly (number | null)[];
    readonly paid?: Json;
    readonly alone?: true;
  };
  return { scores: scores.map((score) => score ?? Number.NaN), paid, alone: alone === true };
};
