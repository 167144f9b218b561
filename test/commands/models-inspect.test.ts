import { join } from 'node:path';
import t from 'tap';
import type { Io } from '../../src/commands/io.ts';
import { modelsInspect } from '../../src/commands/models-inspect.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');

const world = (): { io: Io; printed: () => string } => {
  const texts: string[] = [];
  const io: Io = {
    out: (text) => texts.push(text),
    err: () => {},
    env: {},
    cwd: join(folder, '..'),
    isTerminal: false,
    now: () => 0,
  };
  return { io, printed: () => texts.join('') };
};

t.test('a folder is described for people', async (t) => {
  const { io, printed } = world();
  t.equal(await modelsInspect({ folder: 'random-bart', device: 'cpu' }, io), 0);
  t.match(printed(), /bart, fp32, merged decoder, 1 layers, 2 heads/);
  t.match(printed(), /at most 60 tokens/);
  t.match(printed(), /forced last 1/);
  t.match(printed(), /cpu: as configured/);
});

t.test('and for programs', async (t) => {
  const { io, printed } = world();
  t.equal(await modelsInspect({ folder, dtype: 'int8', json: true }, io), 0);
  t.match(JSON.parse(printed()), {
    type: 'bart',
    dtype: 'int8',
    layout: 'split',
    vocabulary: { model: 52, tokenizer: 50 },
    sharesSource: true,
    generate: { maxNewTokens: 23, forcedLastTokens: [1] },
    device: { requested: 'auto' },
  });
});

t.test('a folder that is none is refused', async (t) => {
  await t.rejects(modelsInspect({ folder: 'nothing' }, world().io), { code: 'model-load' });
});
