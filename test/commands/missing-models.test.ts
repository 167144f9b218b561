// Models that are not there are named all at once, whatever they are for: one try a model would be one too many.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hapui, scratch } from './cli.ts';

const missing = (name: string): string => `${name}: the folder does not exist`;

t.test('plan and run name every model that is not there, and each once', async (t) => {
  const folder = await scratch(t);
  writeFileSync(join(folder, 'test.csv'), 'fname,dialogue\nd1,#Person1#: They meet.\n');
  writeFileSync(join(folder, 'read.csv'), 'fname,summary\nd1,They meet\n');
  const config = {
    dataset: 'test.csv',
    tokenizer: 'whitespace',
    systems: [
      'read.csv',
      { id: 'one', kind: 'seq2seq', model: './no-one' },
      { id: 'again', kind: 'seq2seq', model: './no-one', generate: { beams: 2 } },
      { id: 'two', kind: 'seq2seq', model: './no-two' },
    ],
    rerank: [{ id: 'cross', kind: 'cross-encoder', model: './no-three' }],
  };
  const write = (changed: object) =>
    writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify({ ...config, ...changed }));
  write({});
  for (const command of ['plan', 'run']) {
    const { code, err } = await hapui(folder, [command]);
    t.equal(code, 2, err);
    const lines = err.trimEnd().split('\n');
    t.equal(lines.length, 3, err);
    for (const [place, name] of ['no-one', 'no-two', 'no-three'].entries())
      t.match(lines[place], missing(join(folder, name)));
    t.match(lines[0], /^error \[model-load\] /);
  }

  write({ systems: config.systems.slice(0, 2), rerank: [] });
  const alone = await hapui(folder, ['plan']);
  t.match(alone, { code: 2, err: `error [model-load] ${missing(join(folder, 'no-one'))}` });
});
