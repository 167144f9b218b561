import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hapui, scratch } from './cli.ts';

const dataIn = (html: string) =>
  JSON.parse(/<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)![1]!);

/** Two systems, three dialogues with references, ids and texts with what JSON Lines and HTML take for their own. */
const original = async (): Promise<string> => {
  const folder = await scratch(t);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write(
    'test.csv',
    'fname,dialogue,summary\na,"#Person1#: 셋에 봐요.",셋에 만난다\n</script>,B: hi,B greets\nc,C: x,X\n',
  );
  write('one.csv', 'fname,summary\na,셋에 만난다고 합니다\n</script>,B says\u2028hi to A\nc,\n');
  write('two.csv', 'fname,summary\na,넷에 만난다고 합니다\n</script>,<b>B</b> says hi to A\nc,\n');
  write('ensemble.yaml', JSON.stringify({ dataset: 'test.csv', systems: ['one.csv', 'two.csv'] }));
  const { code, err } = await hapui(folder, ['run', '--quiet']);
  t.equal(code, 0, err);
  return folder;
};
const unchanged = await original();

/** A copy of the run and its inputs. */
const ran = async (t: Test) => {
  const folder = await scratch(t);
  cpSync(unchanged, folder, { recursive: true });
  const report = join(folder, 'outputs/ensemble/report.html');
  return { folder, report, read: () => readFileSync(report, 'utf8') };
};

t.test('a run writes the report, and `report` writes the same again', async (t) => {
  const { folder, report, read } = await ran(t);
  const first = read();
  const { dialogues } = dataIn(first);
  t.match(dialogues, [
    { id: 'a', text: '#Person1#: 셋에 봐요.', references: ['셋에 만난다'], kind: 'selected' },
    { id: '</script>', candidates: [{}, {}] },
    { id: 'c', kind: 'fallback', summary: 'x' },
  ]);
  t.same(dialogues[1].candidates.map(({ text }: { text: string }) => text).sort(), [
    '<b>B</b> says hi to A',
    'B says\u2028hi to A',
  ]);
  rmSync(report);
  const { code, out } = await hapui(folder, ['report', 'ensemble']);
  t.equal(code, 0);
  t.match(out, /^outputs\/ensemble\/report\.html \(\d+ KB\)\n$/);
  t.equal(read(), first);
});

t.test('without its dataset the report has no dialogues, and says why', async (t) => {
  const { folder, read } = await ran(t);
  writeFileSync(join(folder, 'test.csv'), 'fname,dialogue\na,other\n');
  await hapui(folder, ['report', 'outputs/ensemble']);
  t.match(read(), 'The dataset has changed since');
  t.equal(dataIn(read()).dialogues[0].text, undefined);
  rmSync(join(folder, 'test.csv'));
  await hapui(folder, ['report', 'outputs/ensemble']);
  t.match(read(), 'The dataset can no longer be read');
});

t.test('output.report: false writes none, and leaves none of an earlier run', async (t) => {
  const { folder, report } = await ran(t);
  await hapui(folder, ['run', '--quiet', '--set', 'output.report=false']);
  t.notOk(existsSync(report));
});

t.test('damaged and foreign files are told by line', async (t) => {
  const { folder } = await ran(t);
  const scores = join(folder, 'outputs/ensemble/scores.jsonl');
  const lines = readFileSync(scores, 'utf8').split('\n');
  writeFileSync(scores, [lines[0], '{', ...lines.slice(2)].join('\n'));
  const damaged = await hapui(folder, ['report', 'ensemble']);
  t.equal(damaged.code, 3);
  t.match(damaged.err, 'scores.jsonl:2');
  writeFileSync(scores, [...lines.slice(2, 4), ...lines.slice(0, 2), ...lines.slice(4)].join('\n'));
  const foreign = await hapui(folder, ['report', 'ensemble']);
  t.equal(foreign.code, 3);
  t.match(foreign.err, 'scores.jsonl');
  rmSync(scores);
  t.equal((await hapui(folder, ['report', 'ensemble'])).code, 3);
});
