import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openStore } from '../../src/run/store/index.ts';
import { buildSource } from './build.ts';
import { freshFolder } from './folders.ts';
import { seeded } from './seeded.ts';
import { checkLives, live, randomMoment } from './store-kills.ts';

/** 4 seeded kills in the lives of two stores; `full/` has 92 more. */
const random = seeded(1);
for (const fsync of ['every', 'second'] as const) {
  const moments = Array.from({ length: 2 }, () => randomMoment(random));
  t.test(
    `SIGKILL at lines ${moments.join(', ')}, fsync ${fsync}: no acknowledged answer is lost`,
    async (t) => {
      const folder = freshFolder(t);
      const lives = [];
      for (const killAfter of moments) lives.push(await live(folder, { fsync, killAfter }));
      t.ok(lives.every(({ signal }) => signal === 'SIGKILL'));
      t.match(lives[1]?.lines[0], /^taken over \d+$/, 'the lock of the killed process is taken over');
      await checkLives(t, folder, lives);
    },
  );
}

t.test('SIGKILL before and after append and fsync: what was acknowledged before is there', async (t) => {
  const folder = freshFolder(t);
  const lives = [];
  for (const point of ['append:before', 'append:after', 'fsync:before', 'fsync:after'])
    for (const pass of [1, 9])
      lives.push(await live(folder, { fsync: 'every', crashAt: `${point}:${pass}` }));
  t.same(
    lives.map(({ signal }) => signal),
    lives.map(() => 'SIGKILL'),
  );
  await checkLives(t, folder, lives);
});

t.test('SIGKILL before and after the rename of a repair: the damaged log is kept once', async (t) => {
  const folder = freshFolder(t);
  await live(folder, { fsync: 'second' });
  const log = join(folder, 'generate', 'x.log');
  const damaged = readFileSync(log);
  damaged[500] = damaged[500]! ^ 1;
  writeFileSync(log, damaged);
  const lives = [];
  for (const point of ['rename:before', 'rename:after']) {
    const life = await live(folder, { fsync: 'every', crashAt: `${point}:1` });
    t.equal(life.signal, 'SIGKILL', point);
    lives.push(life);
  }
  await checkLives(t, folder, lives);
  t.same(readdirSync(join(folder, 'generate')), ['x.log', 'x.log.corrupt-1']);
  t.same(readFileSync(`${log}.corrupt-1`), damaged);
});

t.test('of two processes on one folder the second ends, naming the first', async (t) => {
  const folder = freshFolder(t);
  const store = await openStore(folder);
  await (await store.stage('generate', 'x')).put(createHash('sha256').digest(), 'ours');
  const second = await live(folder, { fsync: 'every' });
  t.match(second.stderr, `process ${process.pid} on `);
  t.match(second.stderr, 'store-locked');
  await store.close();
  t.equal((await live(folder, { fsync: 'every' })).lines.at(-1), 'done');
});

t.test('of many processes that start at once, one writes at a time', async (t) => {
  const folder = freshFolder(t);
  const script = `
    const { acquireLock } = await import(${JSON.stringify(`${buildSource()}/run/lock.js`)});
    const { writeFileSync, unlinkSync } = await import('node:fs');
    for (let i = 0; i < 20; i += 1) {
      const lock = await acquireLock(${JSON.stringify(folder)}).catch((error) => {
        if (error.code !== 'store-locked') throw error;
      });
      if (lock === undefined) continue;
      writeFileSync(${JSON.stringify(join(folder, 'writing'))}, '', { flag: 'wx' });
      unlinkSync(${JSON.stringify(join(folder, 'writing'))});
      if (i % 7 === 6) process.kill(process.pid, 'SIGKILL');
      await lock.release();
    }`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script]),
  );
  const ends = await Promise.all(
    children.map(async (child) => {
      let stderr = '';
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      await once(child, 'close');
      return stderr;
    }),
  );
  t.same(ends, Array(6).fill(''), 'nobody found another writing');
});
