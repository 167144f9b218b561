/** What paid systems cost, gathered from their reports over all parts of a run. */
import type { Json } from '../types.ts';
import { type Budget, usdText } from './budget.ts';

/** What a system, or all of them, cost in USD. */
export interface Cost {
  /** Requests of this run. */
  readonly paid_usd: number;
  /** What the stored answers that it used had cost. */
  readonly stored_usd: number;
  /** Both. */
  readonly cost_usd: number;
  /** Requests of this run that may be billed or were not counted, each at its dearest; not in the other amounts. */
  readonly unknown_usd_at_most: number;
}

/** `cost` of `run.json`. */
export interface Costs extends Cost {
  readonly budget_usd: number | null;
  /** In the order in which they first worked. */
  readonly systems: readonly (Cost & { readonly id: string })[];
  /** Systems without prices: their cost is in no amount. */
  readonly unpriced: readonly string[];
}

/** Reports of paid systems as they come, of labelled dialogues and of those to decide. */
export interface Bills {
  add(system: string, report: Json): void;
  /** Undefined where no paid system has worked. */
  total(budget: Budget | undefined): Costs | undefined;
  /**
   * Whether the answer under this key, asked for now or found in the store, is met for the first time. Only where the same answers
   * are met again and again, as by trials: it holds a key an answer.
   */
  readonly isNew?: ((key: Uint8Array) => boolean) | undefined;
}

/** The same bills, for work that meets answers more than once: what each had cost is told once. */
export const eachAnswerOnce = (bills: Bills): Bills => {
  const met = new Set<string>();
  return {
    ...bills,
    isNew: (key) => {
      const before = met.size;
      return met.add(Buffer.from(key).toString('base64')).size > before;
    },
  };
};

const amounts = ['paid_usd', 'stored_usd', 'cost_usd', 'unknown_usd_at_most'] as const;

const free: Cost = { paid_usd: 0, stored_usd: 0, cost_usd: 0, unknown_usd_at_most: 0 };

const plus = (a: Cost, b: Cost): Cost => ({
  paid_usd: a.paid_usd + b.paid_usd,
  stored_usd: a.stored_usd + b.stored_usd,
  cost_usd: a.cost_usd + b.cost_usd,
  unknown_usd_at_most: a.unknown_usd_at_most + b.unknown_usd_at_most,
});

/** The amounts of a report; undefined where it has none, or no prices. */
const costIn = (report: Json): Cost | undefined => {
  const found = (report ?? {}) as Partial<Record<string, Json>>;
  return amounts.every((name) => typeof found[name] === 'number') ? (found as unknown as Cost) : undefined;
};

export const createBills = (): Bills => {
  const priced = new Map<string, Cost>();
  const unpriced = new Set<string>();
  return {
    add: (system, report) => {
      const cost = costIn(report);
      if (cost) priced.set(system, plus(priced.get(system) ?? free, cost));
      else unpriced.add(system);
    },
    total: (budget) => {
      if (priced.size + unpriced.size === 0) return undefined;
      const systems = [...priced].map(([id, cost]) => ({ id, ...plus(free, cost) }));
      return {
        ...systems.reduce(plus, free),
        budget_usd: budget?.limitUsd ?? null,
        systems,
        unpriced: [...unpriced],
      };
    },
  };
};

/** The costs in a sentence or two, for the end of a run. */
export const costsText = ({ systems, unpriced, ...all }: Costs): string[] => [
  ...(systems.length > 0
    ? [
        `Cost: ${usdText(all.paid_usd)} USD paid in this run, ${usdText(all.stored_usd)} USD for stored answers (${systems
          .map(({ id, cost_usd }) => `${id} ${usdText(cost_usd)}`)
          .join(', ')}).`,
      ]
    : []),
  ...(all.unknown_usd_at_most > 0
    ? [`Requests of unknown cost may add ${usdText(all.unknown_usd_at_most)} USD at most.`]
    : []),
  ...(unpriced.length > 0 ? [`Cost unknown, for want of prices: ${unpriced.join(', ')}.`] : []),
];
