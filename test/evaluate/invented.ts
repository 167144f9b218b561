/** Labelled sets with known truth, for tests: no texts, only utilities and gold. */
import type { LabelledPool, LabelledSet } from '../../src/evaluate/labelled-pool.ts';
import { createRandom } from '../../src/random.ts';
import { fittedNames } from '../../src/rerank/features/index.ts';

export interface InventedOptions {
  readonly dialogues: number;
  /** Mean gold of each system. */
  readonly skills: readonly number[];
  /** How much gold varies from dialogue to dialogue. */
  readonly spread: number;
  /** How far utilities tell good candidates from bad ones, 0–1. */
  readonly insight: number;
  /** How far the feature `hint` follows gold, 0–1; default 0: it is noise. */
  readonly hint?: number;
  readonly seed: number;
}

/** Names of the features of an invented set. */
export const inventedFeatures = ['hint', 'noise', ...fittedNames({ types: ['overlap'] })];

/** One candidate a system and dialogue, all texts different; good candidates are alike where `insight` is high. */
export const invent = (options: InventedOptions): LabelledSet => ({
  systems: options.skills.map((_, system) => `s${system}`),
  families: options.skills.map(() => undefined),
  features: inventedFeatures,
  pools: Array.from({ length: options.dialogues }, (_, index) => inventPool(index, options)),
});

const inventPool = (
  index: number,
  { skills, spread, insight, hint = 0, seed }: InventedOptions,
): LabelledPool => {
  const random = createRandom(seed, index);
  const gold = Float64Array.from(skills, (skill) =>
    Math.min(1, Math.max(0, skill + spread * (random.next() - 0.5))),
  );
  const size = skills.length;
  const utility = Float64Array.from({ length: size * size }, (_, cell) => {
    const [a = 0, b = 0] = [gold[Math.floor(cell / size)], gold[cell % size]];
    return Math.floor(cell / size) === cell % size
      ? 1
      : insight * a * b + (1 - insight) * 0.5 * random.next();
  });
  const rows = Int32Array.from(skills.keys());
  const features = createRandom(seed, index, 'features');
  const statics = Float64Array.from({ length: 2 * size }, (_, at) =>
    at % 2 === 0 ? hint * gold[at >> 1]! + (1 - hint) * features.next() : features.next(),
  );
  return {
    id: `d${String(index).padStart(4, '0')}`,
    group: `d${index}`,
    rows,
    ranks: new Int32Array(size),
    hypothesisOf: rows.slice(),
    eligible: new Uint8Array(size).fill(1),
    hypotheses: size,
    utility,
    types: ['overlap'],
    planes: [utility],
    statics: { rows: size, width: 2, values: statics },
    gold,
  };
};

/** The same set with its labels dealt anew: gold tells nothing about candidates any more. */
export const shuffleLabels = (set: LabelledSet, seed: number): LabelledSet => ({
  ...set,
  pools: set.pools.map((pool) => {
    const random = createRandom(seed, 'labels', pool.id);
    const draws = pool.gold.map(() => random.next());
    const order = [...pool.gold.keys()].sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
    return { ...pool, gold: Float64Array.from(order, (from) => pool.gold[from] ?? 0) };
  }),
});

/** The same set with systems, rows, hypotheses and dialogues in another order. */
export const permute = (set: LabelledSet, seed: number): LabelledSet => {
  const order = shuffled(set.systems.length, seed, 'systems');
  return {
    features: set.features,
    systems: order.map((system) => set.systems[system] ?? ''),
    families: order.map((system) => set.families[system]),
    pools: shuffled(set.pools.length, seed, 'pools').map((item) =>
      permutePool(set.pools[item] as LabelledPool, order, seed),
    ),
  };
};

const shuffled = (count: number, seed: number, ...keys: readonly string[]): number[] => {
  const draws = Array.from({ length: count }, (_, item) => createRandom(seed, ...keys, item).next());
  return [...draws.keys()].sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
};

const permutePool = (pool: LabelledPool, systems: readonly number[], seed: number): LabelledPool => {
  const rows = shuffled(pool.rows.length, seed, pool.id, 'rows');
  const texts = shuffled(pool.hypotheses, seed, pool.id, 'texts');
  const at = (values: ArrayLike<number>) => (row: number) => values[row] ?? 0;
  const permutedPlane = (plane: Float64Array) =>
    Float64Array.from(texts.flatMap((a) => texts.map((b) => at(plane)(a * pool.hypotheses + b))));
  return {
    ...pool,
    rows: Int32Array.from(rows, (row) => systems.indexOf(at(pool.rows)(row))),
    ranks: Int32Array.from(rows, at(pool.ranks)),
    hypothesisOf: Int32Array.from(rows, (row) => {
      const own = at(pool.hypothesisOf)(row);
      return own < 0 ? -1 : texts.indexOf(own);
    }),
    eligible: Uint8Array.from(rows, at(pool.eligible)),
    gold: Float64Array.from(texts, at(pool.gold)),
    utility: permutedPlane(pool.utility),
    planes: pool.planes.map(permutedPlane),
    statics: {
      ...pool.statics,
      values: Float64Array.from(
        rows.flatMap((row) => [...pool.statics.values.subarray(2 * row, 2 * row + 2)]),
      ),
    },
  };
};
