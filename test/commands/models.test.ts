import { join } from 'node:path';
import t from 'tap';
import type { Io } from '../../src/commands/io.ts';
import { modelsPull } from '../../src/commands/models.ts';
import { installedKiwi } from '../models/kiwi-model.ts';

const recording = (env: Io['env'], cwd: string) => {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    env,
    cwd,
    isTerminal: false,
    now: () => 0,
  };
  return { io: io as unknown as Io, out, err };
};

t.test('an unknown model is an error of usage with the nearest name', async (t) => {
  const { io } = recording({}, t.testdir());
  await t.rejects(modelsPull({ model: 'kiwii' }, io), { code: 'usage', message: /Did you mean "kiwi"/ });
});

t.test('a source that has not the files is told, and nothing is put in the folder', async (t) => {
  const cwd = t.testdir({ empty: {} });
  const { io, out } = recording({ HAPUI_KIWI_MODEL: join(cwd, 'kiwi') }, cwd);
  await t.rejects(modelsPull({ model: 'kiwi', from: 'empty' }, io), {
    code: 'model-load',
    data: { file: join(cwd, 'empty') },
  });
  t.strictSame(out, []);
});

const { folder, skip } = await installedKiwi();

t.test('the model is copied from a folder, once', { skip }, async (t) => {
  const cwd = t.testdir();
  const { io, out, err } = recording({}, cwd);
  const args = { model: 'kiwi', from: folder, folder: 'copy' };
  t.equal(await modelsPull(args, io), 0);
  t.equal(await modelsPull(args, io), 0);
  t.match(out, [`is now in ${join(cwd, 'copy')}`, `was already in ${join(cwd, 'copy')}`]);
  t.equal(err.length, 4, 'a step a file');
});
