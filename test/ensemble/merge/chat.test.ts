/** The merger that has texts written: what it asks, what it makes of answers, whose words it finds in them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import {
  type ChatMergeOptions,
  chat,
  chatMergeOptions,
  createChatMerger,
} from '../../../src/ensemble/merge/chat.ts';
import { writtenProposals } from '../../../src/ensemble/merge/written.ts';
import { createMemoryStore, hostOf } from '../../candidates/chat/world.ts';
import {
  type Behaviour,
  choice,
  completion,
  misbehaviours,
  sendJson,
  startChatServer,
} from '../../fixtures/server/chat-server.ts';
import { createVirtualClock } from '../../models/virtual-clock.ts';
import { shownIn } from '../../rerank/judge/world.ts';
import { readJsonLines } from '../../shared.ts';

const root = join(import.meta.dirname, '../../..');
const server = await startChatServer();
t.teardown(() => server.close());
const { signal } = new AbortController();

const shipped = ['merge-ko.md', 'merge-en.md'];
const files = Object.fromEntries(
  await Promise.all(
    shipped.map(async (name) => [name, await readFile(join(root, 'prompts', name), 'utf8')] as const),
  ),
);
const host = hostOf({ ...files, 'blind.md': 'Merge {{summaries}}.' });
const item = { id: 'd', dialogue: 'Amy: Noon? Ben: Noon.', texts: ['They meet at noon.', 'Amy meets Ben.'] };

const optionsOf = (given: Partial<ChatMergeOptions> = {}) =>
  chatMergeOptions.parse({
    model: 'm',
    base_url: server.baseUrl,
    prompt: 'merge-en.md',
    attempts: 1,
    ...given,
  });

const written = async (behaviour: Behaviour, given = item, answers = createMemoryStore()) => {
  server.behave(behaviour);
  const writer = await createChatMerger(optionsOf(), host, createVirtualClock());
  const [answer] = await writer.write([given], { seed: 1, answers }, signal);
  return { answer, asked: server.asked.length, answers, report: writer.report() };
};

const say =
  (text: string, more: object = {}): Behaviour =>
  (_, response) =>
    sendJson(response, completion([choice(text, more)]));

t.test('an answer goes through hygiene; what is no summary gives no text', async (t) => {
  const text = 'Amy meets Ben at noon.';
  const { answer, report } = await written(say(`**Summary:** "${text}"`));
  t.match(answer, { status: 'ok', texts: [text], paid: { answers: 1, input: 10, output: 5 } });
  t.match(report, { requests: 1 });
  for (const poor of [
    say(''),
    say('Amy me', { finish_reason: 'length' }),
    say('I’m sorry, but I can’t do that.'),
  ])
    t.match((await written(poor)).answer, { status: 'ok', texts: [] });
});

t.test('what was written is kept and never asked for again; what failed is', async (t) => {
  const { answers } = await written(say('one'));
  const again = await written(say('two'), item, answers);
  t.match(again, { asked: 0, answer: { texts: ['one'] } });
  const failed = await written(misbehaviours.broken);
  t.match(failed.answer, { status: 'failed', reason: /500/u });
  t.match(await written(say('three'), item, failed.answers), { asked: 1, answer: { texts: ['three'] } });
});

t.test('nothing of the material leaves its marks, and the prompt has the last word', async (t) => {
  const corpus = readJsonLines<{ name: string; text: string }>(
    join(root, 'test/fixtures/injection/corpus.jsonl'),
  );
  for (const prompt of shipped) {
    const writer = await createChatMerger(optionsOf({ prompt }), host, createVirtualClock());
    const messagesFor = async (dialogue: string, texts: readonly string[]) => {
      server.behave(say('fine'));
      await writer.write([{ id: 'd', dialogue, topic: dialogue, texts }], { seed: 1 }, signal);
      return server.asked[0]!.body;
    };
    const usual = await messagesFor('hi', ['a', 'b']);
    for (const { name, text } of corpus) {
      const body = await messagesFor(text, [`${text} x`, `${text} y`]);
      const lastLine = ({ messages }: typeof body) => messages.at(-1)?.content.split('\n').at(-1);
      t.equal(lastLine(body), lastLine(usual), `${prompt}, ${name}`);
      t.equal(body.messages[0]?.content, usual.messages[0]?.content, name);
      const expected = [text, `${text} x`, `${text} y`].map((each) =>
        Buffer.from(each).toString('utf8').trim(),
      );
      t.strictSame(
        shownIn(body).map((each) => each.text),
        expected,
        `${prompt}, ${name}: three texts, whole`,
      );
    }
  }
});

t.test('a prompt without the dialogue would merge blind, and is refused', async (t) => {
  await t.rejects(createChatMerger(optionsOf({ prompt: 'blind.md' }), host, createVirtualClock()), {
    code: 'config-value',
    message: /\{\{dialogue\}\}/u,
  });
  t.notOk(chat.isPriced(optionsOf()));
});

t.test('a forecast is a question a dialogue', async (t) => {
  const { answers } = await written(say('one'));
  const writer = await createChatMerger(
    optionsOf({ prices: { input: 1, output: 1 } }),
    host,
    createVirtualClock(),
  );
  const forecaster = writer.forecast({ seed: 1, answers });
  await forecaster.add(item, true);
  await forecaster.add({ ...item, dialogue: 'another' }, true);
  await forecaster.add({ ...item, dialogue: 'a third' }, false);
  t.match(forecaster.total(), { stored: 1, owed: 2, calls: { low: 2, expected: 2, high: 2 } });
});

t.test(
  'a text is made of the selected candidate and of those that alone have one of its words',
  async (t) => {
    const shortlist = [
      { row: 3, text: 'They meet at noon.' },
      { row: 0, text: 'Amy meets Ben at noon.' },
      { row: 5, text: 'Amy is hungry.' },
      { row: 1, text: 'Ben is late at noon.' },
    ];
    const rowsOf = (text: string) => writtenProposals([text], shortlist, (row) => `s${row}`)[0];
    t.strictSame(rowsOf('They meet at noon.')?.rows, [3]);
    t.strictSame(rowsOf('Amy meets Ben at noon.')?.rows, [3, 0]);
    t.match(rowsOf('Amy meets Ben, hungry and late.'), { rows: [3, 0, 5, 1], how: /s3, s0, s5, s1/u });
    t.strictSame(
      rowsOf('Something else entirely.')?.rows,
      [3],
      'the selected one is what it is judged against',
    );
  },
);
