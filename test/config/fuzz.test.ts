// Whatever a file or an override holds, loading ends in a config or in an error that hapui words itself.
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import t from 'tap';
import { stringify } from 'yaml';
import { HapuiError } from '../../src/errors.ts';
import { files, load } from './stand-ins.ts';

const keys = [
  'dataset',
  'path',
  'systems',
  'id',
  'kind',
  'model',
  'api_key',
  'columns',
  'tokenizer',
  'mbr',
  'utility',
  'weights',
  'votes',
  'by',
  'clusters',
  'gates',
  'max_tokens',
  'labelled',
  'fitted_on',
  'rerank',
  'ensemble',
  'select',
  'fuse',
  'merge',
  'output',
  'summaries',
  'folder',
  'clean',
  'preferences',
  'splits',
  'plugins',
  'name',
  'optional',
  'deadlines',
  'version',
];
const words = [
  'submissions/*.csv',
  'submissions/t5.csv',
  'test.csv',
  'dev/*.csv',
  'none',
  'auto',
  'chat',
  'file',
  'character',
  '${A}',
  '${B:-x}',
  '${',
  '../..',
  '.',
  '\u0000',
  '{a,',
  'all',
  't5',
];

const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...keys) }, fc.string());
const leaf = fc.oneof(fc.constantFrom(...words), fc.string(), fc.double(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
  ),
}));
const config = fc.dictionary(key, tree, { maxKeys: 8 }).map((data) => stringify(data));
const punctuation = fc
  .array(
    fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&x',
      '*x',
      '!t ',
      '<<: ',
      '"',
      "'",
      '|',
      '>',
      '#',
      '? ',
      ',',
      '%',
      '---',
      '\t',
      '한',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const endsInWords = async (cwd: string, yaml: string, set: readonly string[]): Promise<boolean> => {
  await writeFile(`${cwd}/ensemble.yaml`, yaml);
  try {
    await load(cwd, { A: 'a' }, set);
  } catch (error) {
    if (!(error instanceof HapuiError)) throw error;
    const lines = error.message.split('\n');
    return error.exitCode === 2 && lines.length <= 12 && lines.every((line) => line !== '');
  }
  return true;
};

t.test('property: no text crashes the loader', async (t) => {
  const cwd = t.testdir(files);
  const text = fc.oneof(config, punctuation, fc.string());
  await fc.assert(
    fc.asyncProperty(text, (yaml) => endsInWords(cwd, yaml, [])),
    { numRuns: 200 },
  );
  t.pass('200 texts');
});

t.test('property: no override crashes the loader', async (t) => {
  const cwd = t.testdir(files);
  const path = fc.array(fc.oneof(fc.constantFrom(...keys, '0', '1'), fc.string()), {
    minLength: 1,
    maxLength: 4,
  });
  const setting = fc
    .tuple(path, fc.oneof(fc.constantFrom(...words), fc.string(), punctuation))
    .map(([parts, value]) => `${parts.join('.')}=${value}`);
  await fc.assert(
    fc.asyncProperty(config, fc.array(setting, { maxLength: 3 }), (yaml, set) => endsInWords(cwd, yaml, set)),
    { numRuns: 100 },
  );
  t.pass('100 configs with overrides');
});
