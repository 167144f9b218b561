/** The format of a file: by its name, else by how it begins. */
import { at, InputError } from '../../errors.ts';
import type { Input } from '../input/input.ts';

/** `format` of a dataset or system file. */
export type FileFormat = 'auto' | 'csv' | 'tsv' | 'jsonl' | 'lines' | 'pool';

/** How rows lie in a file; a pool is JSONL. */
export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'lines';

const byExtension: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  txt: 'lines',
};

/** How the rows of `input` lie. Throws `input-format` where neither name nor content tells. */
export const detectFormat = async (input: Input, wanted: FileFormat): Promise<TableFormat> => {
  if (wanted === 'pool') return 'jsonl';
  if (wanted !== 'auto') return wanted;
  const name = input.label.replace(/\.gz$/iu, '').toLowerCase();
  const known = byExtension[name.slice(name.lastIndexOf('.') + 1)];
  if (known !== undefined) return known;
  if ((await firstLine(input)).trimStart().startsWith('{')) return 'jsonl';
  throw new InputError(
    'input-format',
    {
      where: at(input.label),
      found: 'neither the name nor the content tells the format',
      expected: 'a name that ends in .csv, .tsv, .jsonl or .txt (and .gz after it)',
      fix: 'Set format: csv, tsv, jsonl or lines.',
    },
    { data: { file: input.label } },
  );
};

const firstLine = async (input: Input): Promise<string> => {
  for await (const chunk of input.text()) {
    const end = chunk.indexOf(0x0a);
    return chunk.toString('utf8', 0, end < 0 ? chunk.length : end);
  }
  return '';
};
