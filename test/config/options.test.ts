import t from 'tap';
import { resolveOptions, resolvePath, tablesOf } from '../../src/config/index.ts';
import { standIns } from './stand-ins.ts';

const { chat } = standIns.generators;

t.test('options are resolved where a plugin is created', async (t) => {
  const written = { model: '${MODEL:-m}', api_key: '${KEY}' };
  t.strictSame(chat && resolveOptions(chat, written, { KEY: 'sk-1' }), {
    model: 'm',
    api_key: 'sk-1',
    temperature: 1,
    candidates: 1,
  });
  t.strictSame(written, { model: '${MODEL:-m}', api_key: '${KEY}' }, 'what is kept stays as written');
});

t.test('a value that turns out wrong is told without the value', async (t) => {
  const resolve = () =>
    chat && resolveOptions(chat, { model: 'm', base_url: '${URL}' }, { URL: 'pw' }, 'systems.gpt');
  t.throws(resolve, { code: 'config-value', message: /^systems\.gpt base_url: "\$\{URL\}"/u });
  t.throws(() => chat && resolveOptions(chat, { model: '${NONE}' }, {}), { code: 'config-variable' });
});

t.test('paths start from the config', async (t) => {
  t.equal(resolvePath({ folder: '/a/b' }, '../c/${D}.csv', { D: 'd' }), '/a/c/d.csv');
  t.equal(resolvePath({ folder: '/a' }, '/c', {}), '/c');
});

t.test('the tables of a config hold what its plugins bring', async (t) => {
  const folder = t.testdir({
    'p.mjs': `export default [{ kind: 'metric', name: 'mine', about: 'A plugin.', higherIsBetter: true, options: {}, create: () => ({}) }]`,
  });
  const tables = await tablesOf({ folder, plugins: ['${NAME}.mjs'] }, { NAME: 'p' });
  t.ok(tables.metrics.mine);
  t.ok(tables.metrics['rouge-1.0.1']);
});
