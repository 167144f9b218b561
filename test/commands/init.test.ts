import { readFile } from 'node:fs/promises';
import t from 'tap';
import { initCommand } from '../../src/commands/init.ts';
import type { Io } from '../../src/commands/io.ts';
import { loadConfig } from '../../src/config/index.ts';
import { errorOf } from '../config/stand-ins.ts';

/** A world whose words are kept. */
const world = (cwd: string): Io & { readonly said: string[]; readonly warned: string[] } => {
  const said: string[] = [];
  const warned: string[] = [];
  const out = (text: string) => void said.push(text);
  const err = (text: string) => void warned.push(text);
  return { said, warned, out, err, env: {}, cwd, isTerminal: false, now: () => 0 };
};

const dialogues = 'fname,dialogue\na,#Person1#: hi\n';
const submission = 'fname,summary\na,hi\n';
const read = (cwd: string, name = 'ensemble.yaml') => readFile(`${cwd}/${name}`, 'utf8');

t.test('submission files become systems, the file of dialogues the dataset', async (t) => {
  const cwd = t.testdir({
    'test.csv': dialogues,
    submissions: { 'kobart.csv': submission, 't5.csv': submission },
  });
  const io = world(cwd);
  t.equal(await initCommand({ files: ['submissions/t5.csv', 'test.csv', 'submissions/kobart.csv'] }, io), 0);
  const config = await loadConfig({ cwd, env: {} });
  t.equal(config.dataset?.path, 'test.csv');
  t.strictSame(
    config.systems.map(({ id, options }) => [id, options.path]),
    [
      ['t5', 'submissions/t5.csv'],
      ['kobart', 'submissions/kobart.csv'],
    ],
  );
  t.equal(config.tokenizer.name, 'character');
  t.match(await read(cwd), /^# yaml-language-server: \$schema=.*ensemble\.schema\.json\n/u);
  t.match(await read(cwd), /# tokenizer: morpheme/u);
  t.match(io.said.join(''), /dialogues from test\.csv, 2 systems[\s\S]*hapui plan[\s\S]*hapui run/u);
});

t.test('a config that is there is only replaced by force', async (t) => {
  const cwd = t.testdir({ 'ensemble.yaml': 'mine', 'a.csv': submission });
  const error = await errorOf(initCommand({ files: ['a.csv'] }, world(cwd)));
  t.equal(error.code, 'output-folder');
  t.equal(error.exitCode, 2);
  t.match(error.message, /--force/u);
  t.equal(await read(cwd), 'mine');
  await initCommand({ files: ['a.csv'], force: true }, world(cwd));
  t.match(await read(cwd), /a\.csv/u);
});

t.test('without files it writes a config to fill in, which fails only for its files', async (t) => {
  const cwd = t.testdir({});
  const io = world(cwd);
  await initCommand({ files: [] }, io);
  t.match(io.said.join(''), /Name the files/u);
  const error = await errorOf(loadConfig({ cwd, env: {} }));
  t.equal(error.code, 'config-path');
  t.match(error.message, /submissions\/\*\.csv/u);
});

t.test('names that YAML would misread are quoted', async (t) => {
  const names = [
    'yes.csv',
    'a, b.csv',
    '# c.csv',
    'it is: d.csv',
    '{e}.csv',
    '한국어 f.csv',
    '${HOME}.csv',
    '1e3',
  ];
  const cwd = t.testdir(Object.fromEntries(names.map((name) => [name, submission])));
  const files = names.filter((name) => name.endsWith('.csv'));
  await initCommand({ files }, world(cwd));
  const config = await loadConfig({ cwd, env: {} });
  t.strictSame(
    config.systems.map(({ id }) => id),
    files.map((name) => name.replace('.csv', '')),
  );
});

t.test('files of one name get the name of their folder', async (t) => {
  const cwd = t.testdir({ a: { 'x.csv': submission }, b: { 'x.csv': submission } });
  await initCommand({ files: ['a/x.csv', 'b/x.csv', './a/x.csv'] }, world(cwd));
  const config = await loadConfig({ cwd, env: {} });
  t.strictSame(
    config.systems.map(({ id }) => id),
    ['x', 'b-x'],
  );
});

t.test('a pattern that no shell expanded is expanded', async (t) => {
  const cwd = t.testdir({ out: { 'b.csv': submission, 'a.csv': submission } });
  await initCommand({ files: ['out/*.csv'] }, world(cwd));
  t.match(await read(cwd), /out\/a\.csv[\s\S]*out\/b\.csv/u);
});

t.test('another file with dialogues is left out, and said so', async (t) => {
  const labelled = 'fname,dialogue,summary\na,hi,hi\n';
  const cwd = t.testdir({ 'dev.csv': labelled, 'test.csv': dialogues, 's.csv': submission });
  const io = world(cwd);
  await initCommand({ files: ['dev.csv', 'test.csv', 's.csv'] }, io);
  t.match(io.warned.join(''), /dev\.csv .* left out/u);
  t.match(await read(cwd), /^dataset: test\.csv/mu);
});

t.test('a sample submission is left out, and said so', async (t) => {
  const rows = (summary: (n: number) => string) =>
    `fname,summary\n${[1, 2, 3, 4, 5].map((n) => `d${n},${summary(n)}\n`).join('')}`;
  const cwd = t.testdir({
    'a.csv': rows((n) => `They meet at ${n}.`),
    'empty.csv': rows(() => ''),
    'sample_submission.csv': rows(() => 'summary'),
  });
  const io = world(cwd);
  await initCommand({ files: ['*.csv'] }, io);
  t.match(
    io.warned.join(''),
    /^empty\.csv has the same summary .* left out[\s\S]*^sample_submission\.csv /mu,
  );
  const config = await loadConfig({ cwd, env: {} });
  t.strictSame(
    config.systems.map(({ id }) => id),
    ['a'],
  );
});

t.test('submissions that repeat the dialogues are submissions', async (t) => {
  const full = 'fname,dialogue,summary\na,hi,hi\n';
  const cwd = t.testdir({ 'a.csv': full, 'b.csv': full });
  await initCommand({ files: ['a.csv', 'b.csv'] }, world(cwd));
  const config = await loadConfig({ cwd, env: {} });
  t.equal(config.dataset, undefined);
  t.equal(config.systems.length, 2);
});

t.test('a pool file is a dataset that needs no systems', async (t) => {
  const item = { id: 'a', source: 'hi', references: ['hi'], candidates: [{ system: 's', text: 'hi' }] };
  const cwd = t.testdir({ 'pool.jsonl': `${JSON.stringify(item)}\n` });
  await initCommand({ files: ['pool.jsonl'] }, world(cwd));
  const config = await loadConfig({ cwd, env: {} });
  t.equal(config.dataset?.path, 'pool.jsonl');
  t.strictSame(config.systems, []);
});

t.test('a file in CP949 is told apart', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from('fname,summary\na,'),
    Buffer.from([0xb0, 0xa1, 0xb0, 0xa2]),
    Buffer.from('\n'),
  ]);
  const cwd = t.testdir({ 'old.csv': bytes });
  await initCommand({ files: ['old.csv'] }, world(cwd));
  t.match(await read(cwd), /\{ path: old\.csv, encoding: cp949 \}/u);
});

