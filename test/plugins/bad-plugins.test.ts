import { join } from 'node:path';
import t from 'tap';
import { HapuiError } from '../../src/errors.ts';
import { loadPlugins } from '../../src/registry.ts';

const messageOf = async (folder: string, name = 'plugin.mjs'): Promise<string> => {
  const error = await loadPlugins([join(folder, name)]).catch((error: unknown) => error);
  if (!(error instanceof HapuiError)) throw new Error(`no error, but ${JSON.stringify(error)}`);
  return `${error.code} ${error.exitCode} ${error.message}`;
};

const generator = "kind: 'generator', name: 'mine', create: async () => ({})";

const bad: readonly (readonly [string, string, RegExp])[] = [
  ['no default export', 'export const mine = 1;', /default export is not a list of definitions/],
  ['one definition instead of a list', `export default { ${generator} };`, /is not a list of definitions/],
  ['an unknown kind', "export default [{ kind: 'judge', name: 'x', create() {} }];", /is not a list/],
  ['no create', "export default [{ kind: 'metric', name: 'x', higherIsBetter: true }];", /is not a list/],
  ['an error of its own', "throw new Error('out of luck');", /cannot be loaded: out of luck/],
  [
    'a fact left out',
    `export default [{ ${generator}, thread: 'main', parallel: 'one' }];`,
    /the generator "mine" has cost: nothing, not "free" or "slow" or "paid"/,
  ],
  [
    'a distance',
    "export default [{ kind: 'metric', name: 'edits', higherIsBetter: false, create() {} }];",
    /the metric "edits" has higherIsBetter: false, not true/,
  ],
];

for (const [what, source, message] of bad) {
  t.test(`a plugin module with ${what} is refused, and the message names it`, async (t) => {
    const said = await messageOf(t.testdir({ 'plugin.mjs': source }));
    t.match(said, /^plugin 2 .*plugin\.mjs: /);
    t.match(said, message);
  });
}

t.test('a name that two modules define is refused', async (t) => {
  const source =
    "export default [{ kind: 'metric', name: 'mine', higherIsBetter: true, create: () => ({}) }];";
  const folder = t.testdir({ 'a.mjs': source, 'b.mjs': source });
  const loading = loadPlugins([join(folder, 'a.mjs'), join(folder, 'b.mjs')]);
  await t.rejects(loading, { code: 'plugin', message: /"mine" is defined twice/ });
});

t.test('what a plain object leaves out is filled in: it takes no options', async (t) => {
  const source =
    "export default [{ kind: 'metric', name: 'mine', higherIsBetter: true, create: () => ({}) }];";
  const { metric } = await loadPlugins([join(t.testdir({ 'plugin.mjs': source }), 'plugin.mjs')]);
  t.strictSame(metric.mine?.options.parse({}), {});
  t.throws(() => metric.mine?.options.parse({ size: 1 }));
});

t.test('what a plugin creates must be able to do its work', async (t) => {
  const source = `export default [
    { kind: 'metric', name: 'mine', higherIsBetter: true, create: () => undefined },
    { kind: 'tokenizer', name: 'mine', cost: 'fast', create: async () => ({ signature: 'x' }) },
  ];`;
  const { metric, tokenizer } = await loadPlugins([join(t.testdir({ 'plugin.mjs': source }), 'plugin.mjs')]);
  t.throws(() => metric.mine!.create({}), {
    code: 'plugin',
    message: /the metric "mine" returns has no types and no matrix/,
  });
  await t.rejects(tokenizer.mine!.create({}, {} as never), {
    code: 'plugin',
    message: /"mine" returns has no tokenize/,
  });
});
