/** The main job through the command line, on small files written here; expected utilities are worked out by hand. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import t from 'tap';
import type { DecisionRecord, ScoreRecord } from '../../src/types.ts';
import { hapui, scratch } from './cli.ts';

const dialogues = `fname,dialogue,summary
a,"#Person1#: 내일 만날까요?
#Person2#: 네, 세 시에 봐요.",둘은 내일 세 시에 만난다
b,#Person1#: 표 있어요?,표를 묻는다
c,"#Person1#: 안녕.
#Person2#: 아주 긴 인사입니다.",인사한다
`;

/** Three systems; `x` and `y` agree on a, `z` has no row for b, all are empty on c. */
const systems = {
  'x.csv': 'fname,summary\na,둘은 내일 만난다\nb,표를 묻는다\nc,\n',
  'y.csv': 'summary,fname\n둘은 내일 만난다,a\n표가 있다,b\n,c\n',
  'z.csv': 'fname,summary\na,비가 온다\nc,"  "\n',
};

const prepare = async (t: Parameters<typeof scratch>[0], config = ''): Promise<string> => {
  const folder = await scratch(t);
  await writeFile(join(folder, 'test.csv'), dialogues);
  for (const [name, text] of Object.entries(systems)) await writeFile(join(folder, name), text);
  await writeFile(
    join(folder, 'ensemble.yaml'),
    `dataset: test.csv\ntokenizer: whitespace\ngates: none\nsystems: [x.csv, y.csv, z.csv]\n${config}`,
  );
  return folder;
};

