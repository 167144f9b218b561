import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { pullKiwi } from '../../src/models/kiwi-pull.ts';

const contents = { 'sj.morph': 'morphemes', 'cong.mdl': 'weights' };
const hashes = Object.fromEntries(
  Object.entries(contents).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
);
const folder = t.testdir({
  source: { kiwipiepy_model: { ...contents, 'default.dict': 'not needed' } },
  wrong: { ...contents, 'cong.mdl': 'other weights' },
  partial: { 'sj.morph': contents['sj.morph'] },
});
const archive = join(folder, 'model.tar.gz');
execFileSync('tar', ['-czf', archive, '-C', join(folder, 'source'), 'kiwipiepy_model']);

const isWhole = (target: string): boolean =>
  readdirSync(target).sort().join() === 'cong.mdl,sj.morph' &&
  Object.entries(contents).every(([name, text]) => readFileSync(join(target, name), 'utf8') === text);

for (const [kind, source] of [
  ['a folder', join(folder, 'source')],
  ['the folder of the files', join(folder, 'source', 'kiwipiepy_model')],
  ['an archive', archive],
] as const) {
  t.test(`${kind} gives the needed files and no others`, async (t) => {
    const target = join(folder, `from ${kind}`, 'kiwi');
    t.strictSame(await pullKiwi({ source, folder: target, hashes }), { folder: target, fetched: true });
    t.ok(isWhole(target));
    t.match(await pullKiwi({ source: 'not looked at', folder: target, hashes }), { fetched: false });
  });
}

t.test('a damaged copy is fetched again', async (t) => {
  const target = join(folder, 'damaged');
  await pullKiwi({ source: archive, folder: target, hashes });
  writeFileSync(join(target, 'cong.mdl'), 'torn');
  t.match(await pullKiwi({ source: archive, folder: target, hashes }), { fetched: true });
  t.ok(isWhole(target));
});

t.test('a file of another version is refused and not put in place', async (t) => {
  const target = join(folder, 'refused');
  const pulled = pullKiwi({ source: join(folder, 'wrong'), folder: target, hashes });
  await t.rejects(pulled, { code: 'model-load', data: { expected: hashes['cong.mdl'] } });
  t.strictSame(readdirSync(target), ['sj.morph']);
});

t.test('a source without a file is refused, naming the file', async (t) => {
  const pulled = pullKiwi({ source: join(folder, 'partial'), folder: join(folder, 'never'), hashes });
  await t.rejects(pulled, { code: 'model-load', message: /cong\.mdl/ });
});

t.test('a source that is not there is an error of usage', async (t) => {
  const pulled = pullKiwi({ source: join(folder, 'nowhere'), folder: join(folder, 'never'), hashes });
  await t.rejects(pulled, { code: 'usage', data: { file: join(folder, 'nowhere') } });
});

t.test('a URL is fetched, and one that fails says how', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/model') response.end(readFileSync(archive));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.teardown(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target = join(folder, 'from URL');
  await pullKiwi({ source: `${base}/model`, folder: target, hashes });
  t.ok(isWhole(target));
  const failed = pullKiwi({ source: `${base}/no`, folder: join(folder, 'never'), hashes });
  await t.rejects(failed, { code: 'missing-dependency', message: /404/ });
});
