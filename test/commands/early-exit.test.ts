import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { freshFolder } from '../faults/folders.ts';
import { hapui, writeRun } from '../faults/runs.ts';

const runWith = async (folder: string, plugin: string) => {
  writeRun(folder, { dialogues: 3, systems: [], config: { plugins: ['plugin.mjs'] } });
  await writeFile(join(folder, 'plugin.mjs'), plugin);
  return hapui(folder);
};

for (const code of [0, 3])
  t.test(`a plugin that ends the process with ${code} while it is loaded is an error`, async (t) => {
    const ended = await runWith(freshFolder(t), `process.exit(${code});`);
    t.equal(ended.code, 2);
    t.match(ended.err, `error [plugin] the process was made to exit with ${code} before the work was done`);
    t.equal(ended.out, '');
  });

t.test('a plugin that waits for nothing is an error', async (t) => {
  const ended = await runWith(freshFolder(t), 'await new Promise(() => {}); export default [];');
  t.equal(ended.code, 1);
  t.match(ended.err, /error \[internal\] nothing is left to wait for/);
});
