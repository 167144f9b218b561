/**
 * Work in threads that may die: a crash, `process.exit`, lack of memory, a hang. A batch that kills its thread is run
 * again once as a whole (neural answers depend on their batch); if it kills again its items run alone, in order, so that
 * one poisonous item costs none of its neighbours.
 */
import { HapuiError } from '../errors.ts';
import type { Dialogue, Generated } from '../types.ts';

/** Runs items in one thread; rejects with a `HapuiError` where the work failed, with anything else where the thread died. */
export type RunItems = (items: readonly Dialogue[], signal: AbortSignal) => Promise<readonly Generated[]>;

export interface ResilientOptions {
  /** Time for one item; a batch has as many times this as it has items. */
  readonly itemMs: number;
  /** Ends the work from outside. */
  readonly signal: AbortSignal;
}

/** Answers of a batch; `alone` marks those that were not made in their batch. */
export interface BatchAnswers {
  readonly answers: readonly Generated[];
  readonly alone: boolean;
  /** Threads that died on the way. */
  readonly deaths: number;
}

/** Runs a batch, whatever happens to its thread. Rejects only when `signal` ends the work. */
export const runBatch = async (
  items: readonly Dialogue[],
  run: RunItems,
  options: ResilientOptions,
): Promise<BatchAnswers> => {
  const whole = await attempt(items, run, options, 2);
  if (whole.status === 'done') return { answers: whole.answers, alone: false, deaths: whole.deaths };
  if (items.length === 1)
    return { answers: [poisonous(whole.causes)], alone: false, deaths: whole.causes.length };
  const answers: Generated[] = [];
  let deaths = whole.causes.length;
  for (const item of items) {
    const alone = await attempt([item], run, options, 2);
    answers.push(alone.status === 'done' ? alone.answers[0]! : poisonous(alone.causes));
    deaths += alone.status === 'done' ? alone.deaths : alone.causes.length;
  }
  return { answers, alone: true, deaths };
};

type Attempt =
  | { readonly status: 'done'; readonly answers: readonly Generated[]; readonly deaths: number }
  | { readonly status: 'killed'; readonly causes: readonly string[] };

const attempt = async (
  items: readonly Dialogue[],
  run: RunItems,
  { itemMs, signal }: ResilientOptions,
  tries: number,
): Promise<Attempt> => {
  const causes: string[] = [];
  while (causes.length < tries) {
    const deadline = startDeadline(itemMs * items.length, signal);
    try {
      const answers = await run(items, deadline.signal);
      return { status: 'done', answers, deaths: causes.length };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HapuiError)
        return { status: 'done', answers: failed(items, error), deaths: causes.length };
      causes.push(
        deadline.expired() ? `no answer within ${(itemMs * items.length) / 1000} s` : causeOf(error),
      );
    } finally {
      deadline.clear();
    }
  }
  return { status: 'killed', causes };
};

/** A signal that ends after `ms` or with `outer`; cleared by hand, since one a batch would otherwise pile up. */
const startDeadline = (ms: number, outer: AbortSignal) => {
  const controller = new AbortController();
  let isExpired = false;
  const timer = setTimeout(() => {
    isExpired = true;
    controller.abort();
  }, ms);
  const end = () => controller.abort();
  outer.addEventListener('abort', end, { once: true });
  return {
    signal: controller.signal,
    expired: () => isExpired,
    clear: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', end);
    },
  };
};

const failed = (items: readonly Dialogue[], error: HapuiError): Generated[] =>
  items.map(() => ({ status: 'failed', reason: error.message }));

const poisonous = (causes: readonly string[]): Generated => ({
  status: 'failed',
  reason: `its worker died each time it was tried: ${[...new Set(causes)].join('; ')}`,
});

const causeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'the worker ran out of memory';
  return message ?? String(error);
};
