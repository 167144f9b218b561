import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { errorCodes, exitCodes } from '../../src/errors.ts';
import { hapui, scratch } from '../commands/cli.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** Cells of the page's table rows that begin with a code, by code. */
const rows = new Map(
  [...page.matchAll(/^\| \[`([\w-]+)`\]\(#[\w-]+\) \| (\d+) \| (.*) \|$/gm)].map(([, code, exit, about]) => [
    code!,
    { exit: Number(exit), about },
  ]),
);

/** What stands below the heading of a code. */
const sectionOf = (code: string): string => page.split(`\n### \`${code}\`\n`)[1]?.split('\n### ')[0] ?? '';

t.test('the page lists the codes that there are, with exit code and sentence', async (t) => {
  t.strictSame([...rows.keys()], Object.keys(errorCodes));
  for (const [code, { exit, about }] of Object.entries(errorCodes))
    t.strictSame(rows.get(code), { exit: exitCodes[exit], about }, code);
});

t.test('every code has a section with an example and what to do', async (t) => {
  for (const code of Object.keys(errorCodes)) {
    const section = sectionOf(code);
    t.match(section, /```text\n[\s\S]+?\n```\n\n\S/, code);
  }
});

t.test('every exit code is explained', async (t) => {
  for (const exit of [...Object.values(exitCodes), 130, 143])
    t.match(page, new RegExp(`^\\| ${exit} \\| \\S`, 'm'), String(exit));
});

const files: Readonly<Record<string, string | Uint8Array>> = {
  'test.csv':
    'fname,dialogue,summary\na,#Person1#: 회의는 세 시야.,회의는 세 시다.\nb,#Person1#: 점심 먹자.,먹자.\n',
  'dev.csv': 'fname,dialogue,summary\na,#Person1#: 회의는 세 시야.,회의는 세 시다.\n',
  'one.csv': 'fname,summary\na,회의는 세 시에 있다.\nb,둘은 점심을 먹는다.\n',
  'dev/one.csv': 'fname,summary\na,회의는 세 시에 있다.\n',
  'unknown.csv': 'fname,summary\na,회의가 세 시다.\nb,점심을 먹자고 한다.\nz,모르는 대화.\n',
  'quote.csv': 'fname,summary\na,"회의\n',
  'column.csv': 'fname\na\n',
  'empty.csv': 'fname,summary\n',
  // "회의" in CP949
  'cp949.csv': Uint8Array.from([...Buffer.from('fname,summary\na,'), 0xc8, 0xb8, 0xc0, 0xc7, 10]),
  'value.jsonl': '{"id":"a","summary":3}\n',
  'plugin.mjs': "throw new Error('out of luck');\n",
  'broken/config.json': '{}',
};

/** A config (and options) that ends with the error of this code, as the page shows it. */
const examples: readonly (readonly [string, string, ...string[]])[] = [
  ['config-syntax', 'systems: [one.csv\n'],
  ['config-value', 'dataset: test.csv\nsystems: one.csv\ngates: { min_tokens: -1 }\n'],
  ['config-unknown-key', 'dataset: test.csv\nsystem: one.csv\nsystems: one.csv\n'],
  ['config-unknown-name', 'dataset: test.csv\nsystems: one.csv\ntokenizer: morphem\n'],
  ['config-missing', 'dataset: test.csv\n'],
  ['config-variable', 'dataset: ${TEST_SET}\nsystems: one.csv\n'],
  [
    'config-secret',
    'dataset: test.csv\nsystems: [{ id: kobart, kind: seq2seq, model: "https://me:abc@hub.example/kobart" }]\n',
  ],
  ['config-path', 'dataset: test.csv\nsystems: three.csv\n'],
  ['config-conflict', 'dataset: test.csv\nsystems: one.csv\nmbr: { votes: { weights: skill } }\n'],
  ['usage', 'dataset: test.csv\nsystems: one.csv\n', '--shard', '3/2'],
  ['plugin', 'dataset: test.csv\nsystems: one.csv\nplugins: [plugin.mjs]\n'],
  ['missing-dependency', 'dataset: test.csv\nsystems: one.csv\ntokenizer: morpheme\n'],
  ['input-encoding', 'dataset: test.csv\nsystems: cp949.csv\n'],
  ['input-format', 'dataset: test.csv\nsystems: quote.csv\n'],
  ['input-column', 'dataset: test.csv\nsystems: column.csv\n'],
  ['input-value', 'dataset: test.csv\nsystems: value.jsonl\n'],
  ['input-id', 'dataset: test.csv\nsystems: unknown.csv\n'],
  ['input-empty', 'dataset: test.csv\nsystems: empty.csv\n'],
  [
    'input-overlap',
    'dataset: test.csv\nsystems: one.csv\nlabelled: { dataset: dev.csv, systems: dev/one.csv }\n',
  ],
  ['model-load', 'dataset: test.csv\nsystems: [{ id: kobart, kind: seq2seq, model: broken }]\n'],
];

// tokenizers look for models by the process's environment
process.env.HAPUI_KIWI_MODEL = '/models/kiwi';

const workplace = async (t: Test): Promise<string> => {
  const folder = await scratch(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
};

t.test('the examples are what hapui prints', async (t) => {
  const folder = await workplace(t);
  for (const [code, config, ...options] of examples) {
    await writeFile(join(folder, 'ensemble.yaml'), config);
    const ran = await hapui(folder, ['run', ...options]);
    t.equal(ran.code, rows.get(code)?.exit, code);
    const message = ran.err.trim().replaceAll(`${folder}/`, '');
    t.ok(sectionOf(code).includes(message), `${code}: ${message}`);
  }
});

t.test('an input that is absent', async (t) => {
  const ran = await hapui(await workplace(t), ['eval', '--references', 'test.csv', 'two.csv']);
  t.equal(ran.code, 3);
  t.ok(sectionOf('input-missing').includes(ran.err.trim()), ran.err);
});

t.test('an output folder that cannot be one', async (t) => {
  const folder = await workplace(t);
  await writeFile(join(folder, 'ensemble.yaml'), 'dataset: test.csv\nsystems: one.csv\n');
  const ran = await hapui(folder, ['run', '--output', 'test.csv']);
  t.equal(ran.code, 2);
  t.ok(sectionOf('output-folder').includes(ran.err.trim().replaceAll(`${folder}/`, '')), ran.err);
});
