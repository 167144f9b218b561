import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { FeaturePool } from '../../../src/rerank/features/define.ts';
import {
  computeStatic,
  fittedGroups,
  fittedNames,
  fittedValues,
  staticGroups,
  staticNames,
} from '../../../src/rerank/features/index.ts';
import { poolOf } from './pool.ts';

/** Names and values of the features that depend on a fit. */
const computeFitted = (...[pool, fitted]: Parameters<typeof fittedValues>) => ({
  names: fittedNames(pool),
  values: fittedValues(pool, fitted),
});

const groups = [...Object.values(staticGroups), ...Object.values(fittedGroups)];

t.test('the names of a run are those of its types and scorers, each once', async (t) => {
  const columns = { zeta: Float64Array.of(1), alpha: Float64Array.of(2) };
  const pool = poolOf({ written: ['a'], columns });
  const { names, values } = computeStatic(pool);
  t.equal(values.length, names.length);
  t.strictSame(names, staticNames(pool));
  t.strictSame(names.slice(0, 4), ['utility.rouge1', 'utility.rouge2', 'utility.rougeL', 'utility.mean']);
  t.strictSame(names.slice(-4), [
    'scorer.alpha',
    'scorer.zeta',
    'scorer.alpha.missing',
    'scorer.zeta.missing',
  ]);
  t.equal(values[names.indexOf('scorer.zeta')]?.[0], 1);
  const fitted = computeFitted(pool, { skills: Float64Array.of(0.5), intercepts: Float64Array.of(0.1) });
  t.strictSame(fitted.names, fittedNames(pool));
  t.equal(fitted.values.length, fitted.names.length);
  const all = [...names, ...fitted.names];
  t.equal(new Set(all).size, all.length);
});

t.test(
  'docs/second-stage.md lists the features that there are, and says of each what its definition says',
  async (t) => {
    const page = readFileSync('docs/second-stage.md', 'utf8');
    const section = page.split('\n## Features\n')[1]?.split('\n## ')[0] ?? '';
    const rows = Array.from(section.matchAll(/^\| `(.+?)` \| (.+) \|$/gm), ([, name, about]) => ({
      name,
      about,
    }));
    t.strictSame(
      rows,
      groups.flatMap(({ features }) => features.map(({ name, about }) => ({ name, about }))),
    );
  },
);

const words = fc.constantFrom('a', 'b', 'c', 'd', '3', '씨', 'Tom', '#Person1#', '#Person3#', '.', '…');
const text = fc.array(words, { maxLength: 8 }).map((list) => list.join(' '));
const scores = fc.constantFrom(Number.NaN, Infinity, -2, 0, 0.5);

/** A dialogue of up to seven candidates of up to four systems, with everything that can be absent sometimes absent. */
const pools = fc.record({
  dialogue: fc.oneof(fc.constant(''), text),
  rows: fc.array(
    fc.record({
      system: fc.nat(3),
      written: fc.oneof(fc.constant(''), text),
      logprob: fc.option(fc.double({ min: -50, max: 0, noNaN: true }), { nil: undefined }),
      length: fc.option(fc.nat(9), { nil: undefined }),
      score: scores,
    }),
    { minLength: 1, maxLength: 7 },
  ),
  clusterOf: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
  skills: fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(Number.NaN, 0.1, 0.45, 0.5))),
});
type Drawn = typeof pools extends fc.Arbitrary<infer Value> ? Value : never;

const builtFrom = ({ dialogue, rows, clusterOf }: Drawn): FeaturePool =>
  poolOf({
    dialogue,
    written: rows.map(({ written }) => written),
    rows: Int32Array.from(rows, ({ system }) => system),
    given: rows.map(({ logprob, length }) => ({
      ...(logprob === undefined ? {} : { logprob }),
      ...(length === undefined ? {} : { length }),
    })),
    columns: { cross: Float64Array.from(rows, ({ score }) => score) },
    clusterOf: Int32Array.from(clusterOf),
  });

const tableOf = (drawn: Drawn): { readonly name: string; readonly values: Float64Array }[] => {
  const pool = builtFrom(drawn);
  const tables = [
    computeStatic(pool),
    computeFitted(pool, {
      skills: Float64Array.from(drawn.skills),
      intercepts: Float64Array.from(drawn.skills, (skill) => skill || 0),
    }),
  ];
  return tables.flatMap(({ names, values }) =>
    names.map((name, place) => ({ name, values: values[place]! })),
  );
};

t.test('a feature is finite or unknown, and unknown where there is no text', async () => {
  fc.assert(
    fc.property(pools, (drawn) =>
      tableOf(drawn).every(({ values }) =>
        values.every((value, row) =>
          drawn.rows[row]?.written === ''
            ? Number.isNaN(value)
            : Number.isNaN(value) || Number.isFinite(value),
        ),
      ),
    ),
  );
});

/** The only features that may be unknown where there is a text. */
const sometimesUnknown =
  /^(utility\.(max|min|spread)|overlap|length\.(ratio|source)|coverage|tags\.(kept|speakers)|logprob\.mean|scorer\.cross|prior|lexicon)/;

t.test('most features are known of every text', async () => {
  fc.assert(
    fc.property(pools, (drawn) =>
      tableOf(drawn)
        .filter(({ name }) => !sometimesUnknown.test(name))
        .every(({ values }) =>
          values.every((value, row) => drawn.rows[row]?.written === '' || Number.isFinite(value)),
        ),
    ),
  );
});

const near = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) < 1e-9;

t.test('the order of candidates and the numbers of systems change no feature', async () => {
  fc.assert(
    fc.property(pools, fc.infiniteStream(fc.nat()), (drawn, keys) => {
      const order = drawn.rows
        .map((_, row) => ({ row, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const renamed: Drawn = {
        ...drawn,
        rows: order.map((row) => ({ ...drawn.rows[row]!, system: 3 - drawn.rows[row]!.system })),
        clusterOf: drawn.clusterOf.toReversed() as Drawn['clusterOf'],
        skills: drawn.skills.toReversed() as Drawn['skills'],
      };
      const [plain, shuffled] = [tableOf(drawn), tableOf(renamed)];
      return plain.every(({ name, values }, feature) =>
        order.every(
          (row, place) =>
            // Sums in another order may break a tie.
            name.endsWith('.rank') || near(values[row]!, shuffled[feature]!.values[place]!),
        ),
      );
    }),
  );
});

t.test('what a text alone decides is the same for all who wrote it', async () => {
  const ofTexts = /^(overlap|length|coverage|repetition|sentences|marks|tags|support|duplicates)\./;
  fc.assert(
    fc.property(pools, (drawn) =>
      tableOf(drawn)
        .filter(({ name }) => ofTexts.test(name))
        .every(({ values }) =>
          drawn.rows.every(({ written }, row) =>
            Object.is(values[row], values[drawn.rows.findIndex((other) => other.written === written)]),
          ),
        ),
    ),
  );
});

t.test('a dialogue without any text has no features', async (t) => {
  const pool = poolOf({ written: ['', ''], dialogue: '' });
  for (const { values } of [
    computeStatic(pool),
    computeFitted(pool, { skills: Float64Array.of(0.5, 0.4), intercepts: new Float64Array(2) }),
  ])
    t.ok(values.every((column) => column.length === 2 && column.every(Number.isNaN)));
});
