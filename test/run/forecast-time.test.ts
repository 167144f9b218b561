import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { hapui, scratch } from '../commands/cli.ts';
import { logged, writeRun } from '../faults/runs.ts';

/** A second from one look at the clock to the next: a trial looks as it begins and as it ends. */
const step = 1000;

const plan = async (folder: string, argv: readonly string[] = [], env: Record<string, string> = {}) => {
  const ran = await hapui(folder, ['plan', '--json', '--workers', '1', ...argv], env, step);
  if (ran.code !== 0) throw new Error(ran.err);
  return JSON.parse(ran.out).times;
};

const slow = { id: 'threads', kind: 'slow', batch: 4, exit: '${POISON:-}' };

t.test(
  'a batch in the middle by size is done and the rest reckoned from it; nothing is written',
  async (t) => {
    const folder = await scratch(t);
    writeRun(folder, { dialogues: 24, systems: [slow] });
    const before = await readdir(folder);
    const { systems, peak_bytes } = await plan(folder);
    t.match(systems, [
      {
        system: 'threads',
        batch: { dialogues: 4, seconds: 1 },
        problem: null,
        labelled: null,
        dataset: { batches: 6, dialogues: 24 },
        session_bytes: null,
      },
    ]);
    // Six batches of dialogues that are about as long as each other.
    t.ok(Math.abs(systems[0].dataset.seconds - 6) < 0.3, `${systems[0].dataset.seconds} s`);
    t.ok(peak_bytes > 2 ** 24);
    t.equal(logged(folder, 'computed').length, 4);
    t.same(
      (await readdir(folder)).filter((name) => name !== 'computed.log'),
      before,
    );
  },
);

t.test('what the store has is not counted, and where it has all nothing is tried', async (t) => {
  const folder = await scratch(t);
  writeRun(folder, { dialogues: 24, systems: [slow] });
  t.equal((await hapui(folder, ['run', '--limit', '8'])).code, 0);
  t.match((await plan(folder)).systems[0], { dataset: { batches: 4, dialogues: 16 } });
  const computed = logged(folder, 'computed').length;
  const [stored] = (await plan(folder, ['--limit', '8'])).systems;
  t.match(stored, { batch: null, problem: null, dataset: { batches: 0, dialogues: 0, seconds: null } });
  t.equal(logged(folder, 'computed').length, computed);
});

t.test('labelled dialogues are counted beside', async (t) => {
  const folder = await scratch(t);
  const rows = Array.from({ length: 6 }, (_, n) => `l${n},"#Person1#: 표를 ${n}장 샀어요.",표 ${n}장\n`);
  writeFileSync(join(folder, 'dev.csv'), `fname,dialogue,summary\n${rows.join('')}`);
  mkdirSync(join(folder, 'dev'));
  const read = rows.map((_, n) => `l${n},표를 산다\n`);
  writeFileSync(join(folder, 'dev/read.csv'), `fname,summary\n${read.join('')}`);
  const labelled = { dataset: 'dev.csv', systems: 'dev/*.csv' };
  writeRun(folder, { dialogues: 8, systems: [slow], config: { labelled } });
  const [system] = (await plan(folder)).systems;
  t.match(system, {
    batch: { dialogues: 4, seconds: 1 },
    labelled: { batches: 2, dialogues: 6, seconds: Number },
    dataset: { batches: 2, dialogues: 8, seconds: Number },
  });
  t.equal(logged(folder, 'computed').length, 4, 'one batch serves both');
  const { out } = await hapui(folder, ['plan', '--workers', '1'], {}, step);
  t.match(out, /threads: 1\.00 s for a batch of 4; 6 of labelled and 8 of dataset to compute, about \d+ s\n/);
  t.match(out, / {2}Time: about \d+ s together\.\n {2}Memory: [\d.]+ [MG]B at the peak of this plan\.\n/);
});

t.test('without a trial nothing is computed, and the plan says so', async (t) => {
  const folder = await scratch(t);
  writeRun(folder, { dialogues: 8, systems: [slow] });
  const { out } = await hapui(folder, ['plan', '--no-trial']);
  t.match(out, 'threads: 8 of dataset to compute; time unknown (no batch was tried)\n');
  t.notMatch(out, /together|Memory/);
  t.same(logged(folder, 'begun'), []);
});

t.test('a batch that fails is told and ends no plan', async (t) => {
  const folder = await scratch(t);
  writeRun(folder, { dialogues: 8, systems: [slow] });
  const poison = { POISON: Array.from({ length: 8 }, (_, n) => `d${n}`).join() };
  const [system] = (await plan(folder, [], poison)).systems;
  t.match(system, { batch: null, problem: /exited with code: 9/, dataset: { dialogues: 8, seconds: null } });
});
