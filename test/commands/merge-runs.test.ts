import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { logged, outputsOf, writeRun } from '../faults/runs.ts';
import { hapui, scratch } from './cli.ts';

/** Three windows of 64 dialogues: the first shard of two has one, the second two. */
const setup = {
  dialogues: 130,
  systems: [
    { id: 'main', kind: 'slow-main', fail: ['d30', 'd3'] },
    { id: 'batches', kind: 'slow-main', batch: 7 },
  ],
};

t.test('joined shards give the bytes of the unsharded run, and owe nothing', async (t) => {
  const whole = await scratch(t);
  writeRun(whole, setup);
  t.equal((await hapui(whole, ['run', '--quiet'])).code, 4);

  const folder = await scratch(t);
  writeRun(folder, setup);
  for (const part of [1, 2]) {
    const { code, err } = await hapui(folder, ['run', '--quiet', '--shard', `${part}/2`]);
    t.equal(code, part === 2 ? 0 : 4, err);
    const name = `ensemble.${part}-of-2`;
    t.ok(existsSync(join(folder, 'outputs', name, '.store')));
    t.equal((await hapui(folder, ['verify', name])).code, 0);
  }
  t.notOk(existsSync(join(folder, 'outputs/ensemble')));

  const computed = logged(folder, 'computed').length;
  const merged = await hapui(folder, ['merge-runs']);
  t.equal(merged.code, 4, merged.err);
  t.match(merged.out, '2 shards joined: 258 answers copied, 0 were there already.\n');
  t.strictSame(outputsOf(folder), outputsOf(whole));
  t.equal((await hapui(folder, ['verify', 'ensemble'])).code, 0);
  t.equal(logged(folder, 'computed').length, computed, 'nothing is asked for');
  await hapui(folder, ['run', '--quiet']);
  t.equal(logged(folder, 'computed').length, computed, 'nothing is owed but what failed');

  const again = await hapui(folder, ['merge-runs', '--json']);
  t.match(JSON.parse(again.out), { shards: 2, joined: { copied: 0, known: 258 } });
});

t.test('shards that are missing, unfinished or of another config are refused', async (t) => {
  const folder = await scratch(t);
  writeRun(folder, { ...setup, systems: [] });
  const none = await hapui(folder, ['merge-runs']);
  t.equal(none.code, 2);
  t.match(none.err, 'has no shards');

  await hapui(folder, ['run', '--quiet', '--shard', '1/2']);
  const missing = await hapui(folder, ['merge-runs']);
  t.equal(missing.code, 2);
  t.match(missing.err, 'shards are missing: 2/2');

  await hapui(folder, ['run', '--quiet', '--shard', '2/2', '--set', 'seed=7']);
  const other = await hapui(folder, ['merge-runs']);
  t.equal(other.code, 2);
  t.match(other.err, 'another config');

  rmSync(join(folder, 'outputs/ensemble.2-of-2/run.json'));
  const unfinished = await hapui(folder, ['merge-runs']);
  t.equal(unfinished.code, 2);
  t.match(unfinished.err, 'hapui run --shard 2/2');

  const beyond = await hapui(folder, ['run', '--quiet', '--shard', '4/4']);
  t.match([beyond.code, beyond.err], [3, 'n up to 3']);
  t.match((await hapui(folder, ['merge-runs'])).err, 'hapui run --shard 2/2', 'what was refused is no shard');

  await hapui(folder, ['run', '--quiet', '--shard', '2/3']);
  t.match((await hapui(folder, ['merge-runs'])).err, 'different divisions');
  const named = ['outputs/ensemble.1-of-2', 'outputs/ensemble.1-of-2'];
  t.match((await hapui(folder, ['merge-runs', '--shards', ...named])).err, 'shards are missing');
});
