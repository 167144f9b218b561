// Properties of the greedy choice; the small example is worked out by hand.
import fc from 'fast-check';
import t from 'tap';
import { type DiverseInput, diverseTopK } from '../../src/rerank/diverse.ts';

/** Utilities and qualities in steps of 1/8, so that ties occur; a few rows without text, score or leave to win. */
const pools = fc.integer({ min: 1, max: 7 }).chain((hypotheses) =>
  fc.integer({ min: 1, max: 10 }).chain((rows) => {
    const eighths = (length: number) =>
      fc
        .array(fc.integer({ min: 0, max: 8 }), { minLength: length, maxLength: length })
        .map((values) => Float64Array.from(values, (value) => value / 8));
    const whole = (min: number, max: number) =>
      fc.array(fc.integer({ min, max }), { minLength: rows, maxLength: rows });
    return fc.record({
      quality: eighths(rows).chain((values) =>
        whole(0, 9).map((lots) => values.map((value, row) => (lots[row] === 0 ? Number.NaN : value))),
      ),
      hypothesisOf: whole(-1, hypotheses - 1).map((values) => Int32Array.from(values)),
      hypotheses: fc.constant(hypotheses),
      utility: eighths(hypotheses * hypotheses),
      priors: eighths(rows),
      eligible: whole(0, 4).map((values) => values.map((value) => Number(value > 0))),
    });
  }),
) satisfies fc.Arbitrary<DiverseInput>;

const lambdas = fc.constantFrom(0, 0.25, 0.5, 1, 4);
const sizes = fc.integer({ min: 1, max: 8 });

const mayBeTaken = ({ quality, hypothesisOf, eligible }: DiverseInput, row: number): boolean =>
  hypothesisOf[row]! >= 0 && !Number.isNaN(quality[row]!) && eligible?.[row] !== 0;

t.test('it takes rows that may be taken, one a hypothesis, as many as asked for and there are', async () => {
  fc.assert(
    fc.property(pools, sizes, lambdas, (pool, k, lambda) => {
      const taken = diverseTopK(pool, { k, lambda });
      const texts = new Set(
        [...pool.hypothesisOf.keys()]
          .filter((row) => mayBeTaken(pool, row))
          .map((row) => pool.hypothesisOf[row]!),
      );
      const own = taken.map((row) => pool.hypothesisOf[row]!);
      return (
        taken.every((row) => mayBeTaken(pool, row)) &&
        new Set(own).size === own.length &&
        taken.length === Math.min(k, texts.size)
      );
    }),
  );
});

t.test('taking more changes nothing of what was taken first', async () => {
  fc.assert(
    fc.property(pools, sizes, lambdas, (pool, k, lambda) => {
      const [few, more] = [k, k + 1].map((size) => diverseTopK(pool, { k: size, lambda })) as [
        number[],
        number[],
      ];
      return few.every((row, place) => more[place] === row);
    }),
  );
});

t.test('every row taken is the best of those left, by a count from scratch', async () => {
  fc.assert(
    fc.property(pools, sizes, lambdas, (pool, k, lambda) => {
      const { quality, hypothesisOf, hypotheses, utility } = pool;
      const taken = diverseTopK(pool, { k, lambda });
      const u = (a: number, b: number) => utility[hypothesisOf[a]! * hypotheses + hypothesisOf[b]!]!;
      return taken.every((row, place) => {
        const before = taken.slice(0, place);
        const gain = (each: number): number => {
          const likeness = before.reduce((sum, one) => sum + (u(each, one) + u(one, each)) / 2, 0);
          return quality[each]! - (before.length > 0 ? (lambda * likeness) / before.length : 0);
        };
        const texts = new Set(before.map((one) => hypothesisOf[one]!));
        return [...quality.keys()]
          .filter((each) => mayBeTaken(pool, each) && !texts.has(hypothesisOf[each]!))
          .every((each) => gain(row) >= gain(each) - 1e-9);
      });
    }),
  );
});

t.test('without a price for likeness it takes the best by quality', async () => {
  fc.assert(
    fc.property(pools, sizes, (pool, k) => {
      const qualities = diverseTopK(pool, { k, lambda: 0 }).map((row) => pool.quality[row]!);
      return qualities.every((value, place) => place === 0 || value <= qualities[place - 1]!);
    }),
  );
});

t.test('numbers of hypotheses are names only', async () => {
  fc.assert(
    fc.property(pools, sizes, lambdas, (pool, k, lambda) => {
      const { hypotheses, utility } = pool;
      const turned = (hypothesis: number): number => hypotheses - 1 - hypothesis;
      const other = {
        ...pool,
        hypothesisOf: pool.hypothesisOf.map((each) => (each < 0 ? -1 : turned(each))),
        utility: utility.map(
          (_, at) => utility[turned(Math.floor(at / hypotheses)) * hypotheses + turned(at % hypotheses)]!,
        ),
      };
      return `${diverseTopK(other, { k, lambda })}` === `${diverseTopK(pool, { k, lambda })}`;
    }),
  );
});

t.test('a near-copy of the best waits behind a worse text of its own', async (t) => {
  // 0 and 1 are nearly the same (0.9), 2 is like neither (0.1): 0.7 − 0.5 · 0.9 = 0.25 against 0.5 − 0.5 · 0.1 = 0.45.
  const pool = {
    quality: Float64Array.of(0.8, 0.7, 0.5),
    hypothesisOf: Int32Array.of(0, 1, 2),
    hypotheses: 3,
    utility: Float64Array.of(1, 0.9, 0.1, 0.9, 1, 0.1, 0.1, 0.1, 1),
    priors: Float64Array.of(1, 1, 1),
  };
  t.strictSame(diverseTopK(pool, { k: 2, lambda: 0.5 }), [0, 2]);
  t.strictSame(diverseTopK(pool, { k: 2, lambda: 0 }), [0, 1]);
});

t.test('equal rows go by prior, then by order', async (t) => {
  const pool = {
    quality: Float64Array.of(0.5, 0.5, 0.5),
    hypothesisOf: Int32Array.of(0, 1, 2),
    hypotheses: 3,
    utility: new Float64Array(9),
    priors: Float64Array.of(1, 2, 2),
  };
  t.strictSame(diverseTopK(pool, { k: 3, lambda: 1 }), [1, 2, 0]);
});
