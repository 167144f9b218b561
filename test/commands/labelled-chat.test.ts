import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { jaccard, shinglesOf } from '../../src/dialogues/minhash.ts';
import { outputsOf } from '../faults/runs.ts';
import { misbehaviours, startChatServer } from '../fixtures/server/chat-server.ts';
import { hapui } from './cli.ts';
import { answerPaid, chatSystem, dialogueText, manifestIn, writePaid } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const gpt = chatSystem(server.baseUrl);
/** Numbers from 1000 on are labelled. */
const labelledIn = (asked: typeof server.asked): number =>
  asked.filter(({ body }) => /\D1\d\d\d번/.test(body.messages.at(-1)?.content ?? '')).length;

t.test('a chat system answers the labelled dialogues, once; plan and run.json count them', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues: 6, labelled: 12, systems: [gpt] });
  const plan = JSON.parse((await hapui(folder, ['plan', '--json'])).out);
  t.match(plan.labelled.owed, [{ system: 'gpt', owed: 12, expenses: { calls: { low: 12, high: 12 } } }]);
  t.equal(server.asked.length, 0);

  const { code, err } = await hapui(folder, ['run']);
  t.equal(code, 0, err);
  t.equal(labelledIn(server.asked), 12);
  t.equal(server.asked.length, 18);
  const { cost, learned } = manifestIn(folder);
  t.ok(Math.abs(cost.paid_usd - 0.18) < 1e-9);
  t.equal(learned.dialogues, 12);
  t.match(JSON.parse((await hapui(folder, ['plan', '--json'])).out).labelled.owed, [{ found: 12, owed: 0 }]);
  t.equal((await hapui(folder, ['run', '--quiet', '--set', 'ensemble.select=mbr'])).code, 0);
  t.equal(server.asked.length, 18);
});

t.test('where nothing is learned, labelled dialogues are neither counted nor asked', async (t) => {
  server.behave(answerPaid);
  const config = { ensemble: { select: 'mbr' } };
  const folder = await writePaid(t, { dialogues: 3, labelled: 10, systems: [gpt], config });
  t.strictSame(JSON.parse((await hapui(folder, ['plan', '--json'])).out).labelled.owed, []);
  t.equal((await hapui(folder, ['run', '--quiet'])).code, 0);
  t.equal(labelledIn(server.asked), 0);
});

t.test('train keeps a budget, and continues where it stopped', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues: 3, labelled: 20, systems: [gpt] });
  const first = await hapui(folder, ['train', '--budget', '0.15']);
  t.equal(first.code, 5, first.err);
  t.match(first.err, 'To continue: hapui train --budget 0.15');
  const paid = server.asked.length;
  t.ok(paid > 2 && paid <= 15, `${paid} requests of a cent each`);
  const second = await hapui(folder, ['train']);
  t.equal(second.code, 0, second.err);
  t.equal(server.asked.length, 20);
  t.match(second.out, /Cost: 0\.\d+ USD paid in this run, 0\.\d+ USD for stored answers \(gpt 0\.2000\)\./);
});

t.test('labelled answers that fail are told; what is there is learned from', async (t) => {
  server.behave((asked, response, nth) =>
    /\D100[0-3]번/.test(asked.body.messages[0]?.content ?? '')
      ? misbehaviours.broken(asked, response)
      : answerPaid(asked, response, nth),
  );
  const folder = await writePaid(t, { dialogues: 3, labelled: 12, systems: [{ ...gpt, attempts: 1 }] });
  const { code, err } = await hapui(folder, ['run']);
  t.equal(code, 0, err);
  t.match(err, /4 answers on labelled dialogues failed \(gpt: HTTP 500.*hapui train asks for them again/);
});

t.test('examples from labelled: never the dialogue itself, nor a near-copy of it', async (t) => {
  server.behave(answerPaid);
  const systems = [{ ...gpt, prompt: 'few.md', examples: { from: 'labelled', count: 3 } }];
  const copies = {
    labelled: {
      dataset: 'copies.csv',
      systems: [{ id: 'read', path: 'copies-read.csv' }],
      allow_overlap: true,
    },
  };
  const folder = await writePaid(t, { dialogues: 6, systems, config: copies });
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(folder, 'few.md'), '---\nexamples: turns\n---\nSummarise:\n{{dialogue}}');
  // labelled: 20 of its own, the first four of which are near-copies of what is to be summarised
  const known = Array.from({ length: 20 }, (_, n) => [
    `l${n}`,
    n < 4 ? `${dialogueText(n)} 네!` : dialogueText(1000 + n),
  ]);
  const csv = (head: string, rows: readonly (readonly string[])[]) =>
    `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`;
  writeFileSync(
    join(folder, 'copies.csv'),
    csv(
      'fname,dialogue,summary',
      known.map((row) => [...row, '정답이다']),
    ),
  );
  writeFileSync(
    join(folder, 'copies-read.csv'),
    csv(
      'fname,summary',
      known.map(([id = '']) => [id, '읽은 요약이다']),
    ),
  );
  const { code, err } = await hapui(folder, ['run', '--quiet']);
  t.equal(code, 0, err);
  t.equal(server.asked.length, 26);
  const inside = (content: string) => />\n([\s\S]*)\n</.exec(content)?.[1] ?? '';
  for (const { body } of server.asked) {
    const turns = body.messages.filter(({ role }) => role === 'user').map(({ content }) => inside(content));
    const own = shinglesOf(turns.at(-1) ?? '');
    t.equal(turns.length, 4, 'three examples and the dialogue');
    for (const shown of turns.slice(0, -1)) t.ok(jaccard(own, shinglesOf(shown)) < 0.5);
  }
});

t.test(
  'shards divide the labelled dialogues: each is paid for once, and the join learns from all',
  async (t) => {
    const setup = { dialogues: 65, labelled: 65, systems: [gpt] };
    server.behave(answerPaid);
    const whole = await writePaid(t, setup);
    t.equal((await hapui(whole, ['run', '--quiet'])).code, 0);

    server.behave(answerPaid);
    const folder = await writePaid(t, setup);
    for (const part of [1, 2]) {
      const { code, err } = await hapui(folder, ['run', '--shard', `${part}/2`]);
      t.equal(code, 0, err);
      t.match(err, new RegExp(`Answered ${part === 1 ? 64 : 1} of 65 labelled dialogues.*merge-runs`));
    }
    t.equal(labelledIn(server.asked), 65);
    t.equal(server.asked.length, 130);
    const merged = await hapui(folder, ['merge-runs', '--quiet']);
    t.equal(merged.code, 0, merged.err);
    t.equal(server.asked.length, 130, 'the join asks for nothing');
    t.strictSame(outputsOf(folder), outputsOf(whole));
    t.equal(manifestIn(folder).learned.dialogues, 65);
    const { cost } = manifestIn(folder);
    t.match(cost, { paid_usd: 0 });
    t.ok(Math.abs(cost.stored_usd - 1.3) < 1e-9);
    rmSync(join(folder, 'outputs'), { recursive: true });
  },
);
