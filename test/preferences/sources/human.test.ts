import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { humanView, readHumanFile } from '../../../src/preferences/sources/human.ts';
import { rowsOf } from '../mined.ts';

const read = async (folder: string, name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return readHumanFile(path, name);
};

t.test('verdicts of CSV: letters, ties, names of systems', async (t) => {
  const { entries, systems } = await read(
    t.testdir(),
    'human.csv',
    'id,a,b,preference\nd1,x,y,a\nd1,y,x,x\nd2,x,z,tie\nd2,x,z,B\n',
  );
  t.strictSame(systems, ['x', 'y', 'z']);
  t.strictSame(
    entries.get('d1')!.map((entry) => entry.kind === 'verdict' && entry.votes),
    [
      [1, 0],
      [0, 1],
    ],
  );
  t.strictSame(
    entries.get('d2')!.map((entry) => entry.kind === 'verdict' && entry.votes),
    [
      [0.5, 0.5],
      [0, 1],
    ],
  );
});

t.test('verdicts become those of rows; what the run does not have is left out', async (t) => {
  const { entries } = await read(
    t.testdir(),
    'human.jsonl',
    [
      { id: 'd', a: 'a', b: 'b', preference: 'b' },
      { id: 'd', a: 'a', b: 'b', candidate_b: 3, preference: 'a' },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
  t.strictSame(humanView(entries.get('d')!, rowsOf(['하나', '둘'])), {
    kind: 'verdicts',
    verdicts: [{ first: 0, second: 1, votes: [0, 1] }],
  });
});

t.test('ratings are a column: the mean of several, NaN where there is none', async (t) => {
  const { entries } = await read(t.testdir(), 'r.csv', 'id,system,score\nd,a,3\nd,a,4\nd,c,1\nd,b,\n');
  const view = humanView(entries.get('d')!, rowsOf(['하나', '둘', '셋']));
  t.strictSame(view, { kind: 'scores', scores: Float64Array.from([3.5, Number.NaN, 1]) });
});

t.test(
  'a file of something else, and a verdict of something else, are refused with their place',
  async (t) => {
    await t.rejects(read(t.testdir(), 'x.csv', 'id,summary\nd,하나\n'), { code: 'input-column' });
    await t.rejects(read(t.testdir(), 'y.csv', 'id,a,b,preference\nd,x,y,both\n'), {
      code: 'input-value',
      data: { line: 2, id: 'd' },
    });
  },
);

t.test('a rating that is no decimal number of a plausible size is refused with its line', async (t) => {
  for (const rating of ['1e308', '-1e308', '1e999', '0x10', '-0b1'])
    await t.rejects(
      read(t.testdir(), 'human.csv', `id,system,score\nd1,x,3\nd1,y,${rating}\n`),
      { code: 'input-value', message: /human\.csv:3 / },
      rating,
    );
  const { entries } = await read(t.testdir(), 'human.csv', 'id,system,score\nd1,x,-1.5e2\nd1,y,\n');
  t.match(entries.get('d1'), [{ kind: 'score', score: -150 }]);
});
