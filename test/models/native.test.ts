import t from 'tap';
import { cell, countCallsIn, createCells, inNative } from '../../src/models/native.ts';

t.test('without cells the work is just done', async (t) => {
  t.equal(await inNative(() => 3), 3);
});

t.test('calls are counted while they last, whether they return or throw', async (t) => {
  const cells = createCells();
  countCallsIn(cells);
  const seen = await inNative(async () => {
    const inner = await inNative(() => Atomics.load(cells, cell.calls));
    return [inner, Atomics.load(cells, cell.calls)];
  });
  t.same(seen, [2, 1]);
  await t.rejects(
    inNative(() => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  t.equal(Atomics.load(cells, cell.calls), 0);
});

t.test('once a thread is asked to end, no call begins', async (t) => {
  const cells = createCells();
  countCallsIn(cells);
  Atomics.store(cells, cell.asked, 1);
  await t.rejects(
    inNative(() => t.fail('it began')),
    { message: /asked to end/ },
  );
  t.equal(Atomics.load(cells, cell.calls), 0);
});
