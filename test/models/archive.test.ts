import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { openArchive } from '../../src/models/archive.ts';

const folder = t.testdir({ package: { 'a.txt': '가나다', 'b.txt': 'b' } });

t.test('a tar.gz is listed and read, whatever its name', async (t) => {
  const file = join(folder, 'download');
  execFileSync('tar', ['-czf', file, '-C', folder, 'package']);
  const archive = await openArchive(file);
  t.ok(archive.entries.includes('package/a.txt'));
  t.equal(await text(archive.read('package/a.txt')), '가나다');
});

t.test('a zip is listed and read', async (t) => {
  // The smallest zip: `python3 -c "import zipfile; zipfile.ZipFile('z', 'w').writestr('p/a.txt', 'zipped')"`
  const zip =
    'UEsDBBQAAAAAAAAAIQBXaMLiBgAAAAYAAAAHAAAAcC9hLnR4dHppcHBlZFBLAQIUAxQAAAAAAAAAIQBXaMLiBgAAAAYAAAAHAAAAAAAAAAAAAACAAQAAAABwL2EudHh0UEsFBgAAAAABAAEANQAAACsAAAAAAA==';
  const file = join(folder, 'wheel');
  writeFileSync(file, Buffer.from(zip, 'base64'));
  const archive = await openArchive(file).catch((error) => error);
  if (archive.code === 'missing-dependency') return t.match(archive.message, /unzip/);
  t.strictSame(archive.entries, ['p/a.txt']);
  return t.equal(await text(archive.read('p/a.txt')), 'zipped');
});

t.test('names that a program could take for an option are left out', async (t) => {
  const odd = join(folder, 'odd');
  mkdirSync(odd);
  writeFileSync(join(odd, '-x'), '');
  writeFileSync(join(odd, 'fine'), '');
  execFileSync('tar', ['-czf', join(folder, 'odd.tgz'), '-C', odd, '--', '-x', 'fine']);
  t.strictSame((await openArchive(join(folder, 'odd.tgz'))).entries, ['fine']);
});

t.test('a file that is no archive, or a broken one, is refused', async (t) => {
  await t.rejects(openArchive(join(folder, 'package', 'a.txt')), { code: 'model-load' });
  const broken = join(folder, 'broken');
  writeFileSync(broken, Buffer.from([0x1f, 0x8b, 0, 0, 0, 0]));
  await t.rejects(openArchive(broken), { code: 'model-load' });
});

t.test('reading an entry that is not there fails', async (t) => {
  const archive = await openArchive(join(folder, 'download'));
  await t.rejects(text(archive.read('package/c.txt')), { code: 'model-load' });
});
