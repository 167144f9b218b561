import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Config } from '../../src/config/index.ts';
import { checkOutputFile } from '../../src/run/files.ts';
import { learnsFromLabels } from '../../src/run/learned.ts';
import { inputFiles } from '../../src/run/pipeline.ts';
import { scratch } from '../commands/cli.ts';

const configIn = (folder: string): Config =>
  ({
    file: 'some/ensemble.yaml',
    folder,
    plugins: ['plugin.ts'],
    dataset: { path: 'data.csv' },
    systems: [{ options: { prompt: 'prompt.txt', prompts: ['other.txt'] } }],
    preferences: { prompt: 'pairs.txt' },
    ensemble: { select: 'pinned.json' },
    labelled: { dataset: { path: 'dev.csv' }, systems: [], fitted_on: { a: 'seen.txt', b: ['id'] } },
  }) as unknown as Config;

t.test('an output replaces neither the config nor a file that it names', async (t) => {
  const folder = await scratch(t);
  const inputs = inputFiles(configIn(folder));
  const names = ['ensemble.yaml', 'plugin.ts', 'data.csv', 'prompt.txt', 'other.txt', 'pairs.txt', 'dev.csv'];
  for (const name of [...names, 'seen.txt', 'pinned.json']) {
    await writeFile(join(folder, name), name);
    await t.rejects(checkOutputFile(join(folder, name), { inputs }), { code: 'output-folder' }, name);
    t.equal(await readFile(join(folder, name), 'utf8'), name);
  }
  await t.resolves(checkOutputFile(join(folder, 'new.json'), { inputs }));
});

t.test('an output needs a folder and no folder of its name', async (t) => {
  const folder = await scratch(t);
  await mkdir(join(folder, 'taken'));
  await t.rejects(checkOutputFile(join(folder, 'absent', 'x.json')), { code: 'output-folder', exitCode: 2 });
  await t.rejects(checkOutputFile(join(folder, 'taken')), { code: 'output-folder' });
});

t.test('a second-stage file is known by its ending in any case', async (t) => {
  const config = (select: string) =>
    ({
      labelled: {},
      ensemble: { select, fuse: {} },
      mbr: { votes: { weights: 'skill' } },
    }) as unknown as Config;
  t.equal(learnsFromLabels(config('X.JSON')), false);
  t.equal(learnsFromLabels(config('auto')), true);
});
