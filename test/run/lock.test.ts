import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { acquireLock, isLockFile, lockHolder } from '../../src/run/lock.ts';
import { hasPid, isRunning, type ProcessIdentity, startOf, thisProcess } from '../../src/run/processes.ts';

const deadPid = (): number => Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));

/** A folder with the lock of another process. */
const lockedBy = (t: Test, other: Partial<ProcessIdentity>): string =>
  t.testdir({ 'lock.0123456789abcdef': JSON.stringify({ ...thisProcess(), ...other }) });

t.test('a lock is held until it is released', async (t) => {
  const folder = join(t.testdir({}), 'new');
  t.equal(await lockHolder(folder), undefined);
  const lock = await acquireLock(folder);
  t.equal(lock.takenOver, undefined);
  t.same(await lockHolder(folder), thisProcess());
  t.ok(readdirSync(folder).every(isLockFile));
  await t.rejects(acquireLock(folder), {
    code: 'store-locked',
    exitCode: 2,
    data: { pid: process.pid, host: hostname() },
    message: new RegExp(`process ${process.pid} on `),
  });
  await lock.release();
  t.same(readdirSync(folder), []);
  await (await acquireLock(folder)).release();
});

t.test('a dead process does not lock, and who takes over is told', async (t) => {
  const pid = deadPid();
  const folder = lockedBy(t, { pid });
  const lock = await acquireLock(folder);
  t.match(lock.takenOver, { pid });
  t.equal(readdirSync(folder).length, 1);
  await lock.release();
  t.same(readdirSync(folder), []);
});

t.test('a pid given to another process, or from before a restart, does not lock', async (t) => {
  for (const other of [{ started: '1' }, { bootId: 'another start' }]) {
    const lock = await acquireLock(lockedBy(t, { pid: process.ppid, ...other }));
    t.match(lock.takenOver, other);
  }
});

t.test('a process on another host counts as running, and the file to remove is named', async (t) => {
  const folder = lockedBy(t, { pid: deadPid(), host: 'elsewhere' });
  await t.rejects(acquireLock(folder), {
    code: 'store-locked',
    message: /on elsewhere .*remove .*lock\.0123456789abcdef/,
  });
});

t.test('an unreadable lock does not lock for ever', async (t) => {
  const folder = t.testdir({ 'lock.0123456789abcdef': '{"pid":', 'lock.0123456789abcdee': '{}' });
  t.equal(await lockHolder(folder), undefined);
  const lock = await acquireLock(folder);
  t.equal(lock.takenOver, 'unknown');
  await lock.release();
  t.same(readdirSync(folder), []);
});

t.test('of many at once at most one has the lock, also with a dead one to take over', async (t) => {
  for (let round = 0; round < 5; round += 1) {
    const folder = t.testdir({
      'lock.0123456789abcdef': JSON.stringify({ ...thisProcess(), pid: deadPid() }),
    });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(folder)));
    const won = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    t.equal(won.length, 1, `round ${round}`);
    for (const lock of won) await lock.release();
    t.same(readdirSync(folder), []);
  }
});

t.test('a running process is told from a dead one', async (t) => {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const identity = { ...thisProcess(), pid, started: startOf(pid) };
  t.ok(isRunning(identity));
  t.ok(hasPid(pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.notOk(isRunning(identity));
  t.ok(isRunning(thisProcess()));
});

t.test('who has a lock is written as plain JSON', async (t) => {
  const folder = t.testdir({});
  const lock = await acquireLock(folder);
  const name = readdirSync(folder)[0] ?? '';
  t.same(JSON.parse(readFileSync(join(folder, name), 'utf8')), thisProcess());
  writeFileSync(join(folder, 'lock'), 'not ours');
  t.notOk(isLockFile('lock'));
  await lock.release();
});
