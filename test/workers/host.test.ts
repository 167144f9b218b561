import t from 'tap';
import { createMainHost } from '../../src/workers/host.ts';

const hanging = { command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'] };

t.test('programs start only where they are allowed to', async (t) => {
  const host = createMainHost({ folder: '.', allowCommands: false });
  await t.rejects(host.remote('command', hanging), { code: 'config-value', message: /--allow-commands/ });
});

t.test('a program has the time that the config gives an item', async (t) => {
  const host = createMainHost({ folder: '.', allowCommands: true, itemMs: 100 });
  const tokenizer = await host.remote('command', hanging);
  await t.rejects(tokenizer.tokenize(['가']), { message: /no answer in time.*deadlines\.item_seconds/ });
  await tokenizer.close();
});
