import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  createAtomicWriter,
  createSpool,
  inspectOutputFolder,
  openOutputFolder,
  removeStaleTemporaries,
  writeAtomic,
  writeFailure,
} from '../../src/run/files.ts';
import { cannotMount, mountSmall } from '../faults/mounts.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** A pid that no process has: that of a child which has ended. */
const deadPid = (): number => Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));

t.test('an atomic file appears under its name only with commit', async (t) => {
  const path = join(t.testdir({ 'a.txt': 'old' }), 'a.txt');
  const writer = await createAtomicWriter(path);
  await writer.write('새 ');
  await writer.write(Buffer.from('text'));
  t.equal(readFileSync(path, 'utf8'), 'old');
  const written = await writer.commit();
  t.equal(readFileSync(path, 'utf8'), '새 text');
  t.same(written, { bytes: 8, sha256: createHash('sha256').update('새 text').digest('hex') });
  await t.rejects(writer.write('more'));
  await t.rejects(writer.commit());
  await writer.abort();
  t.equal(readFileSync(path, 'utf8'), '새 text');
});

t.test('an aborted file leaves the old one and nothing else', async (t) => {
  const folder = t.testdir({ 'a.txt': 'old' });
  const writer = await createAtomicWriter(join(folder, 'a.txt'));
  await writer.write('x'.repeat(1_000_000));
  await writer.abort();
  t.same(readdirSync(folder), ['a.txt']);
  t.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'old');
});

t.test('chunks land in the order of the calls, also where nobody waits, and may be reused', async (t) => {
  const path = join(t.testdir({}), 'a.bin');
  const writer = await createAtomicWriter(path);
  const chunk = Buffer.alloc(100_000);
  const writes = Array.from({ length: 20 }, (_, i) => writer.write(chunk.fill(i)));
  await Promise.all(writes);
  await writer.commit();
  const read = readFileSync(path);
  t.equal(read.length, 2_000_000);
  t.ok(
    Array.from({ length: 20 }, (_, i) => read[i * 100_000] === i && read[i * 100_000 + 99_999] === i).every(
      Boolean,
    ),
  );
});

t.test('an output that is an input is refused, also as a hard link', async (t) => {
  const folder = t.testdir({ 'in.csv': 'data' });
  const input = join(folder, 'in.csv');
  linkSync(input, join(folder, 'out.csv'));
  const refused = { code: 'output-folder', exitCode: 2 };
  await t.rejects(writeAtomic(input, 'x', { inputs: [input] }), refused);
  await t.rejects(writeAtomic(join(folder, 'out.csv'), 'x', { inputs: [input] }), refused);
  await writeAtomic(join(folder, 'other.csv'), 'x', { inputs: [input, join(folder, 'absent.csv')] });
  t.equal(readFileSync(input, 'utf8'), 'data');
});

t.test('links, folders and devices are never replaced', async (t) => {
  const folder = t.testdir({ victim: 'precious', sub: {}, link: t.fixture('symlink', 'victim') });
  for (const path of [join(folder, 'link'), join(folder, 'sub'), '/dev/null'])
    await t.rejects(writeAtomic(path, 'x'), { code: 'output-folder' }, path);
  await t.rejects(writeAtomic(join(folder, 'victim', 'a.txt'), 'x'), { code: 'output-folder' });
  t.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'precious');
});

t.test('temporary files of dead processes are removed, those of running ones stay', async (t) => {
  const running = `.a.csv.${process.ppid}-1.tmp`;
  const folder = t.testdir({
    'a.csv': 'x',
    '.hidden.tmp': 'not ours',
    [`.a.csv.${deadPid()}-1.tmp`]: 'stale',
    [`.a.csv.${process.pid}-99999.tmp`]: 'left by an earlier process with our pid',
    [running]: 'in use',
  });
  const writer = await createAtomicWriter(join(folder, 'b.csv'));
  t.equal(await removeStaleTemporaries(folder), 2);
  await writer.commit();
  t.same(readdirSync(folder).sort(), ['.hidden.tmp', 'a.csv', 'b.csv', running].sort());
  t.equal(await removeStaleTemporaries(join(folder, 'absent')), 0);
});

t.test('an output folder makes its folders and keeps names inside', async (t) => {
  const root = join(t.testdir({}), 'new', 'outputs');
  const output = await openOutputFolder(root);
  t.equal((await output.write('preferences/trl/train.jsonl', '{}\n')).bytes, 3);
  t.equal(readFileSync(join(root, 'preferences/trl/train.jsonl'), 'utf8'), '{}\n');
  const inner = await output.folder('run.1-of-2');
  const writer = await inner.createWriter('a.txt');
  await writer.commit();
  t.equal(await inner.place('a.txt'), join(root, 'run.1-of-2', 'a.txt'));
  await inner.remove('a.txt');
  await inner.remove('a.txt');
  t.same(readdirSync(join(root, 'run.1-of-2')), []);
  for (const name of ['../a', '/a', 'a//b', './a', '..', 'a/../../b', 'a\\b', ''])
    await t.rejects(output.write(name, 'x'), { code: 'output-folder' }, JSON.stringify(name));
});