const jsonl = async <T>(folder: string, name: string): Promise<T[]> =>
  (await readFile(join(folder, 'outputs/ensemble', name), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

/** A run that most tests look at. */
const plain = await prepare(t);
const ranPlain = await hapui(plain, ['run', '--workers', '1']);

t.test('every id is decided once, in input order, never empty', async (t) => {
  const { code, out, err } = ranPlain;
  t.equal(err, '');
  t.equal(code, 0);
  const rows = parse(await readFile(join(plain, 'outputs/ensemble/summaries.csv'), 'utf8'));
  t.strictSame(rows, [
    ['fname', 'summary'],
    ['a', '둘은 내일 만난다'],
    ['b', '표를 묻는다'],
    ['c', '아주 긴 인사입니다.'],
  ]);
  t.match(out, /3 dialogues decided/);
  t.match(out, /signature: rouge-1\.0\.1/i);
  t.match(out, /1 dialogues had no candidate fit to win/);
});

t.test('expected utility leaves out the own vote and counts duplicates', async (t) => {
  const scores = await jsonl<ScoreRecord>(plain, 'scores.jsonl');
  const ofA = scores.filter(({ id }) => id === 'a');
  // Two equal texts score 0.999999995 each type (the package adds 1e-8 to the denominator), nothing in common scores 0:
  // x hears y (equal) and z (nothing) -> half of it; z hears nobody that agrees.
  t.same(
    ofA.map(({ system, count, rank }) => [system, count, rank]),
    [
      ['x', 2, 0],
      ['y', 2, 1],
      ['z', 1, 2],
    ],
  );
  t.ok(Math.abs((ofA[0]?.scores.mbr ?? 0) - 0.4999999975) < 1e-12);
  t.equal(ofA[2]?.scores.mbr, 0);
  const decisions = await jsonl<DecisionRecord>(plain, 'decisions.jsonl');
  t.match(decisions[0], { kind: 'selected', system: 'x', candidate: 0, runner_up: { system: 'z' } });
  t.match(decisions[2], { kind: 'fallback', system: null, score: null });
});

t.test('without clusters every vote is in, the own one too', async (t) => {
  const folder = await prepare(t);
  await hapui(folder, ['run', '--set', 'mbr.votes.clusters=none']);
  const [x, , z] = await jsonl<ScoreRecord>(folder, 'scores.jsonl');
  t.ok(Math.abs((x?.scores.mbr ?? 0) - (2 * 0.999999995) / 3) < 1e-12);
  t.ok(Math.abs((z?.scores.mbr ?? 0) - 0.999999995 / 3) < 1e-12);
});

t.test('a dialogue without a row of a system has none in the scores', async (t) => {
  const scores = await jsonl<ScoreRecord>(plain, 'scores.jsonl');
  t.same(
    scores.map(({ id, system }) => id + system),
    ['ax', 'ay', 'az', 'bx', 'by', 'cx', 'cy', 'cz'],
  );
});

t.test('any number of workers gives the same bytes; the closing JSON has every score', async (t) => {
  const folder = await prepare(t);
  const { out } = await hapui(folder, ['run', '--json', '--workers', '2']);
  for (const name of ['summaries.csv', 'decisions.jsonl', 'scores.jsonl'])
    t.equal(
      await readFile(join(folder, 'outputs/ensemble', name), 'utf8'),
      await readFile(join(plain, 'outputs/ensemble', name), 'utf8'),
      name,
    );
  const closing = JSON.parse(out);
  t.same(Object.keys(closing.systems[0].scores), ['rouge1', 'rouge2', 'rougeL', 'score', 'interval']);
  t.ok(closing.result.oracle >= closing.result.scores.score);
  t.equal(closing.gain.best, 'x');
  t.ok(closing.gain.low <= closing.gain.mean && closing.gain.mean <= closing.gain.high);

  await t.test('the weights of the utility choose, they do not change what a score is', async (t) => {
    const weighted = await hapui(folder, ['run', '--json', '--set', 'mbr.utility.weights={rouge1: 1}']);
    const scores = (systems: readonly { scores: object }[]) => systems.map((system) => system.scores);
    t.strictSame(scores(JSON.parse(weighted.out).systems), scores(closing.systems));
    const { out } = await hapui(folder, [
      ...['eval', '--references', 'test.csv', 'x.csv', '--tokenizer', 'whitespace', '--json'],
    ]);
    t.ok(Math.abs(JSON.parse(out).files[0].score - closing.systems[0].scores.score) < 1e-9, 'eval agrees');
  });
});

t.test('running again gives the same bytes', async (t) => {
  const names = ['summaries.csv', 'decisions.jsonl', 'scores.jsonl'];
  const read = () =>
    Promise.all(names.map((name) => readFile(join(plain, 'outputs/ensemble', name), 'utf8')));
  const before = await read();
  await hapui(plain, ['run', '--workers', '1', '--quiet']);
  t.strictSame(await read(), before);
});

t.test('the best single system is taken by rank, and where nothing ranks them that is said', async (t) => {
  const folder = await prepare(t);
  const best = ['run', '--set', 'ensemble.select=best-single'];
  t.match((await hapui(folder, best)).out, 'Warning: best-single has neither');
  t.notMatch((await hapui(folder, [...best, '--set', 'systems.1={path: y.csv, prior: 2}'])).out, 'Warning');
  const decisions = await jsonl<DecisionRecord>(folder, 'decisions.jsonl');
  t.equal(decisions[0]?.system, 'y');
});

t.test('limit and only choose dialogues; an unknown id is refused', async (t) => {
  const folder = await prepare(t);
  const ids = async () => (await jsonl<DecisionRecord>(folder, 'decisions.jsonl')).map(({ id }) => id);
  await hapui(folder, ['run', '--limit', '2', '--quiet']);
  t.same(await ids(), ['a', 'b']);
  await hapui(folder, ['run', '--only', 'c', 'a', '--quiet']);
  t.same(await ids(), ['a', 'c']);
  const { code, err } = await hapui(folder, ['run', '--only', 'nobody']);
  t.equal(code, 3);
  t.match(err, /nobody.*unknown/s);
  t.match(
    (await hapui(folder, ['run', '--only', 'c', 'ensemble.yaml'])).err,
    /Name the config before --only/,
  );
  const shard = await hapui(folder, ['run', '--shard', '2/2']);
  t.equal(shard.code, 3);
  t.match(shard.err, /no dialogue is selected.*3 allow --shard i\/n with n up to 1/);
});

t.test('an input is never overwritten, a literal text never escapes to the terminal', async (t) => {
  const folder = await prepare(t);
  await writeFile(join(folder, 'x.csv'), 'fname,summary\na,\u001b[31m빨강\nb,=1+1\nc,가\n');
  const { out } = await hapui(folder, ['run']);
  t.notOk(out.includes('\u001b'));
  t.match(out, /cells look like formulas/);
});

t.test('labelled pools of other systems are refused, before anything is chosen by them', async (t) => {
  const line = (id: string, names: readonly string[]): string =>
    JSON.stringify({
      id,
      source: `대화 ${id} 안에서만 나오는 말`,
      references: [`요약 ${id}`],
      candidates: names.map((system) => ({ system, text: `요약 ${id} ${system}` })),
    });
  const pool = (names: readonly string[]): string => `${line('p', names)}\n${line('q', names)}\n`;
  const folder = await prepare(t, 'labelled: { dataset: pool.jsonl }\n');
  await writeFile(join(folder, 'pool.jsonl'), pool(['other']));
  const strange = await hapui(folder, ['run']);
  t.equal(strange.code, 2);
  t.match(strange.err, /labelled\.dataset: systems of pool\.jsonl .*\(other\).*same ids/);
  await writeFile(join(folder, 'pool.jsonl'), pool(['x', 'other']));
  t.match((await hapui(folder, ['run'])).err, /systems: \[x\]/);
  await writeFile(join(folder, 'pool.jsonl'), pool(['x', 'y', 'z']));
  t.match(await hapui(folder, ['run', '--quiet']), { code: 0, err: '' });
  await writeFile(join(folder, 'run.jsonl'), line('r', ['other']));
  await writeFile(
    join(folder, 'pools.yaml'),
    'dataset: run.jsonl\ntokenizer: whitespace\nlabelled: { dataset: pool.jsonl }\n',
  );
  const pools = await hapui(folder, ['run', 'pools.yaml', '--quiet']);
  t.equal(pools.code, 2);
  t.match(pools.err, /other systems \(x, y, z\)/);
});

t.test('usage errors exit with 2, input errors with 3', async (t) => {
  const folder = await prepare(t);
  t.equal((await hapui(folder, ['runn'])).code, 2);
  t.equal((await hapui(folder, ['run', '--limit', '0'])).code, 2);
  t.equal((await hapui(folder, ['run', 'missing.yaml'])).code, 2);
  await writeFile(join(folder, 'y.csv'), 'fname,summary\na,가\nnew,나\n');
  const { code, err } = await hapui(folder, ['run']);
  t.equal(code, 3);
  t.match(err, /y\.csv:3.*new/s);
});

t.test('a sample submission among the systems is pointed out', async (t) => {
  const folder = await scratch(t);
  const rows = (text: (n: number) => string) => [1, 2, 3, 4, 5].map((n) => `d${n},${text(n)}\n`).join('');
  const submission = (text: (n: number) => string) => `fname,summary\n${rows(text)}`;
  await writeFile(
    join(folder, 'a.csv'),
    submission((n) => `They meet at ${n}.`),
  );
  await writeFile(
    join(folder, 'empty.csv'),
    submission(() => ''),
  );
  await writeFile(
    join(folder, 'sample.csv'),
    submission(() => 'none'),
  );
  await writeFile(join(folder, 'ensemble.yaml'), 'systems: ["*.csv"]\n');
  const { code, out } = await hapui(folder, ['run']);
  t.equal(code, 0);
  t.match(out, /^Warning: empty \(empty\.csv\) has no summary at all, .* take it out of `systems`\.$/mu);
  t.match(out, /^Warning: sample \(sample\.csv\) says "none" of every dialogue, /mu);
  t.notMatch(out, /Warning: a /);
});
