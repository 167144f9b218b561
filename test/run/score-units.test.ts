import t from 'tap';
import { createScoreTable } from '../../src/run/score-table.ts';
import { createUnits, type EvidentPool } from '../../src/run/score-units.ts';
import type { Candidate } from '../../src/types.ts';

const pool = (
  id: string,
  index: number,
  texts: Readonly<Record<string, readonly string[]>>,
): EvidentPool => ({
  pool: {
    dialogue: { id, index, text: `dialogue ${index}`, references: [] },
    candidates: Object.entries(texts).flatMap(([system, list]) =>
      list.map((text, candidate): Candidate => ({ system, candidate, text, status: 'ok' })),
    ),
  },
});

const parts = { stage: 'score-test', options: {}, identity: 'one' };
const all = (window: readonly unknown[]) => [[...window.keys()]];
const single = (window: readonly unknown[]) => [...window.keys()].map((place) => [place]);
const unitsOf = (scope: 'candidate' | 'pool', cut: typeof all, window: readonly EvidentPool[]) =>
  createUnits({ parts, definition: { scope } as never, cut }, 1)(window);
const keysOf = (...given: Parameters<typeof unitsOf>): string[] =>
  unitsOf(...given).flatMap(({ keys }) => keys.map((key) => Buffer.from(key).toString('hex')));

const window = [pool('a', 0, { x: ['one', ' '], y: ['two', 'three'] }), pool('b', 1, { y: ['four'] })];

t.test(
  'items are the texts of one system, or of all, without blank ones and the rows they stand for',
  async (t) => {
    const shape = (scope: 'candidate' | 'pool') =>
      unitsOf(scope, all, window).map(({ items }) =>
        items.map(({ item, system, rows }) => [item.id, system, item.candidates, rows]),
      );
    t.strictSame(shape('candidate'), [
      [['a', 'x', ['one'], [0]]],
      [
        ['a', 'y', ['two', 'three'], [2, 3]],
        ['b', 'y', ['four'], [0]],
      ],
    ]);
    t.strictSame(shape('pool'), [
      [
        ['a', null, ['one', 'two', 'three'], [0, 2, 3]],
        ['b', null, ['four'], [0]],
      ],
    ]);
  },
);

t.test('a key is about texts: ids, names of systems and Unicode forms are no part of it', async (t) => {
  const renamed = [pool('c', 0, { z: ['회의'.normalize('NFD')] })];
  t.strictSame(
    keysOf('candidate', single, renamed),
    keysOf('candidate', single, [pool('a', 0, { x: ['회의'] })]),
  );
  const keys = keysOf('candidate', single, [
    pool('a', 0, { x: ['one'], y: ['two'] }),
    pool('b', 1, { x: ['one'] }),
    pool('c', 2, { x: ['on', 'e'] }),
  ]);
  t.equal(
    new Set(keys).size,
    keys.length,
    'another text, dialogue or cut of the same letters has another key',
  );
});

t.test(
  'a score counts for its batch only; other systems are none of it unless the scope says so',
  async (t) => {
    const [alone] = keysOf('candidate', single, window);
    const more = [pool('a', 0, { x: ['one'], y: ['else'] }), pool('b', 1, { x: ['five'] })];
    t.equal(keysOf('candidate', single, more)[0], alone);
    t.not(keysOf('candidate', all, more)[0], alone, 'in a batch with another');
    t.not(keysOf('pool', single, more)[0], keysOf('pool', single, window)[0]);
  },
);

t.test('equal texts of a dialogue share the first score; what was never scored is NaN', async (t) => {
  const table = createScoreTable();
  const column = table.add('own');
  table.add('empty');
  const own = pool('a', 0, { x: ['one', 'two'], y: ['one', 'three'] });
  column.set(0, 4, [0, 1], [0.25, 0.5]);
  column.set(0, 4, [2], [0.2500001]);
  t.strictSame(table.columnsOf(own.pool), {
    own: Float64Array.of(0.25, 0.5, 0.25, Number.NaN),
    empty: new Float64Array(4).fill(Number.NaN),
  });
});
