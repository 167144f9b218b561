import fc from 'fast-check';
import t from 'tap';
import {
  addSimilarity,
  type ComparedRows,
  createSimilaritySums,
  meanSimilarity,
  mergeSimilarity,
} from '../../src/ensemble/similarity.ts';

const near = (a: number | undefined, b: number) => Math.abs((a ?? Number.NaN) - b) < 1e-9;

t.test('similarity is the mean of both directions over the dialogues where both are present', async (t) => {
  const sums = createSimilaritySums(3);
  addSimilarity(sums, {
    rows: Int32Array.of(0, 1, 2),
    hypothesisOf: Int32Array.of(0, 1, -1),
    utility: Float64Array.of(1, 0.5, 0.3, 1),
    hypotheses: 2,
  });
  addSimilarity(sums, {
    rows: Int32Array.of(0, 1, 2),
    hypothesisOf: Int32Array.of(0, 0, 1),
    utility: Float64Array.of(1, 0.2, 0.1, 1),
    hypotheses: 2,
  });
  const mean = meanSimilarity(sums);
  t.ok(near(mean[1], (0.4 + 1) / 2));
  t.ok(near(mean[2], 0.15));
  t.equal(mean[3], mean[1], 'symmetric');
  t.ok(Number.isNaN(mean[0]), 'no similarity to itself');
});

t.test('systems that never meet have no similarity', async (t) => {
  t.ok(meanSimilarity(createSimilaritySums(2)).every(Number.isNaN));
});

t.test('a copy of a system with several unlike candidates is still a copy, in any order', async (t) => {
  const sums = createSimilaritySums(2);
  addSimilarity(sums, {
    rows: Int32Array.of(0, 0, 1, 1),
    hypothesisOf: Int32Array.of(0, 1, 1, 0),
    utility: Float64Array.of(1, 0.1, 0.1, 1),
    hypotheses: 2,
  });
  t.ok(near(meanSimilarity(sums)[1], 1));
});

const dialogues = fc.array(
  fc.record({
    rows: fc.array(fc.nat({ max: 4 }), { minLength: 6, maxLength: 6 }).map((rows) => Int32Array.from(rows)),
    hypothesisOf: fc
      .array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 })
      .map((rows) => Int32Array.from(rows)),
    utility: fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 })
      .map((values) => Float64Array.from(values)),
    hypotheses: fc.constant(3),
  }),
  { minLength: 1, maxLength: 12 },
);

const gather = (parts: readonly (readonly ComparedRows[])[]): Float64Array => {
  const total = createSimilaritySums(5);
  for (const part of parts) {
    const sums = createSimilaritySums(5);
    for (const dialogue of part) addSimilarity(sums, dialogue);
    mergeSimilarity(total, sums);
  }
  return meanSimilarity(total);
};

t.test('any split over workers and any order of dialogues gives the same bytes', async () => {
  fc.assert(
    fc.property(dialogues, fc.nat(), (all, pick) => {
      const cut = pick % all.length;
      const whole = gather([all]);
      const split = gather([all.slice(cut).reverse(), all.slice(0, cut)]);
      return Buffer.from(whole.buffer).equals(Buffer.from(split.buffer));
    }),
  );
});
