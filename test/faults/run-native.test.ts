/**
 * Work that must end while its thread is in native code. Ending the thread there takes the process down with SIGABRT (seen
 * in 8 of 8 tries with ONNX Runtime 1.30 and `worker.terminate()` amid a call), so it must never happen.
 */
import t from 'tap';
import { freshFolder } from './folders.ts';
import { dialogues, isOrderly, slowEncoder, whenEncoding, writeNativeRun } from './native.ts';
import { hapui, outputsOf, start, storedAnswers } from './runs.ts';

const quarantineOf = (folder: string) =>
  outputsOf(folder)
    ['quarantine.jsonl']!.split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; reason: string; attempts: number });

t.test(
  'a deadline amid a step: the step ends, the items are quarantined, the next run has them',
  async (t) => {
    const folder = freshFolder(t);
    writeNativeRun(folder);
    const { code, signal, err } = await hapui(
      folder,
      ['run', '--set', 'deadlines.item_seconds=0.001'],
      slowEncoder(folder, 3),
    );
    t.same([code, signal], [4, null], err);
    const failed = quarantineOf(folder);
    t.equal(failed.length, dialogues);
    for (const { reason } of failed) t.match(reason, /no answer within 0\.001 s/);
    t.same(await storedAnswers(folder), []);
    const again = await hapui(folder);
    t.equal(again.code, 0, again.err);
    t.equal((await storedAnswers(folder)).length, dialogues);
  },
);

t.test('Ctrl-C pressed again and again amid a step: the step ends, then the process', async (t) => {
  const folder = freshFolder(t);
  writeNativeRun(folder);
  for (const presses of [2, 3]) {
    const running = start(folder, ['run', '--fresh'], slowEncoder(folder, 3));
    await whenEncoding(folder);
    for (let press = 0; press < presses; press++) {
      running.child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { code, signal, err } = await running.ended;
    t.ok(isOrderly({ code, signal }) && code !== 0, `${presses} times: ${code} ${signal} ${err}`);
    if (presses === 2) t.match(err, /To continue: hapui run/);
  }
  const again = await hapui(folder);
  t.equal(again.code, 0, again.err);
});
