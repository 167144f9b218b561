/** Threads that die: what kills them costs nobody else an answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { freshFolder } from './folders.ts';
import { hapui, logged, outputsOf, storedAnswers, writeRun } from './runs.ts';

const dialogues = 24;
const faults = ['crash', 'exit', 'oom', 'hang'] as const;

/** A small heap, so that running out of it takes a moment and no memory of others. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=96' };

const causes = {
  crash: /crashed/,
  exit: /exited with code: 9/,
  oom: /out of memory/,
  hang: /no answer within/,
} as const;

const system = (fault: string, batch: number) => ({
  id: 'threads',
  kind: 'slow',
  batch,
  [fault]: '${POISON:-}',
});

const quarantined = (folder: string): { id: string; reason: string; attempts: number }[] =>
  outputsOf(folder)
    ['quarantine.jsonl']!.split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const timesBegun = (folder: string, id: string): number =>
  logged(folder, 'begun').filter((begun) => begun === id).length;

for (const fault of faults) {
  t.test(
    `${fault}: one poisonous item of a batch of 8 is quarantined, its 7 neighbours are not`,
    async (t) => {
      const folder = freshFolder(t);
      const deadlines = fault === 'hang' ? { item_seconds: 0.4 } : {};
      writeRun(folder, { dialogues, systems: [system(fault, 8)], config: { deadlines } });
      const { code, err } = await hapui(folder, ['run', '--workers', '2'], { ...smallHeap, POISON: 'd3' });
      t.equal(code, 4, err);
      const [entry, ...others] = quarantined(folder);
      t.same(others, []);
      t.match(entry, { id: 'd3', system: 'threads', attempts: 4, text: /^#Person1#/ });
      t.match(entry?.reason, causes[fault]);
      t.match(err, /generate threads, d0, d1, d2 and 5 more: /);
      t.match(err, /generate threads, d3: /);
      t.equal((await storedAnswers(folder)).length, dialogues - 1);
      t.equal(timesBegun(folder, 'd9'), 1, 'batches on other threads are not touched');
      const manifest = JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8'));
      t.match(manifest.generated[0], { made: dialogues - 1, alone: 7, deaths: 4, quarantined: 1 });

      const computed = logged(folder, 'computed').length;
      const again = await hapui(folder);
      t.equal(again.code, 0, again.err);
      t.same(logged(folder, 'computed').slice(computed), ['d3'], 'only the poisonous item is asked again');
      t.equal((await hapui(folder, ['verify', 'ensemble'])).code, 0);
    },
  );
}

t.test('items in flight beside one that kills its thread are asked once', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [{ ...system('exit', 1), delay: 5 }] });
  const { code, err } = await hapui(folder, ['run', '--workers', '2'], { POISON: 'd3' });
  t.equal(code, 4, err);
  t.equal(timesBegun(folder, 'd3'), 2);
  t.same(
    Array.from({ length: dialogues }, (_, n) => `d${n}`).filter(
      (id) => id !== 'd3' && timesBegun(folder, id) !== 1,
    ),
    [],
  );
});

t.test('a thread that dies while it compares ends the run with one cause', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues: 200, systems: [] });
  const plugin = join(import.meta.dirname, '..', 'fixtures', 'plugins', 'deadly-metric.mjs');
  const settings = ['--set', `plugins=["${plugin}"]`, '--set', 'mbr.utility.metric=deadly'];
  const { code, err } = await hapui(folder, ['run', '--workers', '1', ...settings]);
  t.equal(code, 1, err);
  t.match(err, /^error \[worker\] a worker thread died: worker exited with code: 9/);
});

t.test('what hangs in the main thread is left behind', async (t) => {
  const folder = freshFolder(t);
  const systems = [{ id: 'main', kind: 'slow-main', hang: ['d3'] }];
  writeRun(folder, { dialogues, systems, config: { deadlines: { item_seconds: 0.2 } } });
  const { code, err } = await hapui(folder);
  t.equal(code, 4, err);
  t.same(
    quarantined(folder).map(({ id }) => id),
    ['d3'],
  );
});

for (const [start, cause] of [
  ['throw', /cannot start/],
  ['exit', /exited with code: 9/],
  ['hang', /not ready within 0.5 s/],
] as const)
  t.test(`workers that fail at the start (${start}) end the run with one cause`, async (t) => {
    const folder = freshFolder(t);
    writeRun(folder, {
      dialogues,
      systems: [{ id: 'threads', kind: 'slow', start }],
      config: { deadlines: { start_seconds: start === 'hang' ? 0.5 : 300 } },
    });
    const { code, err } = await hapui(folder);
    t.equal(code, 1, err);
    t.match(err, cause);
    t.match(err, /^error \[worker\] systems\.threads/);
    t.equal(err.trimEnd().split('\n').length, 1, err);
  });

t.test('workers that die on all of the first items end the run with one cause', async (t) => {
  const folder = freshFolder(t);
  const exit = Array.from({ length: dialogues }, (_, n) => `d${n}`);
  writeRun(folder, { dialogues, systems: [{ id: 'threads', kind: 'slow', exit }] });
  const { code, err } = await hapui(folder, ['run', '--quiet']);
  t.equal(code, 1, err);
  t.match(err, /died on each of the first 4 batches: worker exited with code: 9/);
});