t.test('a file that is neither UTF-8 nor CP949 is told to be no UTF-8', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from('fname,summary\na,안녕하'),
    Buffer.from([0xff]),
    Buffer.from('\n'),
  ]);
  const cwd = t.testdir({ 'damaged.csv': bytes });
  await t.rejects(initCommand({ files: ['damaged.csv'] }, world(cwd)), {
    code: 'input-encoding',
    message: /^damaged\.csv:2: byte 25 \(0xff\) is not valid UTF-8/u,
  });
});

t.test('the first problem of each file is named with its place, and the config written', async (t) => {
  const rows = 'fname,dialogue\na,#Person1#: hi\nb,#Person1#: ho\n';
  const cwd = t.testdir({
    'test.csv': rows,
    'sound.csv': 'fname,summary\na,x\nb,y\n',
    'unknown.csv': 'fname,summary\na,x\nz,y\nq,y\n',
    'quote.csv': 'fname,summary\na,x\nb,"y\n',
    'fields.csv': 'fname,summary\na,x,y\nb,y\n',
    'column.csv': 'fname,words\na,x\n',
  });
  const io = world(cwd);
  const files = ['test.csv', 'sound.csv', 'unknown.csv', 'quote.csv', 'fields.csv', 'column.csv'];
  t.equal(await initCommand({ files }, io), 0);
  t.match(io.warned, [
    /^Problem: unknown\.csv:3 \(id "z"\): the id is unknown to the dataset \(2 such rows/,
    /^Problem: quote\.csv:3: .*never closed/,
    /^Problem: fields\.csv:2 \(id "a"\): the row has 3 fields/,
    /^Problem: column\.csv:1: no column is recognised as summary/,
  ]);
  t.equal(io.warned.length, 4);
  t.match(await read(cwd), /unknown\.csv[\s\S]*quote\.csv[\s\S]*column\.csv/);
  t.match(io.said.join(''), /Wrote ensemble\.yaml[\s\S]*Mend what is named/);
});

t.test('where the dataset or the first file is broken, the others are read for themselves', async (t) => {
  const cwd = t.testdir({
    'test.csv': 'fname,dialogue\na,hi\na,ho\n',
    'one.csv': 'fname,summary\na,x\na,y\n',
    'two.csv': 'fname,summary\nb,x\nc,y\n',
  });
  const withDataset = world(cwd);
  await initCommand({ files: ['test.csv', 'one.csv', 'two.csv'] }, withDataset);
  t.match(withDataset.warned, [/^Problem: test\.csv:3 /, /^Problem: one\.csv:3 /]);
  t.equal(withDataset.warned.length, 2);
  const without = world(cwd);
  await initCommand({ files: ['one.csv', 'two.csv'], force: true }, without);
  t.match(without.warned, [/^Problem: one\.csv:3 /]);
  t.equal(without.warned.length, 1);
});

t.test('a file that is not there is an error before anything is written', async (t) => {
  const cwd = t.testdir({});
  await t.rejects(initCommand({ files: ['nope.csv'] }, world(cwd)), { code: 'input-missing', exitCode: 3 });
  await t.rejects(read(cwd), { code: 'ENOENT' });
});

t.test('paths are relative to the config, wherever it is written', async (t) => {
  const cwd = t.testdir({ subs: { 'a.csv': submission }, cfg: {} });
  await initCommand({ files: ['subs/a.csv'], output: 'cfg/mine.yaml' }, world(cwd));
  const config = await loadConfig({ cwd, env: {}, file: 'cfg/mine.yaml' });
  t.equal(config.systems[0]?.options.path, '../subs/a.csv');
  t.equal(config.name, 'mine');
});
