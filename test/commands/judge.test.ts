/** A judge in whole runs: paid for once, within its budget, one column among others. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { DecisionRecord, ScoreRecord } from '../../src/types.ts';
import { type Behaviour, misbehaviours, startChatServer } from '../fixtures/server/chat-server.ts';
import { honestPair, ruling, summary } from '../rerank/judge/world.ts';
import { hapui, scratch } from './cli.ts';
import { manifestIn } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const env = { KEY: 'sk-judge-secret' };
const ids = ['d1', 'd2', 'd3', 'd4'];

/** Three systems that agree and say they are poor, one that stands alone and says it is good. */
const systems: Readonly<Record<string, (id: string) => string>> = {
  a: (id) => `${summary(1)} ${id} and all agree.`,
  b: (id) => `${summary(2)} ${id} and all agree.`,
  c: (id) => `${summary(3)} ${id} and all agree too.`,
  alone: (id) => `${summary(9)} Nobody else says so of ${id}.`,
};

const prepare = async (t: Parameters<typeof scratch>[0], more: object = {}): Promise<string> => {
  const folder = await scratch(t);
  const save = (name: string, text: string) => writeFile(join(folder, name), text);
  await save('test.csv', `fname,dialogue\n${ids.map((id) => `${id},#Person1#: Noon for ${id}?\n`).join('')}`);
  for (const [id, text] of Object.entries(systems))
    await save(`${id}.csv`, `fname,summary\n${ids.map((each) => `${each},${text(each)}\n`).join('')}`);
  await save(
    'judge.md',
    'Dialogue:\n{{dialogue}}\n{{summary_a}}\n{{summary_b}}\nReason, then end with: Verdict: A, B or tie',
  );
  const judge = {
    id: 'judge',
    kind: 'judge',
    model: 'm',
    family: 'house',
    base_url: server.baseUrl,
    api_key: '${KEY}',
    prompt: 'judge.md',
    attempts: 1,
    max_tokens: 50,
    prices: { input: 100, output: 100 },
    ...more,
  };
  const config = {
    dataset: 'test.csv',
    tokenizer: 'whitespace',
    gates: 'none',
    systems: ['a.csv', 'b.csv', 'c.csv', { path: 'alone.csv', family: 'house' }],
    mbr: { votes: { clusters: 'none' } },
    rerank: [judge],
    ensemble: { select: 'fuse', fuse: { weights: { mbr: 0.2, judge: 0.8 } } },
  };
  await save('ensemble.yaml', JSON.stringify(config));
  return folder;
};

const linesOf = async <T>(folder: string, name: string): Promise<T[]> =>
  (await readFile(join(folder, 'outputs/ensemble', name), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

t.test(
  'a plan asks nothing and counts the schedule; a run asks it once; a second run asks nothing',
  async (t) => {
    const folder = await prepare(t);
    server.behave(ruling(honestPair));
    const plan = JSON.parse((await hapui(folder, ['plan', '--json'], env)).out);
    t.equal(server.asked.length, 0);
    const calls = { low: 48, expected: 48, high: 96 };
    t.match(plan.owed, [
      { system: 'rerank.judge', found: 0, owed: 4, expenses: { calls, answers_owed: 48 } },
    ]);
    t.match(plan.warnings.at(-1), /rerank\.judge judges texts of its own kind: alone \(family house\)/u);

    const { code, err } = await hapui(folder, ['run'], env);
    t.equal(code, 0, err);
    t.equal(server.asked.length, 48, 'four dialogues, six pairs, two orders');
    const decisions = await linesOf<DecisionRecord>(folder, 'decisions.jsonl');
    t.ok(decisions.every(({ system }) => system === 'alone'));
    const manifest = manifestIn(folder);
    t.match(manifest.scored, [{ id: 'judge', made: 4, report: { answered: 48, verdicts: { flips: 0 } } }]);
    t.match(manifest.cost, { systems: [{ id: 'rerank.judge' }] });
    t.notMatch(JSON.stringify([manifest, decisions]), env.KEY);

    const before = await linesOf(folder, 'scores.jsonl');
    const again = await hapui(folder, ['run', '--budget', '0', '--workers', '1'], env);
    t.equal(again.code, 0, again.err);
    t.equal(server.asked.length, 48, 'stored verdicts are never bought twice');
    t.strictSame(await linesOf(folder, 'scores.jsonl'), before);
    t.ok(Math.abs(manifestIn(folder).cost.stored_usd - manifest.cost.paid_usd) < 1e-9);

    await rm(join(folder, 'outputs/.store/score-judge'), { recursive: true });
    t.equal(
      (await hapui(folder, ['verify', 'ensemble'], env)).code,
      0,
      'scores follow from the answers alone',
    );
    t.equal(server.asked.length, 48);

    const narrow = ['--set', 'rerank.0.top_k=2', '--set', 'rerank.0.comparisons=1'];
    await hapui(folder, ['run', ...narrow], env);
    t.equal(server.asked.length, 48, 'nor where the schedule changes');
    const scores = await linesOf<ScoreRecord>(folder, 'scores.jsonl');
    const own = scores.filter(({ id }) => id === 'd1').map((each) => each.scores.judge);
    t.equal(own.filter((score) => score === null).length, 2, 'outside of the top k there is no score');
  },
);

t.test('a run whose budget ends or whose server fails is continued where it stopped', async (t) => {
  const folder = await prepare(t);
  const partly: Behaviour = (asked, response, nth) =>
    /Noon for d4[\s\S]*quality 9[\s\S]*quality 1/u.test(asked.body.messages.at(-1)?.content ?? '')
      ? misbehaviours.broken(asked, response)
      : ruling(honestPair)(asked, response, nth);
  server.behave(ruling(honestPair));
  const stopped = await hapui(folder, ['run', '--budget', '0.1'], env);
  t.equal(stopped.code, 5, stopped.err);
  const first = server.asked.length;
  t.ok(first > 0 && first < 48);

  server.behave(partly);
  const failing = await hapui(folder, ['run'], env);
  t.equal(failing.code, 4, failing.err);
  const decisions = await linesOf<DecisionRecord>(folder, 'decisions.jsonl');
  t.equal(decisions.length, 4, 'every dialogue is decided');
  t.match(await linesOf(folder, 'quarantine.jsonl'), [{ id: 'd4', system: null, scorer: 'judge' }]);
  const failed = (manifestIn(folder).scored[0].report as { failed: number }).failed;
  const second = server.asked.length - failed;

  server.behave(ruling(honestPair));
  t.equal((await hapui(folder, ['run'], env)).code, 0);
  t.equal(first + second + server.asked.length, 48, 'no verdict was bought twice');
});
