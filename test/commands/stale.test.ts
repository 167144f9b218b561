// What an earlier config left in a run's folder must not pass for results of the present one.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hapui, scratch } from './cli.ts';

t.test('a run removes what it wrote before and writes no more, but nothing that others wrote', async (t) => {
  const folder = await scratch(t);
  for (const id of ['a', 'b'])
    writeFileSync(join(folder, `${id}.csv`), `id,summary\nd1,They meet at ${id}\nd2,They part at ${id}\n`);
  writeFileSync(join(folder, 'ensemble.yaml'), 'tokenizer: whitespace\nsystems: [a.csv, b.csv]\n');
  const here = (name: string) => join(folder, 'outputs/ensemble', name);
  const run = async (path: string) => {
    const { code, out, err } = await hapui(folder, ['run', '--set', `output.summaries.path=${path}`]);
    t.equal(code, 0, err);
    return out;
  };
  await run('first.csv');
  const learned = {
    version: 1,
    inputs: {},
    dialogues: 40,
    best_single: 'a',
    chosen: 'mbr',
    summary: 'Learned elsewhere.',
  };
  writeFileSync(here('second-stage.json'), JSON.stringify(learned));
  await run('second.csv');
  t.strictSame(
    ['first.csv', 'second.csv', 'second-stage.json', 'decisions.jsonl'].map((name) => existsSync(here(name))),
    [false, true, true, true],
  );
  t.notMatch(
    readFileSync(here('report.html'), 'utf8'),
    'Learned elsewhere',
    'the report shows what the run followed',
  );
  appendFileSync(here('second.csv'), 'mine\n');
  await run('third.csv');
  t.ok(existsSync(here('second.csv')), 'what somebody has changed is theirs');

  // a run that was killed after it had written its summaries, and before the manifest that would list them
  writeFileSync(here('killed.csv'), 'id,summary\nd1,They meet\n');
  t.match(await run('third.csv'), /^Not of this run: killed\.csv, second\.csv \(/m);
  t.ok(existsSync(here('killed.csv')), 'what no manifest lists is named, and stays');

  const reading = ['--set', 'systems=[a.csv, outputs/ensemble/third.csv]'];
  const { code, out, err } = await hapui(folder, ['run', '--json', ...reading]);
  t.equal(code, 0, err);
  t.ok(existsSync(here('third.csv')), 'what the run reads stays');
  t.strictSame(JSON.parse(out).unknown_files, ['killed.csv', 'second.csv'], 'and is no stranger');

  const victim = join(folder, 'victim.txt');
  writeFileSync(victim, 'kept');
  symlinkSync(victim, here('link.txt'));
  mkdirSync(here('inside'));
  writeFileSync(here('inside/victim.txt'), 'kept');
  const sha256 = createHash('sha256').update('kept').digest('hex');
  const manifest = JSON.parse(readFileSync(here('run.json'), 'utf8'));
  for (const name of ['link.txt', 'inside/victim.txt', './inside/victim.txt', '../../victim.txt', victim])
    manifest.files[name] = { sha256 };
  writeFileSync(here('run.json'), JSON.stringify(manifest));
  await run('last.csv');
  t.ok(lstatSync(here('link.txt')).isSymbolicLink() && existsSync(victim), 'no link is followed or removed');
  t.ok(existsSync(here('inside/victim.txt')), 'nothing is removed but files of the folder itself');
});
