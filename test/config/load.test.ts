import { mkdir, symlink, writeFile } from 'node:fs/promises';
import t from 'tap';
import { describeConfig, loadConfig } from '../../src/config/index.ts';
import { errorOf, files, load, standIns } from './stand-ins.ts';

const short = `
dataset: test.csv
systems:
  - submissions/kobart.csv
  - submissions/{solar,t5}.csv
labelled: { dataset: dev.csv, systems: dev/*.csv }
`;

t.test('the short form is all that is needed', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': short });
  const config = await load(cwd);
  t.match(config, {
    file: 'ensemble.yaml',
    folder: cwd,
    run_folder: `${cwd}/outputs/ensemble`,
    version: 1,
    name: 'ensemble',
    seed: 42,
    dataset: { path: 'test.csv', format: 'auto', encoding: 'utf-8', columns: {} },
    clean: ['line-breaks', 'masks', 'nfc'],
    tokenizer: { name: 'character', options: {} },
    skipped: [],
    gates: { min_tokens: 3, max_tokens: 'auto', tags: 'keep' },
    mbr: {
      utility: { metric: 'rouge-1.0.1', weights: { rouge1: 1, rouge2: 1, rougeL: 1 }, options: {} },
      votes: { by: 'all', weights: 'uniform', clusters: 'one-vote', cluster_threshold: 0.85 },
    },
    rerank: [],
    ensemble: { select: 'auto', merge: 'none', fallback: 'best-prior' },
    output: {
      folder: 'outputs',
      clean: [],
      summaries: { path: 'summaries.csv', columns: ['fname', 'summary'] },
    },
    allow_download: false,
    fsync: 'every',
    plugins: [],
  });
  t.strictSame(
    config.systems.map(({ id, kind, options }) => [id, kind, options]),
    ['kobart', 'solar', 't5'].map((id) => [id, 'file', { path: `submissions/${id}.csv` }]),
  );
  t.strictSame(
    config.labelled?.systems.map(({ system, options }) => [system, options.path]),
    ['kobart', 'solar', 't5'].map((id) => [id, `dev/${id}.csv`]),
  );
});

t.test('every key of the long form arrives', async (t) => {
  const long = `
version: 1
name: my-run
seed: 7
dataset:
  path: test.csv
  format: csv
  encoding: cp949
  columns: { id: fname, dialogue: dialogue, reference: [s1, s2], topic: topic }
  clean: [nfc]
tokenizer: { name: morpheme, model: kiwi }
systems:
  - { id: solar, kind: file, path: submissions/solar.csv, columns: { summary: [a, b] }, family: big, prior: 2, unknown_ids: ignore }
  - { id: gpt, kind: chat, model: m, base_url: '\${URL:-https://host/v1}', api_key: '\${KEY}', temperature: 0.7, candidates: 4 }
labelled:
  dataset: { path: dev.csv, columns: { reference: summary } }
  systems: [{ id: solar, path: dev/t5.csv, unknown_ids: error }]
  allow_overlap: true
  fitted_on: { solar: [a, b] }
gates: none
mbr:
  utility: { metric: rouge-score, split: sentence, weights: { rougeLsum: 1 } }
  votes: { by: [solar], weights: prior, clusters: none, cluster_threshold: 0.9 }
rerank: [{ id: cross, kind: cross-encoder, model: m }]
ensemble: { select: fuse, fuse: { method: rank, weights: { mbr: 0.6, cross: 0.4 } }, fallback: longest-utterance }
output: { folder: out, clean: [masks], summaries: { path: s.csv, columns: [id, text], bom: true, csv_safe: true } }
allow_download: true
fsync: second
preferences: { strategy: band, source: { file: human.jsonl }, formats: [kto], splits: { train: 1 } }
deadlines: { item_seconds: 5 }
`;
  const cwd = t.testdir({ ...files, 'ensemble.yaml': long });
  const config = await load(cwd, { KEY: 'sk-secret' });
  t.match(config, {
    name: 'my-run',
    run_folder: `${cwd}/out/my-run`,
    dataset: { format: 'csv', encoding: 'cp949', columns: { reference: ['s1', 's2'] } },
    clean: ['nfc'],
    tokenizer: { name: 'morpheme', options: { model: 'kiwi' } },
    labelled: { allow_overlap: true, fitted_on: { solar: ['a', 'b'] }, without: [] },
    gates: 'none',
    mbr: {
      utility: { metric: 'rouge-score', weights: { rougeLsum: 1 }, options: { split: 'sentence' } },
      votes: { by: ['solar'], weights: 'prior' },
    },
    rerank: [{ id: 'cross', kind: 'cross-encoder', options: { model: 'm' } }],
    ensemble: { select: 'fuse', fuse: { method: 'rank', weights: { mbr: 0.6, cross: 0.4 } } },
    output: { summaries: { path: 's.csv', columns: ['id', 'text'], bom: true, csv_safe: true } },
    fsync: 'second',
    preferences: { source: { file: 'human.jsonl' }, splits: { train: 1 } },
    deadlines: { item_seconds: 5, start_seconds: 300 },
  });
  const [solar, gpt] = config.systems;
  t.match(solar, {
    family: 'big',
    prior: 2,
    options: { unknown_ids: 'ignore', columns: { summary: ['a', 'b'] } },
  });
  t.strictSame(gpt?.options, {
    model: 'm',
    base_url: '${URL:-https://host/v1}',
    api_key: '${KEY}',
    temperature: 0.7,
    candidates: 4,
  });
  t.strictSame(config.labelled?.systems, [
    {
      system: 'solar',
      options: { columns: { summary: ['a', 'b'] }, path: 'dev/t5.csv', unknown_ids: 'error' },
    },
  ]);
});

