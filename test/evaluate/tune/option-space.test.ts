import fc from 'fast-check';
import t from 'tap';
import { drawTrials, type OptionSpace, samples } from '../../../src/evaluate/tune/option-space.ts';
import { splitForSearch } from '../../../src/evaluate/tune/split.ts';

const space: OptionSpace = {
  beams: [2, 4, 8],
  temperature: { from: 0.1, to: 10, log: true },
  max_new_tokens: { from: 16, to: 100, step: 16 },
  penalty: { from: 0.5, to: 2 },
};

t.test('draws lie in their ranges, are different, and the same for the same seed', async () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, count) => {
      const trials = drawTrials(space, count, seed);
      return (
        trials.length === count &&
        new Set(trials.map((trial) => JSON.stringify(trial))).size === count &&
        trials.every(
          ({ beams, temperature, max_new_tokens, penalty }) =>
            [2, 4, 8].includes(beams as number) &&
            (temperature as number) >= 0.1 &&
            (temperature as number) <= 10 &&
            [16, 32, 48, 64, 80, 96].includes(max_new_tokens as number) &&
            (penalty as number) >= 0.5 &&
            (penalty as number) <= 2,
        ) &&
        JSON.stringify(drawTrials(space, count, seed)) === JSON.stringify(trials) &&
        JSON.stringify(drawTrials(space, count + 5, seed).slice(0, count)) === JSON.stringify(trials)
      );
    }),
    { numRuns: 50 },
  );
});

t.test('a small space is exhausted, not drawn from twice', async (t) => {
  const trials = drawTrials({ a: [1, 2], b: [true, false] }, 20, 1);
  t.equal(trials.length, 4);
});

t.test('a logarithmic range draws small values as often as large ones', async (t) => {
  const draws = drawTrials({ t: { from: 0.01, to: 100, log: true } }, 400, 3);
  const below = draws.filter((trial) => (trial.t as number) < 1).length;
  t.ok(below > 160 && below < 240, `${below} of 400`);
});

t.test('samples are values that a draw may give', async (t) => {
  t.strictSame(samples([1, 'a']), [1, 'a']);
  t.strictSame(samples({ from: 16, to: 100, step: 16 }), [16, 96, 32]);
  t.strictSame(samples({ from: 0.1, to: 0.1, step: 1 }), [0.1, 0.1]);
});

t.test('halves hold every dialogue once, units whole, and no near-duplicate on both sides', async () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 60 }),
      (seed, sizes, kinds) => {
        let next = 0;
        const units = sizes.map((size) => Array.from({ length: size }, () => next++));
        const groups = Array.from({ length: next }, (_, at) => `g${(at * 7) % kinds}`);
        const { search, held } = splitForSearch({ seed, units, groups });
        const seen = new Set(search.map((at) => groups[at]));
        const all = [...search, ...held];
        return (
          new Set(all).size === all.length &&
          2 * search.length >= next &&
          held.every((at) => !seen.has(groups[at])) &&
          (units.length < 6 ||
            units.every((unit) => new Set(unit.map((at) => search.includes(at))).size === 1))
        );
      },
    ),
    { numRuns: 100 },
  );
});
