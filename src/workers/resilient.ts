/**
 * Work in threads that may die: a crash, `process.exit`, lack of memory, a hang. A batch that kills its thread is run
 * again once as a whole (neural answers depend on their batch); if it kills again its items run alone, in order, so that
 * one poisonous item costs none of its neighbours.
 */
import { setMaxListeners } from 'node:events';
import { HapuiError } from '../errors.ts';
import type { Candidate, CandidateStatus, Dialogue, Generated } from '../types.ts';

/**
 * Runs items in one thread and calls `begun` when the thread is ready for them; rejects with a `HapuiError` where the
 * work failed, with anything else where the thread died.
 */
export type RunItems<Item = Dialogue, Answer = Generated> = (
  items: readonly Item[],
  signal: AbortSignal,
  begun: () => void,
) => Promise<readonly Answer[]>;

/** What answers must look like. Their makers may be plugins, and what is stored is read in every later run. */
export interface AnswerShape<Item> {
  /** The shape in words, for the user. */
  readonly expected: string;
  fits(answer: Partial<Record<string, unknown>>, item: Item): boolean;
}

/** An item that was tried in vain. */
export interface Failed {
  readonly status: 'failed';
  readonly reason: string;
}

export interface ResilientOptions<Item = Dialogue> {
  /** Time for one item; a batch has as many times this as it has items. */
  readonly itemMs: number;
  /** Time for a thread to get ready, its model included. */
  readonly startMs: number;
  /** Ends the work from outside. */
  readonly signal: AbortSignal;
  /** Told of every death, with the items that were being worked on. */
  readonly onDeath?: ((items: readonly Item[], cause: string) => void) | undefined;
  /** Default: that of generators. What does not fit has failed. */
  readonly shape?: AnswerShape<Item> | undefined;
}

/** What became of one item. */
export interface ItemAnswer<Answer = Generated> {
  readonly answer: Answer | Failed;
  /** How often it was tried. */
  readonly attempts: number;
}

/** Answers of a batch; `alone` marks those that were not made in their batch. */
export interface BatchAnswers<Answer = Generated> {
  readonly answers: readonly ItemAnswer<Answer>[];
  readonly alone: boolean;
  /** Threads that died on the way. */
  readonly deaths: number;
  /** What killed the last of them. */
  readonly cause: string | undefined;
}

/** An item or batch that kills this many threads is not tried again. */
const tries = 2;

/** Runs a batch, whatever happens to its thread. Rejects only when `signal` ends the work, or when no thread can work (`worker`). */
export const runBatch = async <Item, Answer>(
  items: readonly Item[],
  run: RunItems<Item, Answer>,
  options: ResilientOptions<Item>,
): Promise<BatchAnswers<Answer>> => {
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
export const runApart = async <Item, Answer>(
  items: readonly Item[],
  run: RunItems<Item, Answer>,
  options: ResilientOptions<Item>,
  before = 0,
): Promise<BatchAnswers<Answer>> => {
  const answers: ItemAnswer<Answer>[] = [];
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

interface Attempt<Answer> {
  /** Undefined where every try killed its thread. */
  readonly answers: readonly (Answer | Failed)[] | undefined;
  readonly deaths: number;
  readonly causes: readonly string[];
}

const attempt = async <Item, Answer>(
  items: readonly Item[],
  run: RunItems<Item, Answer>,
  options: ResilientOptions<Item>,
): Promise<Attempt<Answer>> => {
  const shape = options.shape ?? (generatedShape as AnswerShape<Item>);
  const causes: string[] = [];
  while (causes.length < tries) {
    options.signal.throwIfAborted();
    const watch = startWatch(items.length, options);
    try {
      const answers = answersOf<Item, Answer>(await run(items, watch.signal, watch.begun), items, shape);
      return { answers, deaths: causes.length, causes };
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof HapuiError && error.code === 'worker') throw error;
      const expired = watch.expired();
      // Work that is asked to end says so in words of its own.
      if (expired === undefined && error instanceof HapuiError)
        return { answers: failed(items, error), deaths: causes.length, causes };
      causes.push(expired ?? causeOf(error));
      options.onDeath?.(items, causes.at(-1)!);
    } finally {
      watch.clear();
    }
  }
  return { answers: undefined, deaths: causes.length, causes };
};

/** What came back, if it is one answer an item. */
const answersOf = <Item, Answer>(
  given: unknown,
  items: readonly Item[],
  shape: AnswerShape<Item>,
): (Answer | Failed)[] => {
  if (!Array.isArray(given) || given.length !== items.length) {
    const found = Array.isArray(given) ? `${given.length} answers` : `${given}`;
    throw new HapuiError('generator', { found, expected: `${items.length} answers, one an item` });
  }
  return given.map((answer: Answer, place) =>
    isFailed(answer) || (answer && shape.fits(answer, items[place]!))
      ? answer
      : { status: 'failed', reason: `an answer of another shape; expected ${shape.expected}` },
  );
};

const isFailed = (answer: unknown): boolean => {
  const { status, reason } = (answer ?? {}) as Partial<Failed>;
  return status === 'failed' && typeof reason === 'string';
};

const generatedShape: AnswerShape<Dialogue> = {
  expected:
    '{ status: "ok", candidates: [{ text, status }] } with Unicode text and a known status, or { status: "failed", reason }',
  fits: ({ status, candidates, reason }) =>
    (status === 'ok' || (status === 'partial' && typeof reason === 'string')) &&
    Array.isArray(candidates) &&
    candidates.every(isCandidate),
};

const statuses: Readonly<Record<CandidateStatus, true>> = {
  ok: true,
  empty: true,
  truncated: true,
  refused: true,
  filtered: true,
  malformed: true,
  failed: true,
};

/** Half a surrogate pair would come out of every file as another character. */
const isUnicode = (text: unknown): boolean => typeof text === 'string' && !/\p{Surrogate}/u.test(text);

const isCandidate = (given: Partial<Candidate> | null): boolean => {
  const { text, status, logprob, note = '' } = given ?? {};
  return (
    isUnicode(text) &&
    isUnicode(note) &&
    Object.hasOwn(statuses, String(status)) &&
    (logprob === undefined || Number.isFinite(logprob))
  );
};

/** A signal that ends when time is up or the work is ended from outside; the time of the items runs from `begun`. */
const startWatch = (
  items: number,
  { itemMs, startMs, signal: outer }: Pick<ResilientOptions, 'itemMs' | 'startMs' | 'signal'>,
) => {
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
  setMaxListeners(0, outer); // of one signal as many listen as there are batches in flight
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

const failed = (items: readonly unknown[], error: HapuiError): Failed[] =>
  items.map(() => ({ status: 'failed', reason: error.message }));

const poisonous = ({ causes }: Attempt<unknown>, attempts: number): ItemAnswer<never> => ({
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
