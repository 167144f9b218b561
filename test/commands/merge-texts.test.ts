/** Merging through the command line, on texts whose utilities can be worked out by hand. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { DecisionRecord } from '../../src/types.ts';
import { hapui, scratch } from './cli.ts';

/**
 * `x` has a first sentence that the voters share and a second one that none has; `y` has it the other way round; the voters
 * `a` to `d` say what `x` begins with and `y` ends with. `x` is selected by its prior.
 */
const dialogue =
  '#Person1#: 내일 도서관에서 볼까?\n#Person2#: 좋아, 책을 반납해야 해.\n#Person1#: 비가 온대.';
const systems = {
  x: '#Person1#은 내일 도서관에서 보자고 한다. #Person2#는 비가 온다고 한다.',
  y: '#Person1#은 날씨를 묻는다. #Person2#는 책을 반납해야 한다고 한다.',
};
const voters = [
  '도서관에서 보자고 한다. 책을 반납해야 한다고 한다.',
  '내일 보자고 한다. 책을 반납해야 한다고 한다.',
];

const prepare = async (t: Parameters<typeof scratch>[0]): Promise<string> => {
  const folder = await scratch(t);
  const texts = {
    ...systems,
    a: voters[0]!,
    b: voters[1]!,
    c: `그는 ${voters[0]!}`,
    d: `그는 ${voters[1]!}`,
  };
  const cell = (text: string): string => `"${text}"`;
  await writeFile(join(folder, 'test.csv'), `fname,dialogue\nd1,${cell(dialogue)}\nd2,${cell(dialogue)}\n`);
  for (const [id, text] of Object.entries(texts))
    await writeFile(join(folder, `${id}.csv`), `fname,summary\nd1,${cell(text)}\nd2,${cell(systems.x)}\n`);
  await writeFile(
    join(folder, 'ensemble.yaml'),
    `dataset: test.csv
tokenizer: whitespace
systems: [{ path: x.csv, prior: 2 }, y.csv, a.csv, b.csv, c.csv, d.csv]
mbr: { votes: { by: [a, b, c, d], clusters: none } }
ensemble: { select: best-single, merge: { kind: sentences, top_k: 2 } }
`,
  );
  return folder;
};

const decisions = async (folder: string): Promise<DecisionRecord[]> =>
  (await readFile(join(folder, 'outputs/ensemble/decisions.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DecisionRecord);

t.test('a merged text wins by the votes of others and is told with its origin', async (t) => {
  const folder = await prepare(t);
  const { code, out, err } = await hapui(folder, ['run']);
  t.equal(code, 0, err);
  const [first, second] = await decisions(folder);
  t.equal(first?.summary, '#Person1#은 내일 도서관에서 보자고 한다. #Person2#는 책을 반납해야 한다고 한다.');
  t.match(first, { kind: 'merged', system: null, runner_up: { system: 'x' } });
  t.ok((first?.margin ?? 0) >= 0.01);
  t.match(first?.reasons[0], /merged: takes a sentence of y for its own, expected utility \+0\.\d{4}/);
  t.match(out, '1 summaries are merged from several candidates.');
  t.match(second, { kind: 'selected', summary: systems.x });
  t.ok(second?.reasons.some((reason) => reason.startsWith('nothing to merge')));
  t.equal((await hapui(folder, ['verify', 'ensemble'])).code, 0);
  t.match((await hapui(folder, ['why', 'ensemble', 'd1'])).out, 'd1: merged');
});

t.test(
  'a bar that is not reached leaves the selection, with the reason; any number of workers agrees',
  async (t) => {
    const folder = await prepare(t);
    const sets = ['--set', 'ensemble.merge.min_gain=0.9'];
    await hapui(folder, ['run', ...sets, '--workers', '1']);
    const alone = await decisions(folder);
    t.match(alone[0], { kind: 'selected', system: 'x' });
    t.match(alone[0]?.reasons.at(-1), /not merged: the best of \d+ edits gains \+/);
    await hapui(folder, ['run', ...sets, '--workers', '2']);
    t.strictSame(await decisions(folder), alone);
  },
);

t.test('unknown mergers and options are refused before anything runs', async (t) => {
  const folder = await prepare(t);
  const unknown = await hapui(folder, ['run', '--set', 'ensemble.merge.kind=sentence']);
  t.match([unknown.code, unknown.err], [2, 'Did you mean "sentences"?']);
  t.equal((await hapui(folder, ['run', '--set', 'ensemble.merge.min_gian=1'])).code, 2);
});
