import fc from 'fast-check';
import t from 'tap';
import { fuse, fusionMethods } from '../../../src/ensemble/fuse.ts';
import { bestRow } from '../../../src/ensemble/policies/pick.ts';
import { contenders, goldOf, type LabelledPool } from '../../../src/evaluate/labelled-pool.ts';
import { fusedPool, goldUnder } from '../../../src/evaluate/tune/fused-pool.ts';

/** Few values, so that rows tie often; some rows have no text, no score, or are held back. */
const cell = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN));
const row = fc.record({
  system: fc.integer({ min: 0, max: 2 }),
  hasText: fc.boolean(),
  isOpen: fc.boolean(),
  gold: fc.double({ min: 0, max: 1, noNaN: true }),
  scores: fc.tuple(cell, cell, cell),
});
const names = ['a', 'b', 'c'];

const poolOf = (rows: readonly { system: number; hasText: boolean; isOpen: boolean; gold: number }[]) =>
  ({
    rows: Int32Array.from(rows, ({ system }) => system),
    hypothesisOf: Int32Array.from(rows, ({ hasText }, place) => (hasText ? place : -1)),
    eligible: Uint8Array.from(rows, ({ isOpen }) => Number(isOpen)),
    hypotheses: rows.length,
    gold: Float64Array.from(rows, ({ gold }) => gold),
  }) as unknown as LabelledPool;

t.test('what is left of a dialogue chooses as the policy `fuse` does on all of it', async () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...fusionMethods),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }).filter((w) => w.some(Boolean)),
      fc.array(fc.constantFrom(0.1, 0.2, Number.NaN), { minLength: 3, maxLength: 3 }),
      (rows, method, parts, standing) => {
        const pool = poolOf(rows);
        const total = parts.reduce((sum, part) => sum + part, 0);
        const weights = parts.map((part) => part / total);
        const columns = Object.fromEntries(
          names.map((name, column) => [name, Float64Array.from(rows, ({ scores }) => scores[column]!)]),
        );
        const open = contenders(pool);
        const eligible = rows.map((_, place) => open.includes(place));
        const named = Object.fromEntries(names.map((name, column) => [name, weights[column]!]));
        const scores = fuse(columns, { method, weights: named, eligible });
        const priors = Float64Array.from(pool.rows, (system) => standing[system]!);
        const scored = open.filter((place) => !Number.isNaN(scores[place]!));
        const expected = bestRow(
          scored.length > 0 ? scored : open,
          scored.length > 0 ? scores : new Float64Array(rows.length),
          priors,
        );
        const found = goldUnder(
          fusedPool(pool, columns, names, method, Float64Array.from(standing)),
          weights,
        );
        return found === (expected === undefined ? 0 : goldOf(pool, expected));
      },
    ),
    { numRuns: 500 },
  );
});
