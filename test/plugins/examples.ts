/** The plugins of docs/plugins.md, in a folder as a user has one: `hapui` is installed beside the config. */
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import { buildSource } from '../faults/build.ts';

const fixtures = join(import.meta.dirname, '../fixtures/plugins');

/** Names of the example modules. */
export const exampleNames = [
  'example-metric.mjs',
  'example-tokenizer.mjs',
  'example-generator.mjs',
  'example-scorer.mjs',
] as const;

/** A scratch folder with the examples in it, removed at the end of the test. */
export const folderOfExamples = async (t: Pick<Test, 'teardown'>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hapui-plugins-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await mkdir(join(folder, 'node_modules'));
  await symlink(dirname(buildSource()), join(folder, 'node_modules/hapui'));
  for (const name of exampleNames) await copyFile(join(fixtures, name), join(folder, name));
  return folder;
};
