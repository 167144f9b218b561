/** The pass that has texts written for merging: of each dialogue's best candidates by what its decision will compare. */
import { createCleaner } from '../dialogues/clean/index.ts';
import type { MergeItem, Proposal, Shortlisted, WrittenMerge } from '../ensemble/merge/define.ts';
import { writtenProposals } from '../ensemble/merge/written.ts';
import type { Json, Pool } from '../types.ts';
import type { AnswerShape, Failed } from '../workers/resilient.ts';
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import type { OwedScores } from './fill-scores.ts';
import { type FillReport, fillUnits, owedUnits, type ToStore, type Unit } from './fill-units.ts';
import { createKeys } from './keys.ts';
import type { RunningMerger } from './merger.ts';
import type { OpenedPart } from './part.ts';
import { poolsOf } from './passes.ts';
import { stage } from './progress.ts';
import { byPlace, type Quarantined } from './quarantine.ts';
import type { ColumnsOf } from './scoring.ts';
import { refuseStopped, shareStop } from './stop.ts';
import type { Workspace } from './workspace.ts';

/** What the selection of a part's dialogues rests on. */
export interface MergePass {
  readonly merger: RunningMerger;
  readonly part: OpenedPart;
  readonly plan: DecisionPlan;
  readonly columnsOf: ColumnsOf | undefined;
}

/** Gives the proposals of a dialogue that has been decided, as they would be written out. */
export type ProposalsOf = (pool: Pool, shortlist: readonly Shortlisted[]) => Promise<readonly Proposal[]>;

/** Has all texts written that are not stored. Where failures are known, or nothing may be written, nobody is asked. */
export const writeMerges = async (workspace: Workspace, pass: MergePass): Promise<FillReport> => {
  const { config, progress, stop, failures, readOnly } = workspace.options;
  const { merger, part } = pass;
  const units = recalled(unitsOf(workspace, pass), merger);
  const report = await stage(progress, 'merge', part.selection.size, () =>
    failures || readOnly
      ? storedMerges(workspace, merger, units)
      : fillUnits<PlacedItem, WrittenMerge>(
          {
            worker: merger,
            where: 'ensemble.merge',
            what: 'merge',
            width: merger.width,
            ownDeadlines: true,
            shape,
            idOf: ({ id }) => id,
            owed: (onFound) => owedUnits(units, merger.stage, () => false, onFound),
            outcome: (answer, _, key) => outcomeOf(answer, key),
            quarantine: (item, reason, attempts) => inQuarantine(item, merger, reason, attempts),
          },
          merger.stage,
          {
            itemMs: config.deadlines.item_seconds * 1000,
            startMs: config.deadlines.start_seconds * 1000,
            stop: shareStop(stop),
            redact: workspace.redact,
            onNote: (text) => progress.note(text),
          },
        ),
  );
  const told = { ...report, report: await merger.report() };
  workspace.bills.add('ensemble.merge', told.report);
  refuseStopped(stop);
  return told;
};

/** Reads proposals back from the store. */
export const storedProposals = (
  { merger, part }: Pick<MergePass, 'merger' | 'part'>,
  seed: number,
): ProposalsOf => {
  const keyOf = createKeyOf(merger, seed);
  const output = createCleaner(part.scoring.setup.output_clean);
  return async (pool, shortlist) => {
    const item = itemOf(pool, shortlist);
    const value = item && (await merger.stage.get(keyOf(item)));
    if (!value) return [];
    const known = new Set(pool.candidates.map(({ text }) => output.clean(text)));
    const texts = parseMerge(value).texts.map((text) => output.clean(text));
    const fresh = texts.filter((text) => text.trim() !== '' && !known.has(text));
    return writtenProposals(fresh, shortlist, (row) => pool.candidates[row]!.system);
  };
};

/** What the merger would be asked for. `isKnown`: whether the selection can be foreseen. */
export const forecastMerges = async (
  workspace: Workspace,
  pass: MergePass,
  isKnown: boolean,
): Promise<OwedScores> => {
  const { merger, part } = pass;
  const forecaster = merger.forecast();
  const counts = { found: 0, owed: 0 };
  await stage(workspace.options.progress, 'forecast merge', part.selection.size, async () => {
    for await (const { items, keys } of recalled(unitsOf(workspace, pass), merger)) {
      const isStored = merger.stage.has(keys[0]!);
      counts[isStored ? 'found' : 'owed'] += 1;
      if (!isStored) await forecaster.add(items[0]!, isKnown);
    }
  });
  const { stored_usd: storedUsd } = (await merger.report()) as { readonly stored_usd: number | null };
  return { ...counts, expenses: forecaster.total(), storedUsd };
};

