import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { chatOptions } from '../../src/candidates/chat/options.ts';
import { hapuiTables, loadConfig } from '../../src/config/index.ts';
import { hapui, scratch } from '../commands/cli.ts';
import { blocksOf } from './page.ts';

const cwd = join(import.meta.dirname, '../..');
const file = 'configs/kobart-t5-gpt.yaml';
const load = (env: Record<string, string>) => loadConfig({ file, cwd, env, tables: hapuiTables });

t.test('the competition ensemble is sound, with its paid systems and without', async (t) => {
  const without = await load({});
  t.strictSame(
    without.systems.map(({ id }) => id),
    ['kobart', 't5'],
  );
  t.strictSame(
    without.skipped.map(({ id, variables }) => [id, ...variables]),
    [
      ['gpt', 'OPENAI_API_KEY'],
      ['gpt-revised', 'OPENAI_API_KEY'],
    ],
  );
  const whole = await load({ OPENAI_API_KEY: 'sk-of-the-test' });
  t.strictSame(
    whole.systems.map(({ id }) => id),
    ['kobart', 't5', 'gpt', 'gpt-revised'],
  );
  t.notMatch(JSON.stringify(whole), 'sk-of-the-test');
});

/** Whether a run over these systems could start: prompts, examples and keys are all there. */
const plans = async (t: Test, systems: unknown) => {
  const folder = await scratch(t);
  for (const name of ['prompts', 'data']) await symlink(join(cwd, name), join(folder, name));
  await mkdir(join(folder, 'configs'));
  const [dataset, dev] = ['data/sample/ko/dialogues.csv', 'data/sample/ko/labelled.csv'];
  await symlink(join(cwd, dev), join(folder, 'dev.csv'));
  await symlink(join(cwd, dev), join(folder, 'configs/dev.csv'));
  const path = join(folder, 'configs/own.yaml');
  await writeFile(path, JSON.stringify({ dataset: `../${dataset}`, systems }));
  const { code, out, err } = await hapui(folder, ['plan', path, '--json'], {
    OPENAI_API_KEY: 'sk-of-the-test',
  });
  t.equal(code, 0, err);
  return JSON.parse(out).owed as { expenses: { usd: { low: number } | null } }[];
};

t.test('the paid systems of the competition ensemble can start, and their cost is known', async (t) => {
  const { systems } = parse(await readFile(join(cwd, file), 'utf8')) as { systems: { kind: string }[] };
  const paid = systems.filter(({ kind }) => kind === 'chat' || kind === 'chain');
  const owed = await plans(t, paid);
  t.equal(owed.length, 2);
  for (const { expenses } of owed) t.ok((expenses.usd?.low ?? 0) > 0);
});

t.test('so can those that docs/gpt.md shows', async (t) => {
  const page = await readFile(join(cwd, 'docs/gpt.md'), 'utf8');
  const blocks = blocksOf(page).filter(({ language }) => language === 'yaml');
  t.equal(blocks.length, 2);
  for (const { text } of blocks) {
    const { systems } = parse(text.replaceAll('prompts/', '../prompts/')) as { systems: unknown };
    await plans(t, systems);
  }
});

t.test('options that docs/gpt.md tells have the defaults that it tells', async (t) => {
  t.match(chatOptions.parse({ model: 'm', prompt: 'p.md' }), {
    attempts: 5,
    concurrency: 8,
    retry_seconds: 300,
    timeout: 120,
    candidates: 1,
  });
});
