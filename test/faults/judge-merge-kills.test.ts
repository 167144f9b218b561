// A judge and a merging model are paid by the answer: a run that is killed between two of them buys neither again.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  type Behaviour,
  choice,
  completion,
  sendJson,
  startChatServer,
} from '../fixtures/server/chat-server.ts';
import { honestPair, ruling, summary } from '../rerank/judge/world.ts';
import { outputsOf, start } from './runs.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const ids = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
/** Two texts a dialogue are judged, in both orders; then one text is written of them. */
const [judged, merged] = [2 * ids.length, ids.length];

const isMerge = (content: string): boolean => content.startsWith('Merge');

const answer: Behaviour = (asked, response, nth) => {
  const content = asked.body.messages.at(-1)?.content ?? '';
  if (!isMerge(content)) return ruling(honestPair)(asked, response, nth);
  const id = /Noon for (d\d)\?/u.exec(content)?.[1];
  sendJson(response, completion([choice(`${summary(9)} All agree that ${id} is fine.`)]));
};

const setUp = (t: Test): string => {
  const table = (head: string, text: (id: string) => string) =>
    `id,${head}\n${ids.map((id) => `${id},${text(id)}\n`).join('')}`;
  const folder = t.testdir({
    'test.csv': table('dialogue', (id) => `#Person1#: Noon for ${id}? #Person2#: Yes and all agree.`),
    'judge.md': 'Judge:\n{{dialogue}}\n{{summary_a}}\n{{summary_b}}\nEnd with: Verdict: A, B or tie',
    'merge.md': 'Merge:\n{{dialogue}}\n{{summaries}}',
    ...Object.fromEntries(
      [1, 2, 3].map((n) => [`s${n}.csv`, table('summary', (id) => `${summary(n)} ${id} and all agree.`)]),
    ),
  });
  const model = { model: 'm', base_url: server.baseUrl, concurrency: 1, max_tokens: 50 };
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({
      dataset: 'test.csv',
      tokenizer: 'whitespace',
      gates: 'none',
      systems: ['s1.csv', 's2.csv', 's3.csv'],
      mbr: { votes: { clusters: 'none' } },
      rerank: [{ id: 'judge', kind: 'judge', ...model, prompt: 'judge.md', top_k: 2, comparisons: 1 }],
      ensemble: {
        select: 'fuse',
        fuse: { weights: { mbr: 0.5, judge: 0.5 } },
        merge: { kind: 'chat', ...model, prompt: 'merge.md', top_k: 2 },
      },
    }),
  );
  return folder;
};

/** Runs, killed at the arrival of the request with this number (from 1, of those that `counts`); returns what was answered. */
const runUntil = async (folder: string, counts: (content: string) => boolean, killAt: number) => {
  const answered: string[] = [];
  let arrived = 0;
  const running = start(folder, ['run', '--workers', '1']);
  server.behave((asked, response, nth) => {
    const content = asked.body.messages.at(-1)?.content ?? '';
    if (counts(content)) arrived += 1;
    if (arrived >= killAt) {
      running.child.kill('SIGKILL');
      return;
    }
    answered.push(JSON.stringify([asked.body.messages, asked.body.seed]));
    return answer(asked, response, nth);
  });
  return { answered, ...(await running.ended) };
};

t.test(
  'killed between verdicts, then between merges, a run buys no answer twice and ends the same',
  async (t) => {
    const unbroken = setUp(t);
    const whole = await runUntil(unbroken, () => true, Number.POSITIVE_INFINITY);
    t.equal(whole.code, 0, whole.err);
    t.equal(whole.answered.length, judged + merged);
    const expected = outputsOf(unbroken);
    t.match(
      expected['decisions.jsonl'],
      'the merged text gains',
      'what was written shows in what is compared',
    );

    const folder = setUp(t);
    // the second of the two questions about the fourth dialogue
    const first = await runUntil(folder, (content) => !isMerge(content), 8);
    const second = await runUntil(folder, isMerge, 4);
    const last = await runUntil(folder, () => true, Number.POSITIVE_INFINITY);
    t.strictSame([first.signal, second.signal, last.code], ['SIGKILL', 'SIGKILL', 0], last.err);
    t.strictSame(
      [first, second, last].map(({ answered }) => answered.length),
      [7, judged - 7 + 3, merged - 3],
    );
    const all = [first, second, last].flatMap(({ answered }) => answered);
    t.strictSame(all.toSorted(), whole.answered.toSorted(), 'each question once, the same ones');
    t.strictSame(outputsOf(folder), expected);
  },
);
