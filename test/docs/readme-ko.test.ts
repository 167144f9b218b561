/** The Korean page shows what the English one shows: its figures and commands are run there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { blocksOf } from './page.ts';

const root = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

t.test('every figure, command and key of README.ko.md stands in README.md', async (t) => {
  const [korean, english] = [read('README.ko.md'), read('README.md')];
  const known = blocksOf(english).map(({ text }) => text);
  for (const { text, line } of blocksOf(korean)) t.ok(known.includes(text), `README.ko.md:${line}`);
  const rows = (page: string): string[] => page.split('\n').filter((line) => /^\|.*\d\.\d\d/.test(line));
  t.strictSame(rows(korean), rows(english));
});

t.test('every link leads to a file', async (t) => {
  for (const [, path] of read('README.ko.md').matchAll(/\]\(([^)#]+)\)/g))
    t.doesNotThrow(() => read(path!), path ?? '');
});
