/** What every metric keeps to. Each implementation's test calls it. */
import fc from 'fast-check';
import t from 'tap';
import type { MetricDefinition } from '../../src/registry.ts';
import type { MetricMatrix, Tokens } from '../../src/types.ts';

export interface MetricContract {
  // biome-ignore lint/suspicious/noExplicitAny: definitions of any options
  readonly definition: MetricDefinition<any>;
  readonly options?: Readonly<Record<string, unknown>>;
}

const token = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', '가', '나') },
  { weight: 1, arbitrary: fc.constantFrom('.', '', ' ', '\n', '3.5', '__proto__', '😀') },
);
const texts = (minLength: number) => fc.array(fc.array(token, { maxLength: 9 }), { minLength, maxLength: 4 });

/** All numbers of a matrix, a list a plane. */
export const planesOf = ({ precision, recall, fmeasure }: MetricMatrix): number[][] =>
  [...precision, ...recall, ...fmeasure].map((plane) => [...plane]);

/** Runs the contract as tests. */
export const metricContract = ({ definition, options = {} }: MetricContract): void => {
  const create = () => definition.create(definition.options.parse(options));
  const check = (property: (h: Tokens[], r: Tokens[]) => void) =>
    fc.assert(fc.property(texts(0), texts(0), property), { seed: 11, numRuns: 150 });

  t.test(`${definition.name}: its options describe themselves and refuse unknown keys`, async (t) => {
    t.match(definition, { kind: 'metric', about: /\.$/, higherIsBetter: true });
    t.throws(() => definition.options.parse({ ...options, unheard_of: 1 }));
    t.ok(create().signature.startsWith(definition.name));
    t.equal(create().signature, create().signature);
  });

  t.test(`${definition.name}: a plane a type and part, a number from 0 to 1 a cell`, async (t) => {
    const metric = create();
    check((hypotheses, references) => {
      const matrix = metric.matrix(hypotheses, references);
      t.match(matrix, { hypotheses: hypotheses.length, references: references.length });
      const planes = planesOf(matrix);
      t.equal(planes.length, 3 * metric.types.length);
      t.ok(planes.every((plane) => plane.length === hypotheses.length * references.length));
      t.ok(planes.flat().every((score) => score >= 0 && score <= 1));
    });
  });

  t.test(`${definition.name}: a score depends on its own two texts only`, async (t) => {
    const metric = create();
    check((hypotheses, references) => {
      const matrix = metric.matrix(hypotheses, references);
      for (const [row, hypothesis] of hypotheses.entries()) {
        for (const [column, reference] of references.entries()) {
          const cell = row * references.length + column;
          const alone = create().matrix([hypothesis], [reference]);
          t.same(
            planesOf(alone).flat(),
            planesOf(matrix).map((plane) => plane[cell]),
          );
          t.equal(alone.errors.get(0), matrix.errors.get(cell));
        }
      }
    });
  });

  t.test(`${definition.name}: the same list on both sides scores as two equal lists`, async (t) => {
    const metric = create();
    check((pool) => {
      const copy = pool.map((tokens) => [...tokens]);
      t.same(planesOf(metric.matrix(pool, pool)), planesOf(metric.matrix(pool, copy)));
    });
  });

  t.test(`${definition.name}: nothing scores above a text against itself`, async (t) => {
    const metric = create();
    check((hypotheses, references) => {
      const matrix = metric.matrix(hypotheses, references);
      for (const [column, reference] of references.entries()) {
        const self = metric.matrix([reference], [reference]);
        for (const type of metric.types.keys()) {
          const scores = hypotheses.map(
            (_, row) => matrix.fmeasure[type]![row * references.length + column]!,
          );
          t.ok(scores.every((score) => score <= self.fmeasure[type]![0]!));
        }
      }
    });
  });

  t.test(`${definition.name}: a pair with a message scores 0`, async (t) => {
    const metric = create();
    check((hypotheses, references) => {
      const matrix = metric.matrix(hypotheses, references);
      for (const cell of matrix.errors.keys()) t.ok(planesOf(matrix).every((plane) => plane[cell] === 0));
    });
  });
};
