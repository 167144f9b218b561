import { join } from 'node:path';
import t from 'tap';
import { chatOptions } from '../../src/candidates/chat/options.ts';
import { hapuiTables, loadConfig } from '../../src/config/index.ts';

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

t.test('options that docs/gpt.md tells have the defaults that it tells', async (t) => {
  t.match(chatOptions.parse({ model: 'm', prompt: 'p.md' }), {
    attempts: 5,
    concurrency: 8,
    retry_seconds: 300,
    timeout: 120,
    candidates: 1,
  });
});
