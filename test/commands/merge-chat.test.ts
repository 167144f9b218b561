/** Texts that a chat model writes for merging, through the command line: they must win and be faithful. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { DecisionRecord } from '../../src/types.ts';
import {
  type Behaviour,
  choice,
  completion,
  misbehaviours,
  sendJson,
  startChatServer,
} from '../fixtures/server/chat-server.ts';
import { hapui, scratch } from './cli.ts';
import { manifestIn } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

/**
 * `x` has a first sentence that the voters share and a second one that none has; `y` has it the other way round. What the
 * model writes is told by the number in the dialogue.
 */
const x = '#Person1#은 내일 도서관에서 보자고 한다. #Person2#는 비가 온다고 한다.';
const y = '#Person1#은 날씨를 묻는다. #Person2#는 책을 반납해야 한다고 한다.';
const faithful = '#Person1#은 내일 도서관에서 보자고 한다. #Person2#는 책을 반납해야 한다고 한다.';
const texts: Readonly<Record<string, string>> = {
  d1: faithful,
  d2: '#Person1#은 내일 도서관에서 보자고 한다. #Person2#는 책 7권을 반납해야 한다고 한다.',
  d3: y,
};
const voters = [
  '도서관에서 보자고 한다. 책을 반납해야 한다고 한다.',
  '내일 보자고 한다. 책을 반납해야 한다고 한다.',
];
const ids = ['d1', 'd2', 'd3', 'd4'];
const dialogueOf = (id: string): string =>
  `#Person1#: 내일 도서관에서 볼까, ${id}?\n#Person2#: 좋아, 책을 반납해야 해.\n#Person1#: 비가 온대.`;

const write: Behaviour = (asked, response) => {
  const id = /볼까, (d\d)\?/u.exec(asked.body.messages.at(-1)?.content ?? '')?.[1] ?? '';
  const text = texts[id];
  if (text === undefined) return misbehaviours.broken(asked, response);
  sendJson(response, completion([choice(`요약: ${text}`)]));
};

const prepare = async (t: Parameters<typeof scratch>[0]): Promise<string> => {
  const folder = await scratch(t);
  const save = (name: string, text: string) => writeFile(join(folder, name), text);
  const cell = (text: string): string => `"${text}"`;
  await save('test.csv', `fname,dialogue\n${ids.map((id) => `${id},${cell(dialogueOf(id))}\n`).join('')}`);
  const systems = { x, y, a: voters[0]!, b: voters[1]!, c: `그는 ${voters[0]!}`, d: `그는 ${voters[1]!}` };
  for (const [id, text] of Object.entries(systems))
    await save(`${id}.csv`, `fname,summary\n${ids.map((each) => `${each},${cell(text)}\n`).join('')}`);
  await save('merge.md', 'Merge by the dialogue:\n{{dialogue}}\n{{summaries}}');
  await save(
    'ensemble.yaml',
    `dataset: test.csv
tokenizer: whitespace
systems: [{ path: x.csv, prior: 2 }, y.csv, a.csv, b.csv, c.csv, d.csv]
mbr: { votes: { by: [a, b, c, d], clusters: none } }
ensemble:
  select: best-single
  merge:
    kind: chat
    model: m
    base_url: ${server.baseUrl}
    api_key: \${KEY}
    prompt: merge.md
    top_k: 2
    attempts: 1
    max_tokens: 100
    prices: { input: 100, output: 100 }
`,
  );
  return folder;
};

const env = { KEY: 'sk-merge-secret' };
const output = (folder: string, name: string) => readFile(join(folder, 'outputs/ensemble', name), 'utf8');
const decisions = async (folder: string): Promise<DecisionRecord[]> =>
  (await output(folder, 'decisions.jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DecisionRecord);

t.test(
  'a faithful text wins, one with an invented number does not, and what failed is asked for again',
  async (t) => {
    const folder = await prepare(t);
    server.behave(write);
    const plan = await hapui(folder, ['plan', '--json'], env);
    t.equal(server.asked.length, 0, 'a plan asks nothing');
    t.match(JSON.parse(plan.out).owed, [
      {
        system: 'ensemble.merge',
        found: 0,
        owed: 4,
        expenses: { calls: { low: 4, high: 4 }, answers_owed: 4 },
      },
    ]);

    const { code, out, err } = await hapui(folder, ['run'], env);
    t.equal(code, 4, err);
    t.equal(server.asked.length, 4);
    const [first, second, third, fourth] = await decisions(folder);
    t.match(first, { kind: 'merged', summary: faithful, system: null, runner_up: { system: 'x' } });
    t.match(first?.reasons[0], /^merged: a text written of x, y, expected utility \+0\.\d{4}/u);
    t.match(second, { kind: 'selected', summary: x });
    t.match(second?.reasons.at(-1), /^not merged: a text written of x, y: numbers: .*7/u);
    t.match(third?.reasons.at(-1), /^nothing to merge: the model wrote no text/u);
    t.match(fourth, { kind: 'selected', summary: x });
    t.match(JSON.parse(await output(folder, 'quarantine.jsonl')), { id: 'd4', system: null, merger: 'chat' });
    t.match(manifestIn(folder).written, { kind: 'chat', made: 3, found: 0, quarantined: 1 });
    t.match(out, /ensemble\.merge 0\.\d+/u, 'its cost is told');
    for (const name of ['run.json', 'decisions.jsonl', 'quarantine.jsonl'])
      t.notMatch(await output(folder, name), env.KEY);
    t.equal((await hapui(folder, ['verify', 'ensemble'], env)).code, 0);
    t.equal(server.asked.length, 4, 'a check asks nothing');

    server.behave(write);
    const before = await output(folder, 'decisions.jsonl');
    t.equal((await hapui(folder, ['run', '--workers', '1'], env)).code, 4);
    t.equal(server.asked.length, 1, 'what is stored is never bought twice');
    t.equal(await output(folder, 'decisions.jsonl'), before);
  },
);

t.test('a budget ends the run in order, and without prices there is none', async (t) => {
  const folder = await prepare(t);
  server.behave(write);
  const stopped = await hapui(folder, ['run', '--budget', '0.04'], env);
  t.equal(stopped.code, 5, stopped.err);
  t.ok(server.asked.length < 4);
  const set = ['--set', 'ensemble.merge.prices=null', '--budget', '1'];
  const unpriced = await hapui(folder, ['run', ...set], env);
  t.equal(unpriced.code, 2);
});
