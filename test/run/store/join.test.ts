import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openStore } from '../../../src/run/store/index.ts';
import { joinStores } from '../../../src/run/store/join.ts';

const keyFor = (n: number): Buffer => createHash('sha256').update(String(n)).digest();

/** Stores `from + n` under each number, so that one sees where an answer comes from. */
const fill = async (
  folder: string,
  stage: string,
  numbers: readonly number[],
  from: string,
): Promise<void> => {
  const store = await openStore(folder, { fsync: 'second' });
  const answers = await store.stage('generate', stage);
  for (const n of numbers) await answers.put(keyFor(n), `${from} ${n}`);
  await store.close();
};

const contents = async (folder: string, stage: string): Promise<string[]> => {
  const store = await openStore(folder, { readOnly: true });
  const found: string[] = [];
  for await (const { value } of (await store.stage('generate', stage)).records())
    found.push(value.toString());
  await store.close();
  return found;
};

t.test('stores join by key: the first answer stays, the sources too', async (t) => {
  const base = t.testdir({});
  const [target, a, b] = ['target', 'a', 'b'].map((name) => join(base, name)) as [string, string, string];
  await fill(target, 'x', [0], 'target');
  await fill(a, 'x', [0, 1, 2], 'a');
  await fill(a, 'y', [7], 'a');
  await fill(b, 'x', [2, 3], 'b');
  const before = readFileSync(join(a, 'generate/x.log'));
  t.same(await joinStores(target, [a, b]), { copied: 4, known: 2, corrupt: 0 });
  t.same(await contents(target, 'x'), ['target 0', 'a 1', 'a 2', 'b 3']);
  t.same(await contents(target, 'y'), ['a 7']);
  t.same(readFileSync(join(a, 'generate/x.log')), before);
  t.same(await joinStores(target, [a, b]), { copied: 0, known: 6, corrupt: 0 });
  t.same(readdirSync(target), ['generate'], 'locks are given back');
});

t.test('many answers are joined, damage in a source is counted and left', async (t) => {
  const base = t.testdir({});
  const [target, source] = [join(base, 'target'), join(base, 'source')];
  const numbers = Array.from({ length: 1500 }, (_, n) => n);
  await fill(source, 'x', numbers, 'a');
  const log = join(source, 'generate/x.log');
  const bytes = readFileSync(log);
  bytes[100] = bytes[100]! ^ 1;
  writeFileSync(log, bytes);
  t.same(await joinStores(target, [source], { fsync: 'second' }), { copied: 1499, known: 0, corrupt: 1 });
  t.equal((await contents(target, 'x')).length, 1499);
  t.same(readFileSync(log), bytes);
  t.same(readdirSync(join(source, 'generate')), ['x.log']);
});

t.test('a store that is being written is not joined', async (t) => {
  const base = t.testdir({});
  const store = await openStore(join(base, 'source'));
  const locked = { code: 'store-locked', data: { pid: process.pid } };
  await t.rejects(joinStores(join(base, 'target'), [join(base, 'source')]), locked);
  await t.rejects(joinStores(join(base, 'source'), []), locked);
  await store.close();
});