t.test('a link out of the output folder is refused, one that stays inside is followed', async (t) => {
  const base = t.testdir({ outside: { 'a.txt': 'precious' }, outputs: { real: {} } });
  const output = await openOutputFolder(join(base, 'outputs'));
  symlinkSync(join(base, 'outside'), join(base, 'outputs', 'run'));
  symlinkSync(join(base, 'nowhere'), join(base, 'outputs', 'dangling'));
  symlinkSync(join(base, 'outputs', 'real'), join(base, 'outputs', 'latest'));
  symlinkSync(join(base, 'outside', 'a.txt'), join(base, 'outputs', 'a.txt'));
  for (const name of ['run/a.txt', 'run/deep/a.txt', 'dangling/a.txt', 'a.txt'])
    await t.rejects(output.write(name, 'x'), { code: 'output-folder' }, name);
  await t.rejects(output.folder('run'), { code: 'output-folder' });
  await output.write('latest/b.txt', 'x');
  t.ok(existsSync(join(base, 'outputs', 'real', 'b.txt')));
  t.same(readdirSync(join(base, 'outside')), ['a.txt']);
  t.equal(readFileSync(join(base, 'outside', 'a.txt'), 'utf8'), 'precious');
  t.notOk(existsSync(join(base, 'nowhere')));
});

t.test('inputs are safe in every folder of the output', async (t) => {
  const base = t.testdir({ outputs: { run: { 'summaries.csv': 'data' } } });
  const input = join(base, 'outputs/run/summaries.csv');
  const output = await openOutputFolder(join(base, 'outputs'), { inputs: [input] });
  await t.rejects(output.write('run/summaries.csv', 'x'), { code: 'output-folder' });
  await t.rejects((await output.folder('run')).createWriter('summaries.csv'), { code: 'output-folder' });
  t.equal(readFileSync(input, 'utf8'), 'data');
});

t.test('a folder that cannot be or has no room is told before work starts', async (t) => {
  const base = t.testdir({ file: 'x' });
  for (const path of [join(base, 'file'), join(base, 'file', 'below')]) {
    await t.rejects(openOutputFolder(path), { code: 'output-folder', exitCode: 2 }, path);
    await t.rejects(inspectOutputFolder(path), { code: 'output-folder', exitCode: 2 }, path);
  }
  await t.rejects(openOutputFolder(base, { needBytes: 2 ** 60 }), { code: 'stopped', exitCode: 5 });
  await inspectOutputFolder(join(base, 'not', 'yet'));
  t.notOk(existsSync(join(base, 'not')));
});

t.test('a full disk stops in order and keeps the old file', { skip: cannotMount }, async (t) => {
  const disk = mountSmall(t, 'size=256k');
  const output = await openOutputFolder(disk.path);
  await output.write('a.bin', 'old');
  const writer = await output.createWriter('a.bin');
  await t.rejects(
    (async () => {
      await writer.write(Buffer.alloc(1_000_000));
      await writer.commit();
    })(),
    { code: 'stopped', exitCode: 5 },
  );
  await writer.abort();
  await t.rejects(output.write('b.bin', Buffer.alloc(1_000_000)), { code: 'stopped' });
  t.same(readdirSync(disk.path), ['a.bin']);
  t.equal(readFileSync(join(disk.path, 'a.bin'), 'utf8'), 'old');
});

t.test('a read-only folder is refused before work starts', { skip: cannotMount }, async (t) => {
  const disk = mountSmall(t, 'size=256k');
  mkdirSync(join(disk.path, 'outputs'));
  disk.remount('ro');
  for (const path of [disk.path, join(disk.path, 'outputs'), join(disk.path, 'new')]) {
    await t.rejects(openOutputFolder(path), { code: 'output-folder', exitCode: 2 }, path);
    await t.rejects(inspectOutputFolder(path), { code: 'output-folder', exitCode: 2 }, path);
  }
});

t.test('refusals of the system become errors with codes, other failures stay what they are', async (t) => {
  t.match(writeFailure(systemError('ENOSPC'), '/x'), { code: 'stopped', data: { path: '/x' } });
  t.match(writeFailure(systemError('EDQUOT'), '/x'), { code: 'stopped' });
  t.match(writeFailure(systemError('EROFS'), '/x'), {
    code: 'output-folder',
    message: /folder with --output\./,
  });
  t.match(writeFailure(systemError('EROFS'), '/x', '--out'), { message: /another file with --out\./ });
  const bug = new TypeError('bug');
  t.equal(writeFailure(bug, '/x'), bug);
});

t.test('a spool holds scratch files until it is closed, and those of killed processes go', async (t) => {
  const parent = t.testdir({ [`hapui-spool-${deadPid()}-abc`]: { '1.spool': 'x' }, other: {} });
  const spool = createSpool(parent);
  await spool.close();
  const file = await spool.create('../../solar.csv');
  await file.write('a');
  await file.write(Buffer.from('b'));
  await file.close();
  const second = await spool.create('../../solar.csv');
  await second.close();
  t.equal(readFileSync(file.path, 'utf8'), 'ab');
  t.not(second.path, file.path);
  t.ok(file.path.startsWith(join(parent, `hapui-spool-${process.pid}-`)));
  t.equal(readdirSync(parent).length, 2);
  await spool.close();
  t.same(readdirSync(parent), ['other']);
  writeFileSync(join(parent, 'file'), '');
  await t.rejects(createSpool(join(parent, 'file')).create('x'), { code: 'output-folder' });
});
