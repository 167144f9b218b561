// A dialogue without a text: nobody is asked about it, and where no file has its summary, that is told before anybody is asked at all.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startChatServer } from '../fixtures/server/chat-server.ts';
import { hapui } from './cli.ts';
import { answerPaid, chatSystem, writePaid } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const gpt = chatSystem(server.baseUrl);

const rewrite = (folder: string, name: string, change: (text: string) => string): void =>
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));

t.test('a blank dialogue without a summary in any file ends a run before it begins', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues: 4, labelled: 12, systems: [gpt] });
  rewrite(folder, 'test.csv', (text) => text.replace(/^d2,.*$/m, 'd2,"  "'));
  rewrite(folder, 'read.csv', (text) => text.replace(/^d2,.*$/m, 'd2,""'));
  for (const command of ['plan', 'run']) {
    const { code, err } = await hapui(folder, [command]);
    t.equal(code, 3);
    t.match(
      err,
      /^error \[input-empty\] test\.csv: the dialogue d2 is empty, and no file has a summary of it; /m,
    );
  }
  t.equal(server.asked.length, 0, 'neither about labelled dialogues nor about others');
  const without = await hapui(folder, [
    'run',
    '--quiet',
    '--only',
    'd0',
    'd3',
    '--set',
    'ensemble.select=mbr',
  ]);
  t.equal(without.code, 0, without.err);
  t.equal(server.asked.length, 2);
});

t.test('a dialogue and a summary of characters that are never seen are blank', async (t) => {
  const folder = await writePaid(t, { dialogues: 3, systems: [] });
  rewrite(folder, 'test.csv', (text) => text.replace(/^d1,.*$/m, 'd1," \u200b"'));
  rewrite(folder, 'read.csv', (text) => text.replace(/^d1,.*$/m, 'd1,\u200b'));
  for (const command of ['plan', 'run']) {
    const { code, err } = await hapui(folder, [command]);
    t.equal(code, 3, command);
    t.match(
      err,
      /^error \[input-empty\] test\.csv: the dialogue d1 is empty, and no file has a summary of it; /m,
    );
  }
});

t.test(
  'without `dataset`, an id without a summary in any file ends plan and run before they begin',
  async (t) => {
    const folder = await writePaid(t, { dialogues: 3, systems: [] });
    writeFileSync(join(folder, 'ids.yaml'), 'tokenizer: whitespace\nsystems: [read.csv]\n');
    t.equal((await hapui(folder, ['plan', 'ids.yaml'])).code, 0);
    rewrite(folder, 'read.csv', (text) => text.replace(/^d1,.*$/m, 'd1," "'));
    for (const command of ['plan', 'run']) {
      const { code, err } = await hapui(folder, [command, 'ids.yaml']);
      t.equal(code, 3, command);
      t.match(
        err,
        /^error \[input-empty\] read\.csv: the dialogue d1 is known by id alone, and no file has a summary .*`dataset`/m,
      );
    }
    t.equal((await hapui(folder, ['run', 'ids.yaml', '--quiet', '--only', 'd0', 'd2'])).code, 0);
  },
);

t.test('where a file has its summary, that is taken', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues: 3, systems: [gpt] });
  rewrite(folder, 'test.csv', (text) => text.replace(/^d2,.*$/m, 'd2,'));
  const { code, err } = await hapui(folder, ['run', '--quiet']);
  t.equal(code, 0, err);
  t.equal(server.asked.length, 2);
  t.match(readFileSync(join(folder, 'outputs/ensemble/summaries.csv'), 'utf8'), /^d2,2번 약속을 정한다$/m);
});
