/** How long slow systems of this machine will take, and what memory they need: found by doing a first batch of each. */
import type { Dialogue } from '../types.ts';
import { stillOwed } from './fill.ts';
import type { Unit } from './fill-units.ts';
import type { RunningGenerator } from './generators.ts';
import type { OpenedPart } from './part.ts';
import type { StoredSystem } from './systems.ts';
import type { Workspace } from './workspace.ts';

/** A batch that was done for the forecast. Its answers are thrown away: a plan stores nothing. */
export interface TrialBatch {
  readonly dialogues: number;
  readonly seconds: number;
}

/** What a system has still to do on some dialogues; a batch of which an answer is missing is done again as a whole. */
export interface OwedWork {
  readonly batches: number;
  readonly dialogues: number;
  /** Undefined where no batch was done. */
  readonly seconds: number | undefined;
}

/** The forecast of one system. */
export interface TimeForecast {
  readonly system: string;
  readonly batch: TrialBatch | undefined;
  /** Why there is no batch; undefined where there is one, or nothing is owed. */
  readonly problem: string | undefined;
  readonly labelled: OwedWork | undefined;
  readonly dataset: OwedWork | undefined;
  /** Memory of its models without a batch, where it says so. */
  readonly sessionBytes: number | undefined;
}

/** All systems, and the most memory that this process has had, their models loaded and their batches done. */
export interface TimeForecasts {
  readonly systems: readonly TimeForecast[];
  readonly peakBytes: number;
}

/** Work in units of `effortOf`. */
interface Owed {
  readonly batches: number;
  readonly dialogues: number;
  readonly effort: number;
}

interface Entry {
  readonly owed: { labelled?: Owed; dataset?: Owed };
  trial: { readonly batch: TrialBatch; readonly secondsPerEffort: number } | undefined;
  problem: string | undefined;
  sessionBytes: number | undefined;
}

/** Watches parts as they are opened: `add` one, then the next; each system does one batch, on the first part that owes one. */
export const watchTimes = (workspace: Workspace, isTried: boolean) => {
  const entries = new Map<string, Entry>();
  return {
    add: async (part: OpenedPart, on: 'labelled' | 'dataset'): Promise<void> => {
      for (const { id, stored } of part.systems) {
        if (!stored || !isSlow(stored.generator)) continue;
        const entry = entries.get(id) ?? newEntry();
        entries.set(id, entry);
        const { owed, sample } = await lookAt(stored, part, workspace.options.config.seed);
        entry.owed[on] = owed;
        if (entry.trial || entry.problem || !sample) continue;
        if (isTried) await tryOut(stored.generator, sample, entry, workspace);
        else entry.problem = 'no batch was tried';
      }
    },
    take: (): TimeForecasts => ({
      systems: [...entries].map(([system, entry]) => forecastOf(system, entry)),
      // maxRSS is in KiB
      peakBytes: process.resourceUsage().maxRSS * 1024,
    }),
  };
};

const newEntry = (): Entry => ({ owed: {}, trial: undefined, problem: undefined, sessionBytes: undefined });

/** Whether it computes on this machine: paid ones and those that wait for a server are forecast by what they are asked. */
const isSlow = ({ definition }: RunningGenerator): boolean =>
  definition.cost === 'slow' && definition.inFlight === undefined;

/** Batches are padded to their longest dialogue. */
const effortOf = (dialogues: readonly Dialogue[]): number =>
  dialogues.length * Math.max(...dialogues.map(({ text }) => text.length + 1));

/** What is owed, and of its first batches the one in the middle by effort. */
const lookAt = async (
  { generator, stage }: StoredSystem,
  { inputs, selection }: OpenedPart,
  seed: number,
): Promise<{ owed: Owed; sample: readonly Dialogue[] | undefined }> => {
  let [batches, dialogues, effort] = [0, 0, 0];
  const first: Unit<Dialogue>[] = [];
  for await (const unit of stillOwed(generator, { dataset: inputs.dataset, selection, stage, seed })) {
    batches += 1;
    dialogues += unit.items.length;
    effort += effortOf(unit.items);
    if (first.length < sampled) first.push(unit);
  }
  first.sort((a, b) => effortOf(a.items) - effortOf(b.items));
  return { owed: { batches, dialogues, effort }, sample: first[first.length >> 1]?.items };
};

/** Batches among which the sample is taken: those of a window and more. */
const sampled = 64;

/** The longest time that a timer can hold, 25 days. */
const longestMs = 2 ** 31 - 1;

const tryOut = async (
  generator: RunningGenerator,
  sample: readonly Dialogue[],
  entry: Entry,
  { options, redact }: Workspace,
): Promise<void> => {
  const { now, config } = options;
  const ms = config.deadlines.item_seconds * 1000 * sample.length;
  const limit = AbortSignal.timeout(Math.min(ms, longestMs));
  let begun = now();
  try {
    const answers = await generator.run(sample, limit, () => {
      begun = now();
    });
    const seconds = (now() - begun) / 1000;
    const failure = answers.find(({ status }) => status === 'failed');
    if (failure?.status === 'failed') entry.problem = redact(failure.reason);
    else
      entry.trial = {
        batch: { dialogues: sample.length, seconds },
        secondsPerEffort: seconds / effortOf(sample) / generator.width,
      };
    entry.sessionBytes = sessionBytesIn(await generator.report());
  } catch (error) {
    entry.problem = redact(limit.aborted ? 'it did not end in time' : (error as Error).message);
  }
};

const sessionBytesIn = (report: unknown): number | undefined => {
  const { session_bytes: bytes } = (report ?? {}) as { readonly session_bytes?: unknown };
  return typeof bytes === 'number' ? bytes : undefined;
};

const forecastOf = (system: string, { owed, trial, problem, sessionBytes }: Entry): TimeForecast => {
  const timed = (work: Owed | undefined): OwedWork | undefined =>
    work && {
      batches: work.batches,
      dialogues: work.dialogues,
      seconds: trial ? work.effort * trial.secondsPerEffort : undefined,
    };
  return {
    system,
    batch: trial?.batch,
    problem,
    labelled: timed(owed.labelled),
    dataset: timed(owed.dataset),
    sessionBytes,
  };
};
