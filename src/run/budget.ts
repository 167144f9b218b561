/** `--budget`: what a run may pay. A request is sent only where all that is in flight, at its dearest, still fits. */
import { setMaxListeners } from 'node:events';
import { type Config, type Env, type PluginOptions, resolveOptions, type Tables } from '../config/index.ts';
import { ConfigError, firstFew } from '../errors.ts';
import { type Definition, lookUp } from '../registry.ts';
import type { Leave, Purse } from '../types.ts';
import { definitionOf } from './generators.ts';
import { mergerIn } from './merger.ts';
import type { StopSignal } from './stop.ts';

/** A purse with a limit, shared by all systems of a run. */
export interface Budget extends Purse {
  readonly limitUsd: number;
  /** Paid so far, requests of unknown cost at their dearest. */
  readonly spentUsd: number;
  /** Why nothing is spent any more; undefined as long as it has sufficed. */
  readonly exhausted: string | undefined;
}

interface Waiting {
  readonly usd: number;
  readonly answer: (leave: Leave | undefined) => void;
}

/** First come, first served: what does not fit waits until requests in flight turn out cheaper than they might be. */
export const createBudget = (limitUsd: number): Budget => {
  const inFlight = new Set<{ readonly usd: number }>();
  const waiting: Waiting[] = [];
  let spentUsd = 0;
  let exhausted: string | undefined;

  const grant = (usd: number): Leave => {
    const held = { usd };
    inFlight.add(held);
    return {
      settle: (cost) => {
        if (!inFlight.delete(held)) return;
        spentUsd += cost;
        admit();
      },
    };
  };

  const admit = (): void => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const held = [...inFlight].reduce((sum, { usd }) => sum + usd, 0);
      const fits = spentUsd + held + first.usd <= limitUsd;
      if (!fits && exhausted === undefined && inFlight.size > 0) return;
      if (!fits) exhausted ??= reasonOf(limitUsd, spentUsd, first.usd);
      waiting.shift();
      first.answer(exhausted === undefined ? grant(first.usd) : undefined);
    }
  };

  return {
    limitUsd,
    get spentUsd() {
      return spentUsd;
    },
    get exhausted() {
      return exhausted;
    },
    reserve: (usd, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const one: Waiting = {
          usd,
          answer: (leave) => {
            signal.removeEventListener('abort', leaveQueue);
            resolve(leave);
          },
        };
        const leaveQueue = (): void => {
          waiting.splice(waiting.indexOf(one), 1);
          reject(signal.reason);
          admit();
        };
        setMaxListeners(0, signal); // of one signal as many wait as there are requests
        signal.addEventListener('abort', leaveQueue, { once: true });
        waiting.push(one);
        admit();
      }),
  };
};

const reasonOf = (limit: number, spent: number, next: number): string => {
  const bill = `${usdText(spent)} USD spent; the next request may cost ${usdText(next)} USD`;
  const advice = next > limit ? ', more than all of it: set max_tokens, or a higher budget' : '';
  return `the budget of ${usdText(limit)} USD is used up (${bill}${advice})`;
};

/** An amount with four significant digits, cents at least. */
export const usdText = (usd: number): string =>
  usd === 0 || usd >= 10
    ? usd.toFixed(2)
    : usd.toFixed(Math.min(10, Math.max(2, 3 - Math.floor(Math.log10(usd)))));

/** `stop`, also where the budget is used up. */
export const stopWithBudget = (stop: StopSignal, budget: Budget | undefined): StopSignal =>
  budget === undefined
    ? stop
    : {
        signal: stop.signal,
        isDraining: () => stop.isDraining() || budget.exhausted !== undefined,
        reason: () => stop.reason() ?? budget.exhausted,
      };

/** Throws `usage` where something paid has no prices: its cost could not be kept within a budget. */
export const refuseUnpriced = (config: Config, tables: Tables, env: Env): void => {
  const merger = mergerIn({ config, tables });
  const ids = [
    ...config.systems.map((system) => ({
      id: system.id,
      where: `systems.${system.id}`,
      definition: definitionOf(system, tables),
      options: system.options,
    })),
    ...config.rerank.map(({ id, kind, options }) => ({
      id: `rerank.${id}`,
      where: `rerank.${id}`,
      definition: lookUp(tables.scorers, kind, 'scorer', `rerank.${id}.kind`),
      options,
    })),
    ...(merger ? [{ id: 'ensemble.merge', where: 'ensemble.merge', ...merger }] : []),
  ].flatMap(({ id, where, definition, options }) =>
    isUnpriced(definition, options, env, where) ? [id] : [],
  );
  if (ids.length === 0) return;
  throw new ConfigError(
    'usage',
    {
      where: '--budget',
      found: `${ids.length === 1 ? 'the paid system' : 'the paid systems'} ${firstFew(ids)} without prices`,
      expected: 'prices of all that is paid for, since a budget cannot be kept without them',
      fix: 'Add prices: { input: …, output: … } in USD per million tokens (0 for a server of your own).',
    },
    { data: { systems: ids } },
  );
};

/** What generators, scorers and mergers say of their prices. */
type Paid = Definition<unknown> & {
  readonly cost: 'free' | 'slow' | 'paid';
  isPriced?(options: unknown): boolean;
};

const isUnpriced = (definition: Paid, options: PluginOptions, env: Env, where: string): boolean =>
  definition.cost === 'paid' &&
  definition.isPriced?.(resolveOptions(definition, options, env, where)) !== true;
