import t from 'tap';
import { applySettings } from '../../src/config/set.ts';
import { parseYaml, plainData } from '../../src/config/yaml.ts';
import { errorOf, files, load } from './stand-ins.ts';

/** The data of `yaml` after `settings`. */
const after = (yaml: string, ...settings: string[]): unknown => {
  const source = parseYaml(yaml, 'a.yaml');
  applySettings(source, settings);
  return plainData(source);
};

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

t.test('a setting replaces or adds a key, its value read as YAML', async (t) => {
  t.strictSame(after('seed: 1', 'seed=2'), { seed: 2 });
  t.strictSame(after('', 'mbr.votes.clusters=none'), { mbr: { votes: { clusters: 'none' } } });
  t.strictSame(after('a: { b: 1, c: 2 }', 'a.b=[x, {y: 3}]'), { a: { b: ['x', { y: 3 }], c: 2 } });
  t.strictSame(after('a: 1', 'a=true', 'a="2"', 'b=x=y'), { a: '2', b: 'x=y' });
  t.strictSame(after('a: 1', 'a='), { a: null });
  t.strictSame(after('a: [1, 2]', 'a.1=3', 'a.2=4'), { a: [1, 3, 4] });
});

t.test('short forms become long ones', async (t) => {
  t.strictSame(after('systems: [a.csv, b.csv]', 'systems.0.prior=2'), {
    systems: [{ path: 'a.csv', prior: 2 }, 'b.csv'],
  });
  t.strictSame(after('systems: "*.csv"', 'systems.0.prior=2'), { systems: [{ path: '*.csv', prior: 2 }] });
  t.strictSame(after('dataset: a.csv', 'dataset.encoding=cp949'), {
    dataset: { path: 'a.csv', encoding: 'cp949' },
  });
  t.strictSame(after('gates: none', 'gates.min_tokens=2'), { gates: { min_tokens: 2 } });
  t.strictSame(after('tokenizer: morpheme', 'tokenizer.model=x'), {
    tokenizer: { name: 'morpheme', model: 'x' },
  });
});

t.test('a setting below an alias leaves the anchor as it is', async (t) => {
  t.strictSame(after('a: &x { b: 1 }\nc: *x', 'c.b=2'), { a: { b: 1 }, c: { b: 2 } });
});

t.test('what is no setting is refused', async (t) => {
  for (const setting of ['seed', '=1', 'a..b=1', '.a=1', 'a.__proto__.b=1', 'constructor=1'])
    t.throws(() => after('seed: 1', setting), { code: 'usage', exitCode: 2 }, setting);
  t.notMatch(
    messageOf(() => after('', '.api_key=sk-1')),
    /sk-1/u,
  );
  t.throws(() => after('a: [1]', 'a.3=1'), { code: 'config-value' });
  t.throws(() => after('a: [1]', 'a.x=1'), { code: 'config-value' });
  for (const value of ['[', '{<<: 1}', '!x 1', '*y', '{__proto__: 1}'])
    t.throws(() => after('', `a=${value}`), { code: 'config-syntax' }, value);
});

t.test('settings reach the config, the last one wins', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml': 'systems: [submissions/t5.csv, submissions/solar.csv]',
  });
  const config = await load(cwd, {}, [
    'systems.1.prior=3',
    'mbr.votes.clusters=one-vote',
    'mbr.votes.clusters=none',
    'name=x',
  ]);
  t.match(config, {
    name: 'x',
    systems: [{ prior: undefined }, { prior: 3 }],
    mbr: { votes: { clusters: 'none' } },
  });
});

t.test('a problem in a part that a setting did not write keeps its place in the file', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': 'systems: [submissions/t6.csv]' });
  const error = await errorOf(load(cwd, {}, ['systems.0.prior=2']));
  t.match(error.data, { line: 1, column: 11, override: undefined });
});
