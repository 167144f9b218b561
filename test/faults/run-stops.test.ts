import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hapui as here } from '../commands/cli.ts';
import { freshFolder } from './folders.ts';
import { cannotMount, mountSmall } from './mounts.ts';
import { dialogues, unbrokenRun } from './run-kills.ts';
import {
  checkContinued,
  hapui,
  leftovers,
  logged,
  outputsOf,
  start,
  storedAnswers,
  whenComputed,
  writeRun,
} from './runs.ts';

const unbroken = await unbrokenRun(t);

t.test('a run that is stopped in every way goes on each time', async (t) => {
  const folder = freshFolder(t);
  const hang = '${HANG:-}';
  writeRun(folder, {
    dialogues,
    systems: [
      { id: 'threads', kind: 'slow', delay: '${DELAY:-3}', hang },
      { id: 'main', kind: 'slow-main', delay: '${DELAY:-3}', batch: 4, hang },
    ],
  });

  await t.test('a second signal stops at once, whatever hangs', async (t) => {
    const patient = ['--set', 'deadlines.grace_seconds=3600'];
    const running = start(folder, ['run', '--workers', '2', ...patient], { HANG: 'd5,d9' });
    await whenComputed(folder, running, 9);
    running.child.kill('SIGINT');
    let heard = false;
    running.child.stderr?.on('data', () => {
      heard = true;
    });
    while (!heard) await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const { code, err } = await running.ended;
    t.equal(code, 130, err);
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    await t.test(`${signal} drains, says how to continue, and leaves nothing half`, async (t) => {
      const [computed, stored] = [logged(folder, 'computed').length, (await storedAnswers(folder)).length];
      const running = start(folder, ['run', '--set', 'seed=42'], { DELAY: '60' });
      await whenComputed(folder, running, computed + 3);
      running.child.kill(signal);
      const ended = await running.ended;
      t.equal(ended.code, code, ended.err);
      t.match(ended.err, 'To continue: hapui run --set seed=42\n');
      t.same(leftovers(join(folder, 'outputs')), []);
      t.ok((await storedAnswers(folder)).length >= stored + 3);
    });

  await t.test('after its deadline it ends in order with 5', async (t) => {
    const impatient = '--set deadlines.grace_seconds=0.1';
    const argv = ['run', '--deadline', '0.5', ...impatient.split(' ')];
    const { code, err } = await hapui(folder, argv, { DELAY: '100000' });
    t.equal(code, 5, err);
    t.match(err, 'deadline of 0.5 s');
    t.match(err, `To continue: hapui run ${impatient}\n`);
    t.notMatch(err, 'internal');
  });

  await checkContinued(t, folder, unbroken.outputs);
});

t.test('a disk that gets full ends the run with 5 and a sound store', { skip: cannotMount }, async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues: 200 });
  const disk = mountSmall(t, 'size=96k');
  const full = await here(folder, ['run', '--output', disk.path]);
  t.equal(full.code, 5, full.err);
  t.match(full.err, 'no space is left');
  t.equal((await here(folder, ['store', 'verify', disk.path])).code, 0);
  disk.remount('size=4m');
  const again = await here(folder, ['run', '--output', disk.path]);
  t.equal(again.code, 0, again.err);
});

t.test('a read-only folder is refused before any work', { skip: cannotMount }, async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues });
  const disk = mountSmall(t, 'size=1m,ro');
  const { code, err } = await here(folder, ['run', '--output', disk.path]);
  t.equal(code, 2, err);
  t.match(err, /read-only/);
});

t.test('of two runs in one folder the second ends, naming the first', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues });
  const first = start(folder, ['run'], { DELAY: '100000' });
  while ((await storedAnswers(folder)).length === 0 && leftovers(folder).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const second = await here(folder, ['run']);
  t.equal(second.code, 2, second.err);
  t.match(second.err, `process ${first.child.pid} on `);
  first.child.kill('SIGKILL');
  await first.ended;
  const third = await here(folder, ['run']);
  t.equal(third.code, 0);
  t.match(third.err, /lock of a process that ended/);
});

t.test('--fresh computes all again and leaves the outputs as they were', async (t) => {
  const { folder, outputs } = unbroken;
  const computed = logged(folder, 'computed').length;
  const fresh = await here(folder, ['run', '--fresh', '--json']);
  t.equal(fresh.code, 0, fresh.err);
  t.equal(logged(folder, 'computed').length, 2 * computed);
  const verified = await here(folder, ['verify', 'ensemble', '--json']);
  t.match(JSON.parse(verified.out), { lost: [], duplicated: [], redone: computed, problems: [] });
  const stored = await storedAnswers(folder);
  t.equal(new Set(stored).size, 2 * dialogues);
  t.equal(stored.length, 2 * dialogues, 'no answer is found twice');
  t.strictSame(outputsOf(folder), outputs);
});

t.test('train ends in order on a signal, too', async (t) => {
  const folder = freshFolder(t);
  const labelled = { dataset: 'dev.csv', systems: [{ id: 'read', path: 'dev-read.csv' }] };
  writeRun(folder, {
    dialogues,
    systems: [{ id: 'main', kind: 'slow-main', delay: '${DELAY:-3}' }],
    config: { labelled },
  });
  const numbers = Array.from({ length: 30 }, (_, n) => n);
  const talk = (n: number) =>
    `#Person1#: ${'가나다라마바사아자차'.repeat(3)[n]}${n} 어때요? #Person2#: ${n * n} 좋아요.`;
  writeFileSync(
    join(folder, 'dev.csv'),
    `fname,dialogue,summary\n${numbers.map((n) => `l${n},${talk(n)},답 ${n}\n`).join('')}`,
  );
  writeFileSync(
    join(folder, 'dev-read.csv'),
    `fname,summary\n${numbers.map((n) => `l${n},읽은 ${n}\n`).join('')}`,
  );
  const running = start(folder, ['train'], { DELAY: '300' });
  await whenComputed(folder, running, 2);
  running.child.kill('SIGTERM');
  const { code, err } = await running.ended;
  t.equal(code, 143, err);
  t.match(err, 'To continue: hapui train\n');
  const computed = logged(folder, 'computed').length;
  t.ok(computed < 30);
  const trained = await here(folder, ['train']);
  t.equal(trained.code, 0, trained.err);
  t.equal(logged(folder, 'computed').length, 30, 'what was answered before is not asked for again');
});