t.test('a config is looked for in two places', async (t) => {
  const cwd = t.testdir({ ...files, configs: {} });
  const error = await errorOf(load(cwd));
  t.equal(error.code, 'config-missing');
  t.match(error.message, /hapui init/u);
  await writeFile(`${cwd}/configs/ensemble.yaml`, 'systems: ../submissions/*.csv');
  const config = await load(cwd);
  t.equal(config.file, 'configs/ensemble.yaml');
  t.equal(config.folder, `${cwd}/configs`);
  t.equal(config.run_folder, `${cwd}/outputs/ensemble`, 'outputs lie in the current directory');
  await writeFile(`${cwd}/ensemble.yaml`, 'systems: submissions/*.csv');
  t.equal((await load(cwd)).file, 'ensemble.yaml');
});

t.test('a file that is no config text is refused', async (t) => {
  const cwd = t.testdir({
    'big.yaml': '#'.repeat(1024 * 1024 + 1),
    'latin.yaml': Buffer.from('name: caf\xe9', 'latin1'),
    folder: {},
  });
  const failures = {
    'big.yaml': 'config-syntax',
    'latin.yaml': 'config-syntax',
    folder: 'config-missing',
    'no.yaml': 'config-missing',
  };
  for (const [file, code] of Object.entries(failures)) {
    const error = await errorOf(loadConfig({ file, cwd, env: {}, tables: standIns }));
    t.equal(error.code, code, file);
    t.ok(error.message.startsWith(file), file);
  }
});

t.test('aliases that would unfold to millions are refused at once', async (t) => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const content = level === 0 ? 'x' : `*a${level - 1}`;
    return `  - &a${level} [${Array(9).fill(content).join(', ')}]`;
  });
  const cwd = t.testdir({ 'ensemble.yaml': `systems:\n${levels.join('\n')}` });
  t.match(await errorOf(load(cwd)), { code: 'config-syntax', message: /aliases/u });
  await writeFile(`${cwd}/ensemble.yaml`, '['.repeat(20_000));
  t.match(await errorOf(load(cwd)), { code: 'config-syntax', message: /nested too deeply/u });
});

t.test('an anchor may be used, and a problem in it is told where it stands', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml':
      'systems:\n  - { path: submissions/t5.csv, columns: &c { summary: x } }\n  - { path: submissions/solar.csv, columns: *c }',
  });
  const config = await load(cwd);
  t.strictSame(config.systems[1]?.options.columns, { summary: 'x' });
  await writeFile(
    `${cwd}/ensemble.yaml`,
    'systems:\n  - { path: submissions/t5.csv, columns: &c { summary: 3 } }\n  - { path: submissions/solar.csv, columns: *c }',
  );
  const error = await errorOf(load(cwd));
  t.match(error.data, { line: 2, column: 56 });
});

t.test('all problems are told in one error of at most 12 lines', async (t) => {
  const keys = Array.from({ length: 30 }, (_, index) => `key${index}: 1`);
  const cwd = t.testdir({ 'ensemble.yaml': ['seed: x', ...keys].join('\n') });
  const error = await errorOf(load(cwd));
  const lines = error.message.split('\n');
  t.equal(lines.length, 11);
  t.match(lines[0], /^ensemble\.yaml:1:7 seed: "x"/u);
  t.match(lines[1], /^ensemble\.yaml:2:1 key0: unknown key/u);
  t.equal(lines.at(-1), 'and 21 more problems');
  t.equal((error.data.problems as unknown[]).length, 31);
});

