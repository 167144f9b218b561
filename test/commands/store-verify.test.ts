import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Io } from '../../src/commands/io.ts';
import { type StoreVerifyArgs, storeVerify } from '../../src/commands/store-verify.ts';
import { openStore } from '../../src/run/store/index.ts';
import { verifyStore } from '../../src/run/store/verify.ts';

const keyFor = (n: number): Buffer => createHash('sha256').update(String(n)).digest();

const verify = async (cwd: string, args: StoreVerifyArgs = {}): Promise<{ code: number; text: string }> => {
  let text = '';
  const out = (more: string): void => {
    text += more;
  };
  const io: Io = { out, err: out, env: {}, cwd, isTerminal: false, now: () => 0 };
  return { code: await storeVerify(args, io), text };
};

/** A folder in which `outputs/.store` holds three answers. */
const withStore = async (t: Test): Promise<{ base: string; log: string }> => {
  const base = t.testdir({});
  const store = await openStore(join(base, 'outputs', '.store'));
  const stage = await store.stage('generate', 'x');
  for (const n of [0, 1, 2]) await stage.put(keyFor(n), `answer ${n}`);
  await store.close();
  return { base, log: stage.path };
};

t.test('a sound store exits 0 and is counted', async (t) => {
  const { base } = await withStore(t);
  const bytes = 16 + 3 * (48 + 8);
  const { code, text } = await verify(base);
  t.equal(code, 0);
  t.equal(
    text.replaceAll(base, ''),
    `generate/x.log: 3 answers, ${bytes} bytes\n/outputs/.store: 3 answers, ${bytes} bytes, in 1 logs: sound\n`,
  );
  t.equal((await verify(base, { folder: 'outputs/.store' })).code, 0);
});

t.test('a flipped byte exits 100, changes nothing, and is gone after the next run', async (t) => {
  const { base, log } = await withStore(t);
  const bytes = readFileSync(log);
  bytes[90] = bytes[90]! ^ 1;
  writeFileSync(log, bytes);
  const { code, text } = await verify(base, { json: true });
  t.equal(code, 100);
  t.match(JSON.parse(text), { total: { records: 2, corrupt: 1, tornBytes: 0 }, aside: [], damaged: true });
  t.same(readFileSync(log), bytes);
  t.same(readdirSync(join(base, 'outputs/.store')), ['generate']);
  const store = await openStore(join(base, 'outputs/.store'));
  await store.stage('generate', 'x');
  await store.close();
  const after = await verify(base);
  t.equal(after.code, 0);
  t.match(after.text, 'generate/x.log.corrupt-1: a damaged log, kept');
});

t.test('an unfinished end exits 100, and a writer at work is named', async (t) => {
  const { base, log } = await withStore(t);
  truncateSync(log, readFileSync(log).length - 3);
  t.match(await verify(base), { code: 100, text: /2 answers.*, 53 bytes of an unfinished answer/ });
  const store = await openStore(join(base, 'outputs/.store'));
  t.match(await verify(base), { code: 100, text: `process ${process.pid} is just writing` });
  await store.close();
});

t.test('replaced answers and unknown files are told, and are no damage', async (t) => {
  const { base } = await withStore(t);
  const folder = join(base, 'outputs/.store');
  const store = await openStore(folder, { fresh: true });
  await (await store.stage('generate', 'x')).put(keyFor(1), 'again');
  await store.close();
  for (const name of ['note.txt', 'generate/UP.log', 'generate/.x.log.1-1.tmp', '.lock.1-1.tmp'])
    writeFileSync(join(folder, name), '');
  const { code, text } = await verify(base);
  t.equal(code, 0);
  t.match(text, /4 answers.*, 1 replaced by a later one/);
  t.same((await verifyStore(folder)).unknown, ['generate/UP.log', 'note.txt']);
});

t.test('a folder that is not there is a usage error', async (t) => {
  await t.rejects(verify(t.testdir({}), { folder: 'nowhere' }), { code: 'usage', exitCode: 2 });
  t.equal((await verify(t.testdir({ outputs: {} }))).code, 0, 'an empty one is sound');
});
