import t from 'tap';
import { cell, inNative } from '../../src/models/native.ts';
import { createBrake, withBrake } from '../../src/workers/brake.ts';

const whenAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('ended by itself')));

t.test('a task sees its brake by its signal, and may answer', async (t) => {
  const brake = createBrake();
  const task = withBrake(brake.cells, whenAborted);
  t.equal(await brake.pull(60_000), true);
  t.equal(await task, 'ended by itself');
  brake.release();
});

t.test('a brake pulled before the task begins is seen all the same', async (t) => {
  const brake = createBrake();
  t.equal(await brake.pull(60_000), true);
  t.equal(await withBrake(brake.cells, whenAborted), 'ended by itself');
  brake.release();
});

t.test('a task that ends undisturbed is not aborted', async (t) => {
  const brake = createBrake();
  const signal = await withBrake(brake.cells, async (signal) => signal);
  brake.release();
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(signal.aborted, false);
});

t.test(
  'a thread in native code may be ended when the call has returned, and begins none afterwards',
  async (t) => {
    const brake = createBrake();
    const events: string[] = [];
    const task = withBrake(brake.cells, async (signal) => {
      await inNative(async () => {
        await whenAborted(signal);
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push('returned');
      });
      await inNative(() => events.push('again'));
    });
    const refused = t.rejects(task, { message: /asked to end/ });
    t.equal(await brake.pull(60_000), true);
    events.push('may be ended');
    await refused;
    t.same(events, ['returned', 'may be ended']);
    brake.release();
  },
);

t.test('native code that does not return in time is told apart', async (t) => {
  const brake = createBrake();
  let letGo = (): void => {};
  const call = withBrake(brake.cells, () =>
    inNative(() => new Promise<void>((resolve) => (letGo = resolve))),
  );
  t.equal(Atomics.load(brake.cells, cell.calls), 1);
  t.equal(await brake.pull(20), false);
  letGo();
  await call;
  brake.release();
});