t.test('a wrong option does not hide a wrong key', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml': 'sede: 1\nsystems: [{ path: submissions/t5.csv, unknown_ids: eror }]\ntokenizer: wrd',
  });
  const error = await errorOf(load(cwd));
  t.match(error.message, /:1:1 sede[\s\S]*:2:52 systems\[0\]\.unknown_ids[\s\S]*:3:12 tokenizer/u);
});

t.test('a manifest shows references, never values', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml': `
dataset: '\${DATA}/test.csv'
systems:
  - '\${DATA}/submissions/*.csv'
  - { id: gpt, kind: chat, model: '\${MODEL}', base_url: '\${URL}', api_key: '\${KEY}', headers: { X-Team: '\${TEAM}' } }
`,
  });
  const env = { DATA: cwd, MODEL: 'model-1', URL: 'https://me:pass-1@host/v1', KEY: 'sk-1', TEAM: 'team-1' };
  const config = await load(cwd, env);
  t.strictSame(
    config.systems.map(({ id, options }) => [id, options.path]),
    [
      ['kobart', '${DATA}/submissions/kobart.csv'],
      ['solar', '${DATA}/submissions/solar.csv'],
      ['t5', '${DATA}/submissions/t5.csv'],
      ['gpt', undefined],
    ],
  );
  const told = JSON.stringify(describeConfig(config));
  for (const value of Object.values(env)) t.notOk(told.includes(value), value);
  t.match(told, /\$\{KEY\}/u);
});

t.test('an optional system is skipped, with its unset variables', async (t) => {
  const yaml = `
dataset: test.csv
systems:
  - submissions/t5.csv
  - { id: gpt, kind: chat, model: m, base_url: '\${URL}', api_key: '\${KEY}', optional: true }
mbr: { votes: { by: [t5, gpt] } }
`;
  const cwd = t.testdir({ ...files, 'ensemble.yaml': yaml });
  const config = await load(cwd, { URL: 'https://host' });
  t.strictSame(config.skipped, [{ id: 'gpt', variables: ['KEY'] }]);
  t.strictSame(
    config.systems.map(({ id }) => id),
    ['t5'],
  );
  t.strictSame((await load(cwd, { URL: 'https://host', KEY: 'k' })).skipped, []);
});

t.test('a pool file needs no systems', async (t) => {
  const cwd = t.testdir({ 'p.jsonl.gz': '', 'p.json': '', 'p.csv': '' });
  const yaml = (path: string) =>
    `dataset: { path: ${path}, systems: [b, a], families: { x: [a] } }\nlabelled: { dataset: p.jsonl.gz }\nmbr: { votes: { by: [a] } }`;
  for (const path of ['p.jsonl.gz', 'p.json']) {
    await writeFile(`${cwd}/ensemble.yaml`, yaml(path));
    t.match(await load(cwd), { systems: [], dataset: { systems: ['b', 'a'], families: { x: ['a'] } } });
  }
  await writeFile(`${cwd}/ensemble.yaml`, 'dataset: p.csv');
  t.match(await errorOf(load(cwd)), { code: 'config-missing', data: { key: 'systems' } });
});

t.test('systems without labelled outputs are noted', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml': 'systems: submissions/*.csv\nlabelled: { dataset: dev.csv, systems: [dev/solar.csv] }',
  });
  t.strictSame((await load(cwd)).labelled?.without, ['kobart', 't5']);
});

t.test('a labelled file matches a system that was renamed, by the name of its file', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml':
      'systems: [{ id: big, path: submissions/solar.csv }]\nlabelled: { dataset: dev.csv, systems: [dev/solar.csv] }',
  });
  t.match((await load(cwd)).labelled?.systems, [{ system: 'big' }]);
});

t.test('cleaning rules may stand alone where there is no dataset', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': 'dataset: { clean: [] }\nsystems: submissions/*.csv' });
  t.match(await load(cwd), { dataset: undefined, clean: [] });
  await writeFile(`${cwd}/ensemble.yaml`, 'dataset: { encoding: cp949 }\nsystems: submissions/*.csv');
  t.match(await errorOf(load(cwd)), { code: 'config-missing', data: { key: 'dataset.path' } });
});

t.test('the tokenizer is the metric’s own where it has one', async (t) => {
  const cwd = t.testdir({
    ...files,
    'ensemble.yaml': 'systems: submissions/*.csv\nmbr: { utility: { metric: rouge-score } }',
  });
  t.strictSame((await load(cwd)).tokenizer, { name: 'rouge-score', options: {} });
  await writeFile(
    `${cwd}/ensemble.yaml`,
    'systems: submissions/*.csv\nmbr: { utility: { metric: overlap } }',
  );
  t.match(await load(cwd), { tokenizer: { name: 'character' }, mbr: { utility: { weights: { share: 1 } } } });
  await writeFile(`${cwd}/ensemble.yaml`, 'systems: submissions/*.csv\ntokenizer: { column: tokens }');
  t.strictSame((await load(cwd)).tokenizer, { name: 'column', options: { column: 'tokens' } });
});

t.test('a link to the dataset is the dataset', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': 'dataset: test.csv\nsystems: [link.csv]' });
  await symlink('test.csv', `${cwd}/link.csv`);
  t.match(await errorOf(load(cwd)), { code: 'config-conflict', message: /dataset itself/u });
});

t.test('the outputs folder of the command line counts for what is overwritten', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': 'name: run\nsystems: elsewhere/run/summaries.csv' });
  await mkdir(`${cwd}/elsewhere/run`, { recursive: true });
  await writeFile(`${cwd}/elsewhere/run/summaries.csv`, '');
  const options = { cwd, env: {}, tables: standIns };
  t.equal((await loadConfig(options)).run_folder, `${cwd}/outputs/run`);
  const error = await errorOf(loadConfig({ ...options, output: 'elsewhere' }));
  t.match(error, { code: 'output-folder', exitCode: 2 });
});

t.test('plugins extend what a config can name', async (t) => {
  const plugin = `export default [{ kind: 'tokenizer', name: 'mine', about: 'A plugin.', cost: 'fast', options: { safeParse: () => ({ success: true, data: {} }) }, create: async () => ({}) }]`;
  const cwd = t.testdir({
    ...files,
    'mine.mjs': plugin,
    'ensemble.yaml': 'plugins: [mine.mjs]\ntokenizer: mine\nsystems: submissions/*.csv',
  });
  t.match(await load(cwd), { plugins: ['mine.mjs'], tokenizer: { name: 'mine' } });
  await writeFile(`${cwd}/taken.mjs`, plugin.replace("'mine'", "'character'"));
  t.match(await errorOf(load(cwd, {}, ['plugins=[taken.mjs]'])), { code: 'plugin', message: /"character"/u });
});

t.test('hapui’s own tables are the default', async (t) => {
  const cwd = t.testdir({ ...files, 'ensemble.yaml': 'systems: submissions/*.csv\ntokenizer: word' });
  const config = await loadConfig({ cwd, env: {} });
  t.strictSame(config.clean, [
    'control-characters',
    'line-breaks',
    'jamo-runs',
    'speaker-tags',
    'masks',
    'nfc',
  ]);
});

t.test('the configs that come with hapui are right', async (t) => {
  const systems = { 'configs/ensemble.yaml': 6, 'configs/submissions.yaml': 4 };
  for (const [file, count] of Object.entries(systems))
    t.equal((await loadConfig({ file, cwd: process.cwd(), env: {} })).systems.length, count, file);
});

t.test('variables may choose names, which are looked up resolved', async (t) => {
  const yaml = `
name: '${'${WHO}'}-run'
dataset: { path: test.csv, format: '${'${FORMAT:-csv}'}' }
tokenizer: '${'${TOKENIZER:-morpheme}'}'
systems: [{ id: '${'${WHO}'}', kind: '${'${KIND:-file}'}', path: submissions/t5.csv, family: '${'${WHO}'}' }]
mbr: { utility: { metric: '${'${METRIC:-overlap}'}' }, votes: { by: ['${'${WHO}'}'], weights: '${'${W:-prior}'}' } }
ensemble: { select: '${'${SELECT:-mbr}'}' }
`;
  const cwd = t.testdir({ ...files, 'ensemble.yaml': yaml });
  t.match(await load(cwd, { WHO: 'me' }), {
    name: 'me-run',
    dataset: { format: 'csv' },
    tokenizer: { name: 'morpheme' },
    systems: [{ id: 'me', kind: 'file', family: 'me' }],
    mbr: { utility: { metric: 'overlap' }, votes: { by: ['me'], weights: 'prior' } },
    ensemble: { select: 'mbr' },
  });
  const error = await errorOf(
    load(cwd, { WHO: 'me', TOKENIZER: 'sk-1', SELECT: 'sk-1', FORMAT: 'sk-1', METRIC: 'sk-1' }),
  );
  t.equal(error.message.split('\n').length, 4);
  t.notMatch(error.message, /sk-1/u, 'values are not shown');
});
