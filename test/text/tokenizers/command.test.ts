import t from 'tap';
import { createCommandTokenizer } from '../../../src/models/command.ts';
import { command } from '../../../src/text/tokenizers/command.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

const host = testHost({
  remote: async (_kind, options) =>
    createCommandTokenizer((options as { command: readonly string[] }).command),
});

tokenizerContract({
  definition: command,
  options: { command: ['cat'] },
  otherOptions: { command: ['tac'] },
  host,
});

t.test('the command goes to the host, which decides whether it may start', async (t) => {
  const asked: unknown[] = [];
  const refusing = testHost({
    remote: async (...request) => {
      asked.push(request);
      throw new Error('refused');
    },
  });
  await t.rejects(command.create({ command: ['mecab', '-Owakati'] }, refusing), { message: 'refused' });
  t.strictSame(asked, [['command', { command: ['mecab', '-Owakati'] }]]);
});
