/** The long form of `test/faults/run-native.test.ts`: work that ends at many moments, and native code that never returns. */
import t from 'tap';
import { freshFolder } from '../folders.ts';
import { isOrderly, slowEncoder, whenEncoding, writeNativeRun } from '../native.ts';
import { hapui, start } from '../runs.ts';
import { seeded } from '../seeded.ts';

const random = seeded(6);

t.test('40 runs that are made to end at random moments: none is aborted', async (t) => {
  const folder = freshFolder(t);
  writeNativeRun(folder);
  for (let n = 0; n < 20; n++) {
    const seconds = (0.001 + random() * 0.1).toFixed(4);
    const { code, signal, err } = await hapui(folder, [
      'run',
      '--fresh',
      '--set',
      `deadlines.item_seconds=${seconds}`,
    ]);
    t.equal(signal, null, `deadline ${seconds} s: ${err}`);
    t.ok(code === 0 || code === 4, `deadline ${seconds} s: ${err}`);
  }
  for (let n = 0; n < 20; n++) {
    const wait = Math.floor(random() * 1000);
    const running = start(folder, ['run', '--fresh'], slowEncoder(folder, 4));
    await whenEncoding(folder);
    await new Promise((resolve) => setTimeout(resolve, wait));
    for (let press = 0; press < 2 + (n % 2); press++) {
      running.child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { code, signal, err } = await running.ended;
    t.ok(isOrderly({ code, signal }), `Ctrl-C after ${wait} ms: ${code} ${signal} ${err}`);
  }
});

t.test(
  'native code that never returns ends the run with that cause, then the process by a kill',
  async (t) => {
    const folder = freshFolder(t);
    writeNativeRun(folder, { deadlines: { item_seconds: 0.05, start_seconds: 3 } });
    const { signal, err } = await hapui(folder, ['run'], slowEncoder(folder, 'hang'));
    t.equal(signal, 'SIGKILL');
    t.match(err, /error \[worker\] native code in a worker thread does not return/);
    const again = await hapui(folder, ['run', '--set', 'deadlines={}']);
    t.equal(again.code, 0, again.err);
  },
);
