// What an earlier config left in a run's folder must not pass for results of the present one.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
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
    const { code, err } = await hapui(folder, ['run', '--quiet', '--set', `output.summaries.path=${path}`]);
    t.equal(code, 0, err);
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
});
