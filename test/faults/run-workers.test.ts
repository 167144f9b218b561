/** Threads that die: what kills them costs nobody else an answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hapui as here } from '../commands/cli.ts';
import { freshFolder } from './folders.ts';
import { hapui, logged, outputsOf, storedAnswers, writeRun } from './runs.ts';

const dialogues = 16;
const ids = Array.from({ length: dialogues }, (_, n) => `d${n}`);
const neighbours = 7;

/** A small heap, so that running out of it takes a moment and no memory of others. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=96' };

const causes = {
  crash: /crashed/,
  exit: /exited with code: 9/,
  oom: /out of memory/,
  hang: /no answer within/,
} as const;

type Fault = keyof typeof causes;

/** Batches of 8, of which `d3` spoils one; what it logs stands in a file named as the system. */
const poisoned = (fault: Fault, more: Readonly<Record<string, unknown>> = {}) => ({
  id: fault,
  kind: 'slow',
  batch: neighbours + 1,
  [fault]: '${POISON:-}',
  ...more,
});

const withLogs = (folder: string, systems: readonly ({ readonly id: string } & object)[]) =>
  systems.map((system) => ({ ...system, log: join(folder, `${system.id}.log`) }));

const quarantined = (folder: string): { id: string; system: string; reason: string; attempts: number }[] =>
  outputsOf(folder)
    ['quarantine.jsonl']!.split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const generatedIn = (folder: string): { id: string }[] =>
  JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8')).generated;

const timesBegun = (folder: string, system: string, id: string): number =>
  logged(folder, 'begun', `${system}.log`).filter((begun) => begun === id).length;

/** What a run that ended with `err` made of the batch of `d3`, which the threads of `fault` do not survive. */
const checkPoisoned = (t: Test, folder: string, fault: Fault, err: string): void => {
  const [entry, ...others] = quarantined(folder).filter(({ system }) => system === fault);
  t.same(others, []);
  t.match(entry, { id: 'd3', attempts: 4, text: /^#Person1#/ });
  t.match(entry?.reason, causes[fault]);
  t.match(err, new RegExp(`generate ${fault}, d0, d1, d2 and 5 more: `));
  t.match(err, new RegExp(`generate ${fault}, d3: `));
  t.equal(timesBegun(folder, fault, 'd9'), 1, 'batches on other threads are not touched');
  t.match(
    generatedIn(folder).find(({ id }) => id === fault),
    { made: dialogues - 1, alone: neighbours, deaths: 4, quarantined: 1 },
  );
};

const answersOf = (folder: string, system: string): string[] => logged(folder, 'computed', `${system}.log`);

/** Runs again without the poison: only the poisonous items are asked again. */
const checkHealed = async (t: Test, folder: string, systems: readonly string[]): Promise<void> => {
  const before = systems.map((system) => answersOf(folder, system).length);
  const again = await here(folder, ['run']);
  t.equal(again.code, 0, again.err);
  for (const [n, system] of systems.entries())
    t.same(answersOf(folder, system).slice(before[n]), ['d3'], `${system}: the poisonous item`);
  t.equal((await here(folder, ['verify', 'ensemble'])).code, 0);
};

t.test('an item that kills its thread is quarantined, its neighbours are not', async (t) => {
  const folder = freshFolder(t);
  const faults = ['crash', 'exit', 'oom'] as const;
  const single = { ...poisoned('exit', { id: 'single', batch: 1, delay: 5 }) };
  writeRun(folder, {
    dialogues,
    systems: withLogs(folder, [...faults.map((fault) => poisoned(fault)), single]),
  });
  const { code, err } = await hapui(folder, ['run', '--workers', '2'], { ...smallHeap, POISON: 'd3' });
  t.equal(code, 4, err);
  for (const fault of faults)
    await t.test(`${fault}, in a batch of 8`, async (t) => checkPoisoned(t, folder, fault, err));
  t.equal((await storedAnswers(folder)).length, 4 * (dialogues - 1));
  t.equal(timesBegun(folder, 'single', 'd3'), 2);
  t.same(
    ids.filter((id) => id !== 'd3' && timesBegun(folder, 'single', id) !== 1),
    [],
    'items in flight beside one that kills its thread are asked once',
  );
  await checkHealed(t, folder, [...faults, 'single']);
});

t.test('an item that hangs is quarantined, its neighbours are not', async (t) => {
  const folder = freshFolder(t);
  const main = { id: 'main', kind: 'slow-main', hang: '${POISON:-}' };
  writeRun(folder, {
    dialogues,
    systems: withLogs(folder, [poisoned('hang'), main]),
    config: { deadlines: { item_seconds: 0.3 } },
  });
  const { code, err } = await here(folder, ['run', '--workers', '2'], { POISON: 'd3' }, 'real');
  t.equal(code, 4, err);
  await t.test('in a thread, in a batch of 8', async (t) => checkPoisoned(t, folder, 'hang', err));
  t.match(
    quarantined(folder).filter(({ system }) => system === 'main'),
    [{ id: 'd3' }],
    'in the main thread it is left behind',
  );
  t.equal((await storedAnswers(folder)).length, 2 * (dialogues - 1));
  await checkHealed(t, folder, ['hang', 'main']);
});

t.test('a thread that dies while it compares ends the run with one cause', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [] });
  const plugin = join(import.meta.dirname, '..', 'fixtures', 'plugins', 'deadly-metric.mjs');
  const settings = ['--set', `plugins=["${plugin}"]`, '--set', 'mbr.utility.metric=deadly'];
  const { code, err } = await here(folder, ['run', '--workers', '1', ...settings]);
  t.equal(code, 1, err);
  t.match(err, /^error \[worker\] a worker thread died: worker exited with code: 9/);
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
    const { code, err } = await here(folder, ['run', '--workers', '1']);
    t.equal(code, 1, err);
    t.match(err, cause);
    t.match(err, /^error \[worker\] systems\.threads/);
    t.equal(err.trimEnd().split('\n').length, 1, err);
  });

t.test('workers that die on all of the first items end the run with one cause', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [{ id: 'threads', kind: 'slow', exit: ids }] });
  const { code, err } = await here(folder, ['run', '--quiet', '--workers', '1']);
  t.equal(code, 1, err);
  t.match(err, /died on each of the first 4 batches: worker exited with code: 9/);
});