/** An item and its place in the dataset. */
interface PlacedItem extends MergeItem {
  readonly index: number;
}

/** One item a dialogue that has something to merge, in order. */
async function* unitsOf(
  workspace: Workspace,
  { merger, part, plan, columnsOf }: MergePass,
): AsyncGenerator<Unit<PlacedItem>> {
  const { config, progress } = workspace.options;
  const keyOf = createKeyOf(merger, config.seed);
  const windows = part.scoring.forEachWindow(
    poolsOf(workspace, part),
    async (threads, messages) => {
      const lists = await threads.run('shortlist', { plan, messages });
      return messages.map(({ pool }, place) => ({ pool, shortlist: lists[place]! }));
    },
    columnsOf,
    { sources: plan.secondStage !== undefined },
  );
  for await (const window of windows) {
    for (const { pool, shortlist } of window) {
      const item = itemOf(pool, shortlist);
      if (item) yield { items: [item], keys: [keyOf(item)], apart: false };
    }
    progress.advance(window.length);
  }
}

/** Without a dialogue a merge would be blind, and of one text there is none. */
const itemOf = ({ dialogue }: Pool, shortlist: readonly Shortlisted[]): PlacedItem | undefined =>
  shortlist.length < 2 || dialogue.text.trim() === ''
    ? undefined
    : {
        id: dialogue.id,
        index: dialogue.index,
        dialogue: dialogue.text,
        topic: dialogue.topic,
        texts: shortlist.map(({ text }) => text),
      };

const createKeyOf = ({ parts }: RunningMerger, seed: number): ((item: MergeItem) => Uint8Array) => {
  const keyOf = createKeys(parts);
  return ({ dialogue, topic = '', texts }) =>
    keyOf({
      prompt: JSON.stringify([topic, ...texts].map((text) => text.normalize('NFC'))),
      seed,
      candidate: 0,
      text: dialogue,
    });
};

/** The units as they are; the merger is told on the way what those that are stored had cost. */
async function* recalled(
  units: AsyncIterable<Unit<PlacedItem>>,
  { stage: merges, recall }: RunningMerger,
): AsyncGenerator<Unit<PlacedItem>> {
  for await (const unit of units) {
    const value = await merges.get(unit.keys[0]!);
    if (value) recall(parseMerge(value).paid);
    yield unit;
  }
}

/** What is missing, without asking for it. */
const storedMerges = async (
  { options: { failures } }: Workspace,
  merger: RunningMerger,
  units: AsyncIterable<Unit<PlacedItem>>,
): Promise<FillReport> => {
  const quarantined: Quarantined[] = [];
  let found = 0;
  for await (const { items, keys } of units) {
    const [item] = items as [PlacedItem];
    if (merger.stage.has(keys[0]!)) {
      found += 1;
      continue;
    }
    const unknown = { reason: 'no text is stored', attempts: 0 };
    const { reason, attempts } = failures?.of({ id: item.id, system: null, merger: merger.kind }) ?? unknown;
    quarantined.push(inQuarantine(item, merger, reason, attempts));
  }
  quarantined.sort(byPlace);
  return { found, made: 0, alone: 0, deaths: 0, stopped: false, quarantined, report: null };
};

const shape: AnswerShape<PlacedItem> = {
  expected: '{ status: "ok", texts: [Unicode text] } or { status: "failed", reason }',
  fits: (answer) => {
    const { status, texts } = answer as { readonly status?: unknown; readonly texts?: unknown };
    return (
      status === 'ok' &&
      Array.isArray(texts) &&
      texts.every((text) => typeof text === 'string' && !/\p{Surrogate}/u.test(text))
    );
  },
};

const outcomeOf = (
  answer: WrittenMerge | Failed,
  key: Uint8Array,
): { readonly store?: ToStore; readonly failure?: string } => {
  if (answer.status === 'failed') return { failure: answer.reason };
  const { texts, paid } = answer;
  const value = JSON.stringify({ texts, ...(paid === undefined ? {} : { paid }) } satisfies StoredMerge);
  return { store: { key, value, complete: true } };
};

const inQuarantine = (
  { id, index, dialogue }: PlacedItem,
  { kind }: RunningMerger,
  reason: string,
  attempts: number,
): Quarantined => ({ id, index, system: null, merger: kind, reason, attempts, text: dialogue });

interface StoredMerge {
  readonly texts: readonly string[];
  /** What it cost, in the merger's own terms. */
  readonly paid?: Json;
}

const parseMerge = (value: Uint8Array): StoredMerge =>
  JSON.parse(Buffer.from(value).toString('utf8')) as StoredMerge;
