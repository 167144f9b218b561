import { readFileSync } from 'node:fs';
import t from 'tap';
import { cleaningRules } from '../../src/dialogues/clean/index.ts';
import { tokenizers } from '../../src/text/tokenizers/index.ts';

const rowOf = (page: string, name: string): string =>
  page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';

t.test('docs/tokenizers.md says of every tokenizer what its definition says', async (t) => {
  const page = readFileSync('docs/tokenizers.md', 'utf8');
  for (const [name, { about }] of Object.entries(tokenizers))
    t.ok(rowOf(page, name).endsWith(`| ${about} |`), name);
});

t.test('docs/cleaning.md says of every rule what its definition says', async (t) => {
  const page = readFileSync('docs/cleaning.md', 'utf8');
  for (const [name, { about }] of Object.entries(cleaningRules))
    t.ok(rowOf(page, name).endsWith(`| ${about} |`), name);
});
