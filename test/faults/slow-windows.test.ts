// Dialogues that take for ever to compare or to decide: signals are heard amid them, not only between them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hapui, leftovers, start } from './runs.ts';

const plugin = join(import.meta.dirname, '../fixtures/plugins/endless-metric.mjs');
const ids = ['d1', 'd2', 'd3'];
const table = (head: string, text: string) =>
  `id,${head}\n${ids.map((id) => `${id},${text} ${id}\n`).join('')}`;

const folder = t.testdir({
  'test.csv': table('dialogue', 'A: when?'),
  'a.csv': table('summary', 'They meet at noon'),
  'b.csv': table('summary', 'They meet later'),
  'ensemble.yaml': JSON.stringify({
    dataset: 'test.csv',
    tokenizer: 'whitespace',
    systems: ['a.csv', 'b.csv'],
    plugins: [plugin],
    mbr: { utility: { metric: 'endless', weights: { endless: 1 } } },
    deadlines: { grace_seconds: 0.1 },
  }),
});
const calls = join(folder, 'calls');
const callsIn = (path: string): number => (existsSync(path) ? readFileSync(path).length : 0);

t.test('signals cut off what threads compute, in order', async (t) => {
  const whole = await hapui(folder, ['run', '--workers', '1'], { CALLS: calls });
  t.equal(whole.code, 0, whole.err);
  const outputs = readFileSync(join(folder, 'outputs/ensemble/decisions.jsonl'), 'utf8');
  const last = callsIn(calls);
  // the first call compares for the first pass, the last one decides
  for (const [signal, code, hangAt] of [
    ['SIGTERM', 143, 1],
    ['SIGINT', 130, last],
  ] as const) {
    const path = join(folder, signal);
    const running = start(folder, ['run', '--workers', '1'], { CALLS: path, HANG_AT: `${hangAt}` });
    while (callsIn(path) < hangAt && running.child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill(signal);
    const ended = await running.ended;
    t.equal(ended.code, code, `${signal}: ${ended.err}`);
    t.match(ended.err, 'To continue: hapui run --workers 1\n');
    t.notMatch(ended.err, /error \[/);
  }
  t.equal(readFileSync(join(folder, 'outputs/ensemble/decisions.jsonl'), 'utf8'), outputs);
  t.strictSame(leftovers(join(folder, 'outputs')), []);
});
