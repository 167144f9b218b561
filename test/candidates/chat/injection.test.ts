/** Dialogues that give orders stay data: what is sent for them differs from what is sent for others inside the marks only. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { createChat } from '../../../src/candidates/chat/chat.ts';
import { chatOptions } from '../../../src/candidates/chat/options.ts';
import { ignoreN, startChatServer } from '../../fixtures/server/chat-server.ts';
import { createVirtualClock } from '../../models/virtual-clock.ts';
import { readJsonLines } from '../../shared.ts';
import { dialogueOf, hostOf } from './world.ts';

const root = join(import.meta.dirname, '../../..');
const corpus = readJsonLines<{ name: string; text: string }>(
  join(root, 'test/fixtures/injection/corpus.jsonl'),
);
const server = await startChatServer();
t.teardown(() => server.close());
const { signal } = new AbortController();

const shipped = ['rouge-aware', 'key-point'].flatMap((name) => [`${name}-ko.md`, `${name}-en.md`]);
const plain = { 'plain.md': 'Summarise:\n{{dialogue}}' };

/** The messages sent for a text, with the number in the marks told apart from the rest. */
const sent = async (prompt: string, text: string) => {
  server.behave(ignoreN);
  const files: Record<string, string> = { ...plain };
  for (const name of shipped) files[name] = await readFile(join(root, 'prompts', name), 'utf8');
  const options = chatOptions.parse({ model: 'm', base_url: server.baseUrl, api_key: 'sk-inj', prompt });
  const generator = await createChat(options, hostOf(files), createVirtualClock());
  await generator.generate([{ ...dialogueOf(text), topic: text }], { seed: 1, system: 's' }, signal);
  const messages = server.asked[0]?.body.messages ?? [];
  const [nonce = ''] = /(?<=<\/dialogue-)[0-9a-f]{16}(?=>\n\n)/.exec(messages.at(-1)?.content ?? '') ?? [];
  return { messages, nonce };
};

t.test('the prompts that hapui brings are all tried', async (t) => {
  const summaries = readdirSync(join(root, 'prompts')).filter((name) => /^(rouge|key)/.test(name));
  t.strictSame(summaries.sort(), [...shipped].sort());
});

for (const prompt of ['plain.md', ...shipped])
  t.test(`${prompt}: no dialogue leaves its marks, and the last word is the prompt's`, async (t) => {
    const usual = await sent(prompt, '#Person1#: hi');
    const lastLine = usual.messages.at(-1)?.content.split('\n').at(-1) as string;
    for (const { name, text } of corpus) {
      const { messages, nonce } = await sent(prompt, text);
      t.strictSame(
        messages.map(({ role }) => role),
        usual.messages.map(({ role }) => role),
        name,
      );
      const content = messages.at(-1)?.content ?? '';
      const pieces = content.split(new RegExp(`</?dialogue-${nonce}>`));
      t.equal(pieces.length, 3, `${name}: one opening and one closing mark`);
      t.equal(pieces[1]?.trim(), Buffer.from(text).toString('utf8').trim(), `${name}: the text as it is`);
      t.equal(content.split('\n').at(-1), lastLine, name);
      t.notMatch(JSON.stringify(messages), 'sk-inj');
      t.notOk(text.includes(nonce));
      for (const { content } of messages.slice(0, -1)) t.equal(content, usual.messages[0]?.content, name);
    }
  });

t.test(
  'the number differs from text to text, prompt to prompt, and is the same when asked again',
  async (t) => {
    const one = await sent('plain.md', 'a');
    t.equal((await sent('plain.md', 'a')).nonce, one.nonce);
    t.not((await sent('plain.md', 'b')).nonce, one.nonce);
    t.not((await sent('key-point-en.md', 'a')).nonce, one.nonce);
  },
);
