// Every way to write a wrong config that we could think of: its code, its place, and the words that must be told.
import { readFile, writeFile } from 'node:fs/promises';
import t from 'tap';
import type { ErrorCode } from '../../src/errors.ts';
import { errorOf, files, load } from './stand-ins.ts';

interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly code: ErrorCode;
  /** `line:column` in the file, or the key of a `--set`. */
  readonly place: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
}

const head = 'dataset: test.csv\nsystems: [submissions/kobart.csv, submissions/t5.csv]\n';

const cases: readonly Case[] = [
  // YAML itself
  {
    name: 'a list that is not closed',
    yaml: 'systems: [a.csv',
    code: 'config-syntax',
    place: '1:16',
    words: [']'],
  },
  {
    name: 'a tab as indentation',
    yaml: 'mbr:\n\tvotes: 1',
    code: 'config-syntax',
    place: '2:1',
    words: ['tab'],
  },
  {
    name: 'a repeated key',
    yaml: 'seed: 1\nseed: 2',
    code: 'config-syntax',
    place: '2:1',
    words: ['"seed"', 'already'],
  },
  {
    name: 'a repeated key deep inside',
    yaml: 'mbr: { votes: { by: all, by: all } }',
    code: 'config-syntax',
    place: '1:26',
    words: ['"by"'],
  },
  {
    name: 'a merge key',
    yaml: 'mbr: { <<: { votes: {} } }',
    code: 'config-syntax',
    place: '1:8',
    words: ['merge key'],
  },
  {
    name: 'a prototype',
    yaml: 'mbr: { __proto__: {} }',
    code: 'config-syntax',
    place: '1:8',
    words: ['__proto__'],
  },
  {
    name: 'a constructor',
    yaml: 'constructor: 1',
    code: 'config-syntax',
    place: '1:1',
    words: ['constructor'],
  },
  {
    name: 'a prototype in a list',
    yaml: 'rerank: [{ prototype: 1 }]',
    code: 'config-syntax',
    place: '1:12',
    words: ['prototype'],
  },
  {
    name: 'a tag of one’s own',
    yaml: 'name: !env HOME',
    code: 'config-syntax',
    place: '1:7',
    words: ['tag'],
  },
  {
    name: 'a tag of YAML 1.1',
    yaml: 'name: !!binary aGk=',
    code: 'config-syntax',
    place: '1:7',
    words: ['tag'],
  },
  { name: 'an unknown alias', yaml: 'name: *other', code: 'config-syntax', place: '1:7', words: ['alias'] },
  {
    name: 'an alias of itself',
    yaml: 'systems: &a [*a]',
    code: 'config-syntax',
    place: '1:14',
    words: ['alias'],
  },
  { name: 'a list as key', yaml: '[a, b]: 1', code: 'config-syntax', place: '1:1', words: ['key'] },
  {
    name: 'two documents',
    yaml: 'seed: 1\n---\nseed: 2',
    code: 'config-syntax',
    place: '2:1',
    words: ['second document'],
  },
  // keys
  {
    name: 'an unknown key',
    yaml: `${head}tokeniser: word`,
    code: 'config-unknown-key',
    place: '3:1',
    words: ['"tokeniser"', 'Did you mean "tokenizer"'],
  },
  {
    name: 'an unknown key deep inside',
    yaml: `${head}mbr:\n  votes:\n    cluster: none`,
    code: 'config-unknown-key',
    place: '5:5',
    words: ['mbr.votes.cluster', 'Did you mean "clusters"'],
  },
  {
    name: 'an unknown option of a system',
    yaml: 'systems:\n  - path: submissions/t5.csv\n    unknown_id: error',
    code: 'config-unknown-key',
    place: '3:5',
    words: ['systems[0].unknown_id', 'Did you mean "unknown_ids"'],
  },
  {
    name: 'an unknown key in an option',
    yaml: 'systems:\n  - { path: submissions/t5.csv, columns: { sumary: x } }',
    code: 'config-unknown-key',
    place: '2:44',
    words: ['systems[0].columns.sumary', 'Did you mean "summary"'],
  },
  {
    name: 'a key without use',
    yaml: `${head}workers: 3`,
    code: 'config-unknown-key',
    place: '3:1',
    words: ['workers', 'seed'],
  },
  {
    name: 'no systems',
    yaml: 'dataset: test.csv',
    code: 'config-missing',
    place: '1:1',
    words: ['systems', 'hapui init'],
  },
  { name: 'an empty file', yaml: '', code: 'config-missing', place: '1:1', words: ['systems'] },
  {
    name: 'a system without path and kind',
    yaml: 'systems: [{ id: a }]',
    code: 'config-missing',
    place: '1:11',
    words: ['path', 'kind'],
  },
  {
    name: 'a missing option',
    yaml: 'dataset: test.csv\nsystems: [{ id: gpt, kind: chat }]',
    code: 'config-missing',
    place: '2:11',
    words: ['systems[0].model', 'missing'],
  },
  {
    name: 'a generating system without id',
    yaml: 'dataset: test.csv\nsystems: [{ kind: chat, model: m }]',
    code: 'config-missing',
    place: '2:11',
    words: ['systems[0].id'],
  },
  {
    name: 'a generating system without dialogues',
    yaml: 'systems: [{ id: gpt, kind: chat, model: m }]',
    code: 'config-missing',
    place: '1:1',
    words: ['dataset', '"gpt"'],
  },
  {
    name: 'a labelled part without dataset',
    yaml: `${head}labelled: { systems: dev/*.csv }`,
    code: 'config-missing',
    place: '3:11',
    words: ['labelled.dataset'],
  },
  {
    name: 'labelled dialogues without outputs',
    yaml: `${head}labelled: { dataset: dev.csv }`,
    code: 'config-missing',
    place: '3:11',
    words: ['labelled.systems'],
  },
  // values
  {
    name: 'a version to come',
    yaml: `${head}version: 2`,
    code: 'config-value',
    place: '3:10',
    words: ['2', 'expected 1'],
  },
  {
    name: 'a negative seed',
    yaml: `${head}seed: -1`,
    code: 'config-value',
    place: '3:7',
    words: ['-1', 'a whole number from 0'],
  },
  {
    name: 'a fraction for a count',
    yaml: `${head}gates: { max_tokens: 2.5 }`,
    code: 'config-value',
    place: '3:22',
    words: ['2.5'],
  },
  {
    name: 'a share above 1',
    yaml: `${head}mbr: { votes: { cluster_threshold: 1.5 } }`,
    code: 'config-value',
    place: '3:36',
    words: ['1.5', 'from 0 to 1'],
  },
  {
    name: 'not a number',
    yaml: `${head}mbr: { votes: { cluster_threshold: .nan } }`,
    code: 'config-value',
    place: '3:36',
    words: ['from 0 to 1'],
  },
  {
    name: 'yes for true',
    yaml: `${head}allow_download: yes`,
    code: 'config-value',
    place: '3:17',
    words: ['"yes"', 'true or false'],
  },
  {
    name: 'a number as id',
    yaml: 'systems: [{ id: 3, path: submissions/t5.csv }]',
    code: 'config-value',
    place: '1:17',
    words: ['3', 'quotes'],
  },
  {
    name: 'a name with a path',
    yaml: `${head}name: ../elsewhere`,
    code: 'config-value',
    place: '3:7',
    words: ['path separators'],
  },
  {
    name: 'a name that is a folder',
    yaml: `${head}name: ..`,
    code: 'config-value',
    place: '3:7',
    words: ['name'],
  },
  {
    name: 'the name of the store',
    yaml: `${head}name: .store`,
    code: 'config-value',
    place: '3:7',
    words: ['.store'],
  },
  {
    name: 'an id with a path',
    yaml: 'systems: [{ id: a/b, path: submissions/t5.csv }]',
    code: 'config-value',
    place: '1:17',
    words: ['path separators'],
  },
  {
    name: 'summaries outside of the run',
    yaml: `${head}output: { summaries: { path: ../summaries.csv } }`,
    code: 'config-value',
    place: '3:30',
    words: ['path separators'],
  },
  {
    name: 'one column of output',
    yaml: `${head}output: { summaries: { columns: [fname] } }`,
    code: 'config-value',
    place: '3:33',
    words: ['a list of 2'],
  },
  {
    name: 'a list instead of a map',
    yaml: `${head}mbr: [votes]`,
    code: 'config-value',
    place: '3:6',
    words: ['a list', 'utility, votes'],
  },
  {
    name: 'a text instead of a config',
    yaml: 'ensemble',
    code: 'config-value',
    place: '1:1',
    words: ['"ensemble"', 'a map'],
  },
  {
    name: 'a number as system',
    yaml: 'systems: [7]',
    code: 'config-value',
    place: '1:11',
    words: ['systems[0]', 'a path or pattern'],
  },
  {
    name: 'an empty list of systems',
    yaml: 'systems: []',
    code: 'config-value',
    place: '1:10',
    words: ['not empty'],
  },
  {
    name: 'a wrong kind of option',
    yaml: 'systems: [{ path: submissions/t5.csv, columns: { summary: 3 } }]',
    code: 'config-value',
    place: '1:59',
    words: ['columns.summary', '3'],
  },
  {
    name: 'shares that miss 1',
    yaml: `${head}preferences: { splits: { train: 0.5 } }`,
    code: 'config-value',
    place: '3:24',
    words: ['0.5', 'add up to 1'],
  },
  // names
  {
    name: 'an unknown tokenizer',
    yaml: `${head}tokenizer: morphem`,
    code: 'config-unknown-name',
    place: '3:12',
    words: ['"morphem"', 'Did you mean "morpheme"'],
  },
  {
    name: 'an unknown tokenizer in its long form',
    yaml: `${head}tokenizer: { modle: x.json }`,
    code: 'config-unknown-name',
    place: '3:14',
    words: ['"modle"', 'Did you mean "model"'],
  },
  {
    name: 'an unknown kind',
    yaml: 'systems: [{ id: a, kind: chatt, model: m }]',
    code: 'config-unknown-name',
    place: '1:26',
    words: ['"chatt"', 'Did you mean "chat"'],
  },
  {
    name: 'an unknown metric',
    yaml: `${head}mbr: { utility: { metric: rouge } }`,
    code: 'config-unknown-name',
    place: '3:27',
    words: ['"rouge"', 'rouge-score'],
  },
  {
    name: 'an unknown score of a metric',
    yaml: `${head}mbr: { utility: { weights: { rouge3: 1 } } }`,
    code: 'config-unknown-name',
    place: '3:30',
    words: ['"rouge3"', 'rouge1'],
  },
  {
    name: 'an unknown scorer',
    yaml: `${head}rerank: [{ id: x, kind: cross-encodr }]`,
    code: 'config-unknown-name',
    place: '3:25',
    words: ['Did you mean "cross-encoder"'],
  },
  {
    name: 'an unknown policy',
    yaml: `${head}ensemble: { select: mrb }`,
    code: 'config-unknown-name',
    place: '3:21',
    words: ['"mrb"', 'Did you mean "mbr"'],
  },
  {
    name: 'an unknown fusion method',
    yaml: `${head}ensemble: { fuse: { method: zscores } }`,
    code: 'config-unknown-name',
    place: '3:29',
    words: ['Did you mean "zscore"'],
  },
  {
    name: 'an unknown column to fuse',
    yaml: `${head}ensemble: { fuse: { weights: { cross: 1 } } }`,
    code: 'config-unknown-name',
    place: '3:32',
    words: ['"cross"', 'mbr'],
  },
  {
    name: 'an unknown cleaning rule',
    yaml: `${head}clean: [nfc, mask]`,
    code: 'config-unknown-name',
    place: '3:14',
    words: ['"mask"', 'Did you mean "masks"'],
  },
  {
    name: 'an unknown choice',
    yaml: `${head}mbr: { votes: { clusters: one-votes } }`,
    code: 'config-unknown-name',
    place: '3:27',
    words: ['Did you mean "one-vote"'],
  },
  {
    name: 'an unknown word where a number may stand',
    yaml: `${head}gates: { max_tokens: atuo }`,
    code: 'config-unknown-name',
    place: '3:22',
    words: ['"atuo"', 'Did you mean "auto"'],
  },
  {
    name: 'an unknown voter',
    yaml: `${head}mbr: { votes: { by: [kobart, t6] } }`,
    code: 'config-unknown-name',
    place: '3:30',
    words: ['"t6"', 'Did you mean "t5"'],
  },
  {
    name: 'a labelled file of no system',
    yaml: `${head}labelled: { dataset: dev.csv, systems: dev/*.csv }`,
    code: 'config-unknown-name',
    place: '3:40',
    words: ['dev/solar.csv', 'matches no system'],
  },
  {
    name: 'an encoding',
    yaml: 'dataset: { path: test.csv, encoding: euc-kr }\nsystems: submissions/*.csv',
    code: 'config-unknown-name',
    place: '1:38',
    words: ['"euc-kr"', '"cp949"'],
  },
  // paths
  {
    name: 'a missing file',
    yaml: 'systems: [submissions/t6.csv]',
    code: 'config-path',
    place: '1:11',
    words: ['submissions/t6.csv', 'Did you mean "t5.csv"'],
  },
  {
    name: 'a missing dataset',
    yaml: 'dataset: tset.csv\nsystems: submissions/*.csv',
    code: 'config-path',
    place: '1:10',
    words: ['Did you mean "test.csv"'],
  },
  {
    name: 'a missing folder',
    yaml: 'systems: [submission/t5.csv]',
    code: 'config-path',
    place: '1:11',
    words: ['no such folder'],
  },
  {
    name: 'a folder',
    yaml: 'systems: [submissions]',
    code: 'config-path',
    place: '1:11',
    words: ['folder', 'submissions/*.csv'],
  },
  {
    name: 'a pattern without match',
    yaml: 'systems:\n  - submissions/*.tsv',
    code: 'config-path',
    place: '2:5',
    words: ['submissions/*.tsv', 'kobart.csv'],
  },
  {
    name: 'a plugin that is not there',
    yaml: `${head}plugins: [./mine.js]`,
    code: 'config-path',
    place: '3:11',
    words: ['./mine.js'],
  },
  // contradictions
  {
    name: 'two systems of one name',
    yaml: 'systems: [submissions/t5.csv, dev/t5.csv]',
    code: 'config-conflict',
    place: '1:31',
    words: ['"t5"', 'submissions/t5.csv, dev/t5.csv', '{ id: t5-2, path: dev/t5.csv }'],
  },
  {
    name: 'a file listed twice',
    yaml: 'systems:\n  - submissions/t5.csv\n  - { id: x, path: submissions/../submissions/t5.csv }',
    code: 'config-conflict',
    place: '3:5',
    words: ['twice', 't5 and x'],
  },
  {
    name: 'an id for several files',
    yaml: 'systems: [{ id: x, path: submissions/*.csv }]',
    code: 'config-conflict',
    place: '1:17',
    words: ['3 files'],
  },
  {
    name: 'the dataset as a system',
    yaml: 'dataset: test.csv\nsystems: ["{test,dev}.csv"]',
    code: 'config-conflict',
    place: '2:11',
    words: ['test.csv', 'dataset itself'],
  },
  {
    name: 'the labelled dataset as a system',
    yaml: 'systems: submissions/*.csv\nlabelled: { dataset: dev.csv, systems: dev.csv }',
    code: 'config-conflict',
    place: '2:40',
    words: ['labelled dataset itself'],
  },
  {
    name: 'cleaning rules in two places',
    yaml: 'dataset: { path: test.csv, clean: [] }\nsystems: submissions/*.csv\nclean: [nfc]',
    code: 'config-conflict',
    place: '3:1',
    words: ['dataset.clean'],
  },
  {
    name: 'families of a table',
    yaml: 'dataset: { path: test.csv, families: { a: [t5] } }\nsystems: submissions/*.csv',
    code: 'config-conflict',
    place: '1:28',
    words: ['family'],
  },
  {
    name: 'no weight at all',
    yaml: 'systems: [{ path: submissions/*.csv, prior: 0 }]',
    code: 'config-conflict',
    place: '1:10',
    words: ['prior'],
  },
  {
    name: 'a scorer that takes the name of MBR',
    yaml: `${head}rerank: [{ id: mbr, kind: cross-encoder, model: m }]`,
    code: 'config-conflict',
    place: '3:16',
    words: ['"mbr"', 'taken'],
  },
  {
    name: 'an input that the run would overwrite',
    yaml: 'name: submissions\nsystems: submissions/*.csv\noutput: { folder: ., summaries: { path: t5.csv } }',
    code: 'output-folder',
    place: '2:10',
    words: ['submissions/t5.csv', 'overwritten'],
  },
  {
    name: 'skills without labels',
    yaml: `${head}mbr: { votes: { weights: skill } }`,
    code: 'config-conflict',
    place: '3:26',
    words: ['labelled'],
  },
  // secrets and variables
  {
    name: 'a key as text',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, api_key: sk-0123 }]',
    code: 'config-secret',
    place: '2:51',
    words: ['systems[0].api_key', '${API_KEY}'],
  },
  {
    name: 'a key as default',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, api_key: "${KEY:-sk-0123}" }]',
    code: 'config-secret',
    place: '2:51',
    words: ['systems[0].api_key'],
  },
  {
    name: 'a key in a header',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, headers: { Authorization: Bearer sk-0123 } }]',
    code: 'config-secret',
    place: '2:68',
    words: ['headers.Authorization', '${AUTHORIZATION}'],
  },
  {
    name: 'a password in an address',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, base_url: "https://me:sk-0123@host/v1" }]',
    code: 'config-secret',
    place: '2:52',
    words: ['base_url'],
  },
  {
    name: 'a variable that is not set',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, api_key: "${KEY}" }]',
    code: 'config-variable',
    place: '2:51',
    words: ['KEY', 'optional'],
  },
  {
    name: 'a variable that is empty',
    yaml: 'systems: ["${DIR}/t5.csv"]',
    env: { DIR: '' },
    code: 'config-variable',
    place: '1:11',
    words: ['DIR'],
  },
  {
    name: 'a reference that is none',
    yaml: 'systems: ["${my dir}/t5.csv"]',
    code: 'config-variable',
    place: '1:11',
    words: ['${NAME}'],
  },
  {
    name: 'a variable inside a pattern',
    yaml: 'systems: ["submissions/*${X}.csv"]',
    env: { X: '5' },
    code: 'config-path',
    place: '1:11',
    words: ['variable'],
  },
  {
    name: 'only skipped systems',
    yaml: 'dataset: test.csv\nsystems: [{ id: g, kind: chat, model: m, api_key: "${KEY}", optional: true }]',
    code: 'config-missing',
    place: '2:10',
    words: ['g', 'skipped'],
  },
  // overrides
  {
    name: 'an override of an unknown key',
    yaml: head,
    set: ['mbr.votes.cluster=none'],
    code: 'config-unknown-key',
    place: 'mbr.votes.cluster',
    words: ['--set mbr.votes.cluster', 'Did you mean "clusters"'],
  },
  {
    name: 'an override with a wrong value',
    yaml: head,
    set: ['mbr.votes.clusters=nne'],
    code: 'config-unknown-name',
    place: 'mbr.votes.clusters',
    words: ['--set mbr.votes.clusters:', '"nne"'],
  },
  {
    name: 'an override of a system',
    yaml: head,
    set: ['systems.1.prior=-1'],
    code: 'config-value',
    place: 'systems.1.prior',
    words: ['--set systems.1.prior:', '-1'],
  },
];

t.test('a wrong config is refused with code, place and words', async (t) => {
  const cwd = t.testdir(files);
  for (const { name, yaml, code, place, words, env, set } of cases) {
    await writeFile(`${cwd}/ensemble.yaml`, yaml);
    const error = await errorOf(load(cwd, env, set));
    const { line, column, override } = error.data;
    t.equal(error.code, code, `${name}: code`);
    t.equal(error.exitCode, 2, `${name}: exit code`);
    t.equal(override ?? `${line}:${column}`, place, `${name}: place`);
    for (const word of words)
      t.ok(error.message.includes(word), `${name}: says ${word}`, { message: error.message });
    t.notMatch(error.message, /sk-0123|zod|Invalid input|undefined/u, `${name}: says nothing else`);
    t.notMatch(error.message, /\n/u, `${name}: one line`);
  }
  t.equal(await readFile(`${cwd}/submissions/t5.csv`, 'utf8'), '', 'inputs are untouched');
});
