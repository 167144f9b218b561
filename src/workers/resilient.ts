/**
 * Work in threads that may die: a crash, `process.exit`, lack of memory, a hang. A batch that kills its thread is run
 * again once as a whole (neural answers depend on their batch); if it kills again its items run alone, in order, so that
 * one poisonous item costs none of its neighbours.
 */
import { HapuiError } from '../errors.ts';
import type { Dialogue, Generated } from '../types.ts';

/**
 * Runs items in one thread and calls `begun` when the thread is ready for them; rejects with a `HapuiError` where the
 * work failed, with anything else where the thread died.
 */
export type RunItems = (
  items: readonly Dialogue[],
  signal: AbortSignal,
  begun: () => void,
) => Promise<readonly Generated[]>;

export interface ResilientOptions {
  /** Time for one item; a batch has as many times this as it has items. */
  readonly itemMs: number;
  /** Time for a thread to get ready, its model included. */
  readonly startMs: number;
  /** Ends the work from outside. */
  readonly signal: AbortSignal;
  /** Told of every death, with the items that were being worked on. */
  readonly onDeath?: ((items: readonly Dialogue[], cause: string) => void) | undefined;
}

/** What became of one item. */
export interface ItemAnswer {
  readonly answer: Generated;
  /** How often it was tried. */
  readonly attempts: number;
}

/** Answers of a batch; `alone` marks those that were not made in their batch. */
export interface BatchAnswers {
  readonly answers: readonly ItemAnswer[];
  readonly alone: boolean;
  /** Threads that died on the way. */
  readonly deaths: number;
  /** What killed the last of them. */
  readonly cause: string | undefined;
}

/** An item or batch that kills this many threads is not tried again. */
const tries = 2;

/** Runs a batch, whatever happens to its thread. Rejects only when `signal` ends the work. */
export const runBatch = async (
  items: readonly Dialogue[],
  run: RunItems,
  options: ResilientOptions,
): Promise<BatchAnswers> => {
  const whole = await attempt(items, run, options);
  const { deaths } = whole;
  if (whole.answers)
    return {
      answers: whole.answers.map((answer) => ({ answer, attempts: deaths + 1 })),
      alone: false,
      deaths,
      cause: whole.causes.at(-1),
    };
  if (items.length > 1) return runApart(items, run, options, deaths);
  return { answers: [poisonous(whole, deaths)], alone: false, deaths, cause: whole.causes.at(-1) };
};

/** Runs the items of a batch that is known to kill, each by itself, in order. */
export const runApart = async (
  items: readonly Dialogue[],
  run: RunItems,
  options: ResilientOptions,
  before = 0,
): Promise<BatchAnswers> => {
  const answers: ItemAnswer[] = [];
  let deaths = before;
  let cause: string | undefined;
  for (const item of items) {
    const alone = await attempt([item], run, options);
    deaths += alone.deaths;
    cause = alone.causes.at(-1) ?? cause;
    answers.push(
      alone.answers
        ? { answer: alone.answers[0]!, attempts: before + alone.deaths + 1 }
        : poisonous(alone, before + alone.deaths),
    );
  }
  return { answers, alone: true, deaths, cause };
};

interface Attempt {
  /** Undefined where every try killed its thread. */
  readonly answers: readonly Generated[] | undefined;
  readonly deaths: number;
  readonly causes: readonly string[];
}

const attempt = async (
  items: readonly Dialogue[],
  run: RunItems,
  options: ResilientOptions,
): Promise<Attempt> => {
  const causes: string[] = [];
  while (causes.length < tries) {
    options.signal.throwIfAborted();
    const watch = startWatch(items.length, options);
    try {
      const answers = answersOf(await run(items, watch.signal, watch.begun), items.length);
      return { answers, deaths: causes.length, causes };
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof HapuiError)
        return { answers: failed(items, error), deaths: causes.length, causes };
      causes.push(watch.expired() ?? causeOf(error));
      options.onDeath?.(items, causes.at(-1)!);
    } finally {
      watch.clear();
    }
  }
  return { answers: undefined, deaths: causes.length, causes };
};

/** What came back, if it is one answer an item. Generators may be plugins, and what is stored is read in every later run. */
const answersOf = (given: unknown, items: number): Generated[] => {
  if (!Array.isArray(given) || given.length !== items) {
    const found = Array.isArray(given) ? `${given.length} answers` : `${given}`;
    throw new HapuiError('generator', { found, expected: `${items} answers, one a dialogue` });
  }
  return given.map((answer) => (isAnswer(answer) ? answer : { status: 'failed', reason: misshapen }));
};

const misshapen =
  'an answer of another shape; expected { status: "ok", candidates: [{ text, status }] } or { status: "failed", reason }';

const isAnswer = (answer: Partial<Record<'status' | 'candidates' | 'reason', unknown>> | null): boolean => {
  const { status, candidates, reason } = answer ?? {};
  const isReasoned = typeof reason === 'string';
  if (status === 'failed') return isReasoned;
  if (status !== 'ok' && !(status === 'partial' && isReasoned)) return false;
  return Array.isArray(candidates) && candidates.every((candidate) => typeof candidate?.text === 'string');
};

/** A signal that ends when time is up or the work is ended from outside; the time of the items runs from `begun`. */
const startWatch = (items: number, { itemMs, startMs, signal: outer }: ResilientOptions) => {
  const controller = new AbortController();
  let expired: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const expireAfter = (ms: number, what: string): void => {
    const own = setTimeout(() => {
      // Where this thread itself was held up, the answer may have come in time and wait to be read: that goes first.
      setImmediate(() => {
        if (timer !== own) return;
        expired = `${what} within ${ms / 1000} s`;
        controller.abort();
      });
    }, ms);
    timer = own;
  };
  const clearTimer = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const end = () => controller.abort();
  expireAfter(startMs, 'its worker was not ready');
  outer.addEventListener('abort', end, { once: true });
  return {
    signal: controller.signal,
    begun: () => {
      clearTimer();
      expireAfter(itemMs * items, 'no answer');
    },
    expired: () => expired,
    clear: () => {
      clearTimer();
      outer.removeEventListener('abort', end);
    },
  };
};

const failed = (items: readonly Dialogue[], error: HapuiError): Generated[] =>
  items.map(() => ({ status: 'failed', reason: error.message }));

const poisonous = ({ causes }: Attempt, attempts: number): ItemAnswer => ({
  answer: {
    status: 'failed',
    reason: `its worker died each time it was tried: ${[...new Set(causes)].join('; ')}`,
  },
  attempts,
});

const causeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'the worker ran out of memory';
  return message ?? String(error);
};
