import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeRun } from '../faults/runs.ts';
import { hapui, scratch } from './cli.ts';

const original = await scratch(t);
writeRun(original, { dialogues: 10, systems: [{ id: 'main', kind: 'slow-main', fail: ['d7'] }] });
await hapui(original, ['run', '--quiet']);

/** A copy of the folder of a run. */
const ran = async (t: Parameters<typeof scratch>[0]): Promise<string> => {
  const folder = await scratch(t);
  cpSync(original, folder, { recursive: true });
  return folder;
};

const verify = async (folder: string) => {
  const { code, out, err } = await hapui(folder, ['verify', 'ensemble', '--json']);
  return { code, err, ...(out === '' ? {} : JSON.parse(out)) };
};

const file = (folder: string, name: string): string => join(folder, 'outputs/ensemble', name);

const change = (folder: string, name: string, by: (text: string) => string): void =>
  writeFileSync(file(folder, name), by(readFileSync(file(folder, name), 'utf8')));

t.test('a run is whole as it was written, its quarantine included', async (t) => {
  const folder = await ran(t);
  const { code, out } = await hapui(folder, ['verify', 'outputs/ensemble']);
  t.equal(code, 0, out);
  t.match(out, 'ensemble: 10 dialogues, lost 0, duplicated 0, redone 0\n');
});

t.test('what else lies in the folder is named, and not said to be checked', async (t) => {
  const folder = await ran(t);
  mkdirSync(file(folder, 'preferences'));
  for (const name of ['training.json', 'old.csv', 'x\nProblem: y', '.hidden'])
    writeFileSync(file(folder, name), '{}');
  const { code, out } = await hapui(folder, ['verify', 'ensemble']);
  t.equal(code, 0);
  t.match(
    out,
    /quarantine\.jsonl: sound\nNot checked: preferences\/, report\.html, run\.json, training\.json\.\nNot of this run: old\.csv, x Problem: y \(/,
  );
  t.strictSame((await verify(folder)).unchecked.unknown, ['old.csv', 'x\nProblem: y']);
});

t.test('a part of a dataset is verified as that part', async (t) => {
  const folder = await ran(t);
  await hapui(folder, ['run', '--quiet', '--only', 'd8', 'd2', '--set', 'seed=7']);
  t.match(await verify(folder), { code: 0, dialogues: 2 });
});

t.test('lost, repeated, unknown, moved and empty rows are told apart', async (t) => {
  const folder = await ran(t);
  const rows = readFileSync(file(folder, 'summaries.csv'), 'utf8').trimEnd().split('\n');
  const [head, d0, d1, d2, , ...rest] = rows;
  change(folder, 'summaries.csv', () => `${[head, d0, d2, d1, d1, 'x,y', 'd5,', ...rest].join('\n')}\n`);
  const { code, lost, duplicated, unknown, empty, inOrder, files } = await verify(folder);
  t.equal(code, 100);
  t.same(lost, ['d3']);
  t.same(duplicated, ['d1', 'd5']);
  t.same(unknown, ['x']);
  t.same(empty, ['d5']);
  t.equal(inOrder, false);
  t.match(files[0], { name: 'summaries.csv', status: 'changed' });
});

t.test('a file that was changed together with its hash differs from what is derived', async (t) => {
  const folder = await ran(t);
  const { sha256 } = JSON.parse(readFileSync(file(folder, 'run.json'), 'utf8')).files['scores.jsonl'];
  change(folder, 'scores.jsonl', (text) => text.replace('"rank":0', '"rank":1'));
  const { createHash } = await import('node:crypto');
  const changed = createHash('sha256')
    .update(readFileSync(file(folder, 'scores.jsonl')))
    .digest('hex');
  change(folder, 'run.json', (text) => text.replace(sha256, changed));
  const { code, files } = await verify(folder);
  t.equal(code, 100);
  t.match(files[2], { name: 'scores.jsonl', status: 'differs' });
});

t.test('missing files and answers fail', async (t) => {
  const folder = await ran(t);
  rmSync(file(folder, 'decisions.jsonl'));
  t.match(await verify(folder), { code: 100, problems: ['10 ids are lost', 'decisions.jsonl is missing'] });
  await hapui(folder, ['run', '--quiet']);
  rmSync(join(folder, 'outputs/.store'), { recursive: true });
  const { code, problems } = await verify(folder);
  t.equal(code, 100);
  t.match(problems.at(-1), '9 answers are neither stored nor in quarantine');
  t.throws(() => readFileSync(join(folder, 'outputs/.store')), { code: 'ENOENT' }, 'nothing is written');
});

t.test('an input that changed since fails', async (t) => {
  const folder = await ran(t);
  writeFileSync(
    join(folder, 'read.csv'),
    readFileSync(join(folder, 'read.csv'), 'utf8').replaceAll('정한다', '정했다'),
  );
  t.equal((await verify(folder)).code, 100);
});

t.test('a run that is not there is a usage error', async (t) => {
  const folder = await scratch(t);
  t.equal((await hapui(folder, ['verify', 'nothing'])).code, 2);
});
