import { appendFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { openCandidates } from '../../src/dialogues/candidates.ts';
import { openDataset } from '../../src/dialogues/dataset.ts';
import { openIds } from '../../src/dialogues/ids.ts';
import type { CandidateFileOptions, DatasetOptions } from '../../src/dialogues/options.ts';
import { poolCandidates } from '../../src/dialogues/pool-candidates.ts';
import { type ErrorCode, HapuiError } from '../../src/errors.ts';
import { testSpool } from './spool.ts';

interface Case {
  /** What is wrong. */
  readonly what: string;
  readonly file: string;
  readonly content: string | Buffer;
  readonly code: ErrorCode;
  /** How the message begins. */
  readonly at: string;
  readonly words: readonly string[];
  /** Parts of the error's data. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<DatasetOptions & CandidateFileOptions>;
}

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const cp949 = (text: string): Buffer => Buffer.concat([Buffer.from(text), bytes('c7d1b1db')]);
const packed = gzipSync('id,dialogue\na,hello\n');

/** Files that are no datasets. */
const badDatasets: readonly Case[] = [
  {
    what: 'CSV: a quote that is never closed',
    file: 'd.csv',
    content: 'id,dialogue\na,"one\ntwo"\nb,"three\nfour\n',
    code: 'input-format',
    at: 'd.csv:4:',
    words: ['the quote of field 2 is never closed'],
    data: { line: 4, field: 2 },
  },
  {
    what: 'CSV: a quote that the next row seems to close',
    file: 'd.csv',
    content: 'id,dialogue\na,"one\nb,"two"\nc,"three"\n',
    code: 'input-format',
    at: 'd.csv:2:',
    words: ['quote', 'never closed', 'a comma'],
    data: { line: 2 },
  },
  {
    what: 'CSV: a quote inside a field without quotes',
    file: 'd.csv',
    content: 'id,dialogue\na,say "hi"\n',
    code: 'input-format',
    at: 'd.csv:2:',
    words: ['inside field 2', 'doubled'],
  },
  {
    what: 'CSV: line numbers count CR LF inside quotes once',
    file: 'd.csv',
    content: 'id,dialogue\r\na,"1\r\n2\r\n3"\r\n\r\nb\r\n',
    code: 'input-format',
    at: 'd.csv:6 (id "b"):',
    words: ['1 field', 'expected 2 fields'],
    data: { line: 6 },
  },
  {
    what: 'CSV: rows with too many fields',
    file: 'd.csv',
    content: 'id,dialogue\na,one\nb,two,too\nc,three\nd,four,too\n',
    code: 'input-format',
    at: 'd.csv:3 (id "b"):',
    words: ['3 fields', '2 such rows', 'line 5 "d"', 'id, dialogue'],
    data: { line: 3, count: 2 },
  },
  {
    what: 'CSV: no column of dialogues',
    file: 'd.csv',
    content: 'fname,summary\na,b\n',
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['recognised as dialogue', '"fname", "summary"', 'columns.dialogue'],
    data: { line: 1, key: 'columns.dialogue' },
  },
  {
    what: 'CSV: no column of ids',
    file: 'd.csv',
    content: 'name,dialogue\na,b\n',
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['recognised as id', 'fname'],
  },
  {
    what: 'CSV: a header that separates by semicolons',
    file: 'd.csv',
    content: 'id;dialogue\na;b\n',
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['semicolons'],
  },
  {
    what: 'CSV: a header that separates by tabs',
    file: 'd.csv',
    content: 'id\tdialogue\na\tb\n',
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['format: tsv'],
  },
  {
    what: 'CSV: a column of the config that is not there',
    file: 'd.csv',
    content: 'fname,dialog\na,b\n',
    options: { columns: { id: 'fnam' } },
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['"fnam"', 'columns.id', 'Did you mean "fname"?'],
  },
  {
    what: 'CSV: two columns of the name that is meant',
    file: 'd.csv',
    content: 'id,dialogue,dialogue\na,b,c\n',
    code: 'input-column',
    at: 'd.csv:1:',
    words: ['2 columns are called "dialogue"'],
  },
  {
    what: 'CSV: an empty file',
    file: 'd.csv',
    content: '',
    code: 'input-empty',
    at: 'd.csv:',
    words: ['no rows'],
  },
  {
    what: 'CSV: a header alone',
    file: 'd.csv',
    content: 'id,dialogue\n',
    code: 'input-empty',
    at: 'd.csv:',
    words: ['no rows'],
  },
  {
    what: 'TSV: a row with too few fields',
    file: 'd.tsv',
    content: 'id\tdialogue\na\tone\nb\n',
    code: 'input-format',
    at: 'd.tsv:3 (id "b"):',
    words: ['1 field', '2 fields'],
  },
  {
    what: 'TSV: something after a closing quote',
    file: 'd.tsv',
    content: 'id\tdialogue\na\t"one" two\n',
    code: 'input-format',
    at: 'd.tsv:2:',
    words: ['a tab'],
  },
  {
    what: 'JSONL: a line that is no JSON',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x"}\n{"id":"b","dialogue":oops}\n',
    code: 'input-format',
    at: 'd.jsonl:2',
    words: ['not valid JSON'],
    data: { line: 2 },
  },
  {
    what: 'JSONL: a line that ends early, with its column',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x"}\n{"id":"b",\n',
    code: 'input-format',
    at: 'd.jsonl:2:11:',
    words: ['not valid JSON'],
    data: { line: 2, column: 11 },
  },
  {
    what: 'JSONL: NaN, as Python writes it',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":NaN}\n',
    code: 'input-format',
    at: 'd.jsonl:1',
    words: ['NaN', 'null'],
  },
  {
    what: 'JSONL: a list instead of an object',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x"}\n["b","y"]\n',
    code: 'input-value',
    at: 'd.jsonl:2:',
    words: ['a list', 'JSON object'],
  },
  {
    what: 'JSONL: the whole file is one array',
    file: 'd.json',
    content: '[\n  {"id": "a", "dialogue": "x"}\n]\n',
    code: 'input-format',
    at: 'd.json:1:',
    words: ['one JSON array', 'jq'],
  },
  {
    what: 'JSONL: a dialogue that is a number',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x"}\n{"id":"b","dialogue":7}\n{"id":"c","dialogue":8}\n',
    code: 'input-value',
    at: 'd.jsonl:2 (id "b"):',
    words: ['"dialogue" is the number 7', '2 such rows', 'a text'],
    data: { id: 'b', count: 2 },
  },
  {
    what: 'JSONL: a row without the key',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x"}\n{"id":"b"}\n',
    code: 'input-value',
    at: 'd.jsonl:2 (id "b"):',
    words: ['no key "dialogue"'],
  },
  {
    what: 'JSONL: a reference that is no text',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x","references":["r",3]}\n',
    code: 'input-value',
    at: 'd.jsonl:1 (id "a"):',
    words: ['references[1]', 'the number 3'],
  },
  {
    what: 'JSONL: half of an emoji',
    file: 'd.jsonl',
    content: '{"id":"a","dialogue":"x \\ud83d"}\n',
    code: 'input-value',
    at: 'd.jsonl:1 (id "a"):',
    words: ['surrogate'],
  },
  {
    what: 'JSONL: an id that is no whole number',
    file: 'd.jsonl',
    content: '{"id":1.5,"dialogue":"x"}\n',
    code: 'input-value',
    at: 'd.jsonl:1:',
    words: ['the number 1.5', 'whole number'],
  },
  {
    what: 'encoding: CP949 that is read as UTF-8',
    file: 'd.csv',
    content: cp949('id,dialogue\na,ok\nb,'),
    code: 'input-encoding',
    at: 'd.csv:3:',
    words: ['byte 19', '0xc7', 'It looks like CP949: set encoding: cp949.'],
    data: { offset: 19, line: 3, looksLike: 'cp949' },
  },
  {
    what: 'encoding: a byte that is neither UTF-8 nor CP949',
    file: 'd.csv',
    content: Buffer.concat([Buffer.from('id,dialogue\na,'), bytes('ff'), Buffer.from('\n')]),
    code: 'input-encoding',
    at: 'd.csv:2:',
    words: ['byte 14', '0xff'],
    data: { offset: 14, looksLike: undefined },
  },
  {
    what: 'encoding: a character that the end cuts off',
    file: 'd.csv',
    content: Buffer.concat([Buffer.from('id,dialogue\na,'), bytes('ed95')]),
    code: 'input-encoding',
    at: 'd.csv:2:',
    words: ['byte 14', '0xed'],
  },
  {
    what: 'encoding: the byte offset counts a byte order mark',
    file: 'd.csv',
    content: Buffer.concat([bytes('efbbbf'), Buffer.from('id,dialogue\na,'), bytes('80')]),
    code: 'input-encoding',
    at: 'd.csv:2:',
    words: ['byte 17', '0x80'],
  },
  {
    what: 'encoding: UTF-8 that is read as CP949',
    file: 'd.csv',
    content: 'id,dialogue\na,한\n',
    options: { encoding: 'cp949' },
    code: 'input-encoding',
    at: 'd.csv:2:',
    words: ['CP949', 'Remove `encoding`'],
  },
  {
    what: 'encoding: UTF-16 with a byte order mark',
    file: 'd.csv',
    content: Buffer.concat([bytes('fffe'), Buffer.from('id,dialogue\na,b\n', 'utf16le')]),
    code: 'input-encoding',
    at: 'd.csv:1:',
    words: ['UTF-16', 'iconv'],
    data: { looksLike: 'utf-16' },
  },
  {
    what: 'encoding: UTF-16 without one',
    file: 'd.csv',
    content: Buffer.from('id,dialogue\na,b\n', 'utf16le'),
    code: 'input-encoding',
    at: 'd.csv:1:',
    words: ['UTF-16', 'zero bytes'],
  },
  {
    what: 'ids: an id that stands twice',
    file: 'd.csv',
    content: 'id,dialogue\na,1\nb,2\na,3\nb,4\n',
    code: 'input-id',
    at: 'd.csv:4 (id "a"):',
    words: ['already on line 2', '2 such rows', 'line 5 "b"', 'every id once'],
    data: { line: 4, id: 'a', count: 2 },
  },
  {
    what: 'ids: a number and a text that are one id',
    file: 'd.jsonl',
    content: '{"id":7,"dialogue":"x"}\n{"id":"7","dialogue":"y"}\n',
    code: 'input-id',
    at: 'd.jsonl:2 (id "7"):',
    words: ['already on line 1'],
  },
  {
    what: 'ids: an empty id',
    file: 'd.csv',
    content: 'id,dialogue\na,1\n ,2\n',
    code: 'input-id',
    at: 'd.csv:3:',
    words: ['the id (id) is empty'],
  },
  {
    what: 'ids: null',
    file: 'd.jsonl',
    content: '{"id":null,"dialogue":"x"}\n',
    code: 'input-id',
    at: 'd.jsonl:1:',
    words: ['null'],
  },
  {
    what: 'gzip: data that ends early',
    file: 'd.csv.gz',
    content: packed.subarray(0, packed.length - 9),
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['ends early', 'truncated'],
  },
  {
    what: 'gzip: the second member ends early',
    file: 'd.csv.gz',
    content: Buffer.concat([packed, packed.subarray(0, 15)]),
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['ends early'],
  },
  {
    what: 'gzip: a wrong checksum',
    file: 'd.csv.gz',
    content: Buffer.concat([packed.subarray(0, -8), Buffer.alloc(4, 1), packed.subarray(-4)]),
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['damaged'],
  },
  {
    what: 'gzip: text after the data',
    file: 'd.csv.gz',
    content: Buffer.concat([packed, Buffer.from('b,more\n')]),
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['damaged'],
  },
  {
    what: 'gzip: a member after padding',
    file: 'd.csv.gz',
    content: Buffer.concat([packed, Buffer.alloc(8), packed]),
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['padding'],
  },
  {
    what: 'gzip: the name alone',
    file: 'd.csv.gz',
    content: 'id,dialogue\na,b\n',
    code: 'input-format',
    at: 'd.csv.gz:',
    words: ['not gzip'],
  },
  {
    what: 'gzip: invalid UTF-8 inside',
    file: 'd.csv.gz',
    content: gzipSync(cp949('id,dialogue\na,')),
    code: 'input-encoding',
    at: 'd.csv.gz:2:',
    words: ['byte 14', 'cp949'],
  },
  {
    what: 'files: an Excel workbook',
    file: 'd.csv',
    content: Buffer.from('PK\u0003\u0004rest'),
    code: 'input-format',
    at: 'd.csv:',
    words: ['Excel', 'CSV'],
  },
  {
    what: 'files: a name and content that tell no format',
    file: 'd.dat',
    content: 'a b c\n',
    code: 'input-format',
    at: 'd.dat:',
    words: ['format'],
  },
  {
    what: 'pool: candidates that are no list',
    file: 'p.jsonl',
    content:
      '{"id":"a","source":"x","candidates":[{"system":"s","text":"t"}]}\n{"id":"b","source":"y","candidates":{}}\n',
    code: 'input-value',
    at: 'p.jsonl:2 (id "b"):',
    words: ['"candidates" is an object', 'a list'],
  },
  {
    what: 'pool: a candidate without a system',
    file: 'p.jsonl',
    content:
      '{"id":"a","source":"x","candidates":[{"system":"s","text":"t"}]}\n{"id":"b","source":"y","candidates":[{"text":"t"}]}\n',
    code: 'input-value',
    at: 'p.jsonl:2 (id "b"):',
    words: ['candidates[0].system', 'nothing'],
  },
  {
    what: 'pool: a text that is a number',
    file: 'p.jsonl',
    content: '{"id":"a","source":"x","candidates":[{"system":"s","text":1}]}\n',
    code: 'input-value',
    at: 'p.jsonl:1 (id "a"):',
    words: ['candidates[0].text', 'the number 1'],
  },
  {
    what: 'pool: a system that it does not have',
    file: 'p.jsonl',
    content: '{"id":"a","source":"x","candidates":[{"system":"solar","text":"t"}]}\n',
    options: { systems: ['solr'] },
    code: 'config-unknown-name',
    at: 'p.jsonl:',
    words: ['"solr"', 'Did you mean "solar"?'],
  },
  {
    what: 'pool: no list of candidates at all',
    file: 'p.jsonl',
    content: '{"id":"a","source":"x"}\n',
    options: { format: 'pool' },
    code: 'input-column',
    at: 'p.jsonl:1:',
    words: ['candidates'],
  },
];

/** Files that are no candidates of the dataset `a, b, c`. */
const badCandidates: readonly Case[] = [
  {
    what: 'CSV: no column of summaries',
    file: 's.csv',
    content: 'id,length\na,1\n',
    code: 'input-column',
    at: 's.csv:1:',
    words: ['recognised as summary', '"id", "length"', 'columns.summary'],
  },
  {
    what: 'CSV: one of several summary columns is not there',
    file: 's.csv',
    content: 'id,summary1,summary2\na,x,y\n',
    options: { columns: { summary: ['summary1', 'sumary2'] } },
    code: 'input-column',
    at: 's.csv:1:',
    words: ['"sumary2"', 'Did you mean "summary2"?'],
  },
  {
    what: 'CSV: ranks beside several summary columns',
    file: 's.csv',
    content: 'id,summary1,summary2,rank\na,x,y,0\n',
    options: { columns: { candidate: 'rank' } },
    code: 'input-column',
    at: 's.csv:1:',
    words: ['columns.candidate', '2 summary columns'],
  },
  {
    what: 'CSV: a log-probability that is no number',
    file: 's.csv',
    content: 'id,summary,logprob\na,x,-1.5\nb,y,high\n',
    code: 'input-value',
    at: 's.csv:3 (id "b"):',
    words: ['"logprob" is "high"', 'a number'],
  },
  {
    what: 'CSV: a rank that is no whole number',
    file: 's.csv',
    content: 'id,summary,candidate\na,x,first\n',
    code: 'input-value',
    at: 's.csv:2 (id "a"):',
    words: ['"candidate" is "first"', 'from 0'],
  },
  {
    what: 'CSV: an unclosed quote after an unknown id: the earlier problem is told',
    file: 's.csv',
    content: 'id,summary\nz,x\na,"y\n',
    code: 'input-id',
    at: 's.csv:2 (id "z"):',
    words: ['unknown'],
  },
  {
    what: 'JSONL: a summary that is an object',
    file: 's.jsonl',
    content: '{"id":"a","summary":"x"}\n{"id":"b","summary":{"text":"y"}}\n',
    code: 'input-value',
    at: 's.jsonl:2 (id "b"):',
    words: ['"summary" is an object', 'a text'],
  },
  {
    what: 'JSONL: a list of summaries that holds a number',
    file: 's.jsonl',
    content: '{"id":"a","summary":["x",2]}\n',
    code: 'input-value',
    at: 's.jsonl:1 (id "a"):',
    words: ['"summary[1]" is the number 2'],
  },
  {
    what: 'JSONL: fewer log-probabilities than summaries',
    file: 's.jsonl',
    content: '{"id":"a","summary":["x","y"],"logprob":[-1]}\n',
    code: 'input-value',
    at: 's.jsonl:1 (id "a"):',
    words: ['"logprob" has one value', '2 candidates'],
  },
  {
    what: 'JSONL: lists in a file with ranks',
    file: 's.jsonl',
    content: '{"id":"a","candidate":0,"summary":["x","y"]}\n',
    code: 'input-value',
    at: 's.jsonl:1 (id "a"):',
    words: ['a list', 'ranks'],
  },
  {
    what: 'ids: ids that the dataset does not have',
    file: 's.csv',
    content: 'id,summary\na,x\nq,y\nb,z\nr,y\ns,y\nt,y\n',
    code: 'input-id',
    at: 's.csv:3 (id "q"):',
    words: [
      'unknown to the dataset',
      '4 such rows: line 3 "q", line 5 "r", line 6 "s" and 1 more',
      'd.csv ("a", "b", "c"',
      'unknown_ids: ignore',
    ],
    data: { line: 3, id: 'q', count: 4 },
  },
  {
    what: 'ids: an id that differs in white space only',
    file: 's.csv',
    content: 'id,summary\n a,x\n',
    code: 'input-id',
    at: 's.csv:2 (id " a"):',
    words: ['differs from "a" only in white space'],
  },
  {
    what: 'ids: none that the dataset has, all ignored',
    file: 's.csv',
    content: 'id,summary\nx,1\ny,2\n',
    options: { unknown_ids: 'ignore' },
    code: 'input-empty',
    at: 's.csv:',
    words: ['none of its ids'],
  },
  {
    what: 'ids: an id twice without ranks',
    file: 's.csv',
    content: 'id,summary\na,x\nb,y\nb,z\n',
    code: 'input-id',
    at: 's.csv:4 (id "b"):',
    words: ['already on line 3', 'candidate'],
    data: { line: 4, id: 'b' },
  },
  {
    what: 'ids: an id twice, far apart',
    file: 's.csv',
    content: 'id,summary\nb,x\na,y\nb,z\n',
    code: 'input-id',
    at: 's.csv:4 (id "b"):',
    words: ['already on line 2'],
  },
  {
    what: 'ids: a rank twice',
    file: 's.csv',
    content: 'id,summary,candidate\na,x,0\na,y,1\na,z,1\n',
    code: 'input-id',
    at: 's.csv:4 (id "a"):',
    words: ['"candidate" 1', 'line 3'],
  },
  {
    what: 'ids: a rank twice, far apart',
    file: 's.csv',
    content: 'id,summary,candidate\nb,x,0\na,y,0\nb,z,0\n',
    code: 'input-id',
    at: 's.csv:4 (id "b"):',
    words: ['"candidate" 0', 'line 2'],
  },
  {
    what: 'ids: an empty id',
    file: 's.jsonl',
    content: '{"id":"","summary":"x"}\n',
    code: 'input-id',
    at: 's.jsonl:1:',
    words: ['empty'],
  },
  {
    what: 'lines: fewer lines than dialogues',
    file: 's.txt',
    content: 'one\ntwo\n',
    code: 'input-value',
    at: 's.txt:3:',
    words: ['2 lines', '3 dialogues'],
    data: { rows: 2, dialogues: 3 },
  },
  {
    what: 'lines: more lines than dialogues',
    file: 's.txt',
    content: 'one\ntwo\nthree\n\n',
    code: 'input-value',
    at: 's.txt:4:',
    words: ['4 lines', '3 dialogues'],
  },
  {
    what: 'pool: a pool file that is named as a system',
    file: 's.jsonl',
    content: '{"id":"a","source":"x","candidates":[{"system":"s","text":"t"}]}\n',
    code: 'input-format',
    at: 's.jsonl:',
    words: ['pool file', '`dataset`'],
  },
  {
    what: 'encoding: invalid UTF-8 in the middle',
    file: 's.csv',
    content: cp949('id,summary\na,fine\nb,'),
    code: 'input-encoding',
    at: 's.csv:3:',
    words: ['byte 20', 'cp949'],
  },
  {
    what: 'gzip: data that ends early',
    file: 's.csv.gz',
    content: gzipSync('id,summary\na,x\n').subarray(0, 20),
    code: 'input-format',
    at: 's.csv.gz:',
    words: ['truncated'],
  },
];

const checkError = (t: Test, error: unknown, { code, at, words, data = {} }: Case): void => {
  if (!(error instanceof HapuiError)) throw error;
  t.equal(error.code, code);
  t.equal(error.message.slice(0, at.length), at, 'where');
  for (const word of words) t.ok(error.message.includes(word), `says ${word}`, { message: error.message });
  t.match(error.data, data);
  t.notOk(error.message.includes('\n'), 'one line');
};

for (const bad of badDatasets)
  t.test(`a dataset is refused: ${bad.what}`, async (t) => {
    const path = `${t.testdir({ [bad.file]: bad.content })}/${bad.file}`;
    const error = await openDataset({ ...bad.options, path, label: bad.file }).catch((cause) => cause);
    checkError(t, error, bad);
  });

for (const bad of badCandidates)
  t.test(`a file of candidates is refused: ${bad.what}`, async (t) => {
    const folder = t.testdir({ 'd.csv': 'id,dialogue\na,1\nb,2\nc,3\n', [bad.file]: bad.content });
    const dataset = await openDataset({ path: `${folder}/d.csv`, label: 'd.csv' });
    const options = { ...bad.options, path: `${folder}/${bad.file}`, label: bad.file };
    checkError(t, await openCandidates(dataset, options, testSpool(t)).catch((cause) => cause), bad);
  });

t.test('a file that is not there, and a folder', async (t) => {
  const folder = t.testdir({ 'd.csv': {} });
  await t.rejects(openDataset({ path: `${folder}/none.csv`, label: 'none.csv' }), {
    code: 'input-missing',
    message: 'none.csv: there is no such file; expected a readable file',
  });
  await t.rejects(openDataset({ path: `${folder}/d.csv`, label: 'd.csv' }), {
    code: 'input-missing',
    message: /^d\.csv: this is a folder/,
  });
});

t.test('ids cannot come from plain text, from a pool or from rows that repeat them', async (t) => {
  const pool = '{"id":"a","source":"x","candidates":[{"system":"s","text":"t"}]}\n';
  const folder = t.testdir({ 's.txt': 'one\n', 'p.jsonl': pool, 's.csv': 'id,summary\na,x\na,y\n' });
  const open = (label: string) => openIds({ path: `${folder}/${label}`, label });
  await t.rejects(open('s.txt'), {
    code: 'input-column',
    message: /^s\.txt: plain text has no ids.*`dataset`/,
  });
  await t.rejects(open('p.jsonl'), { code: 'input-format', message: /^p\.jsonl: this is a pool file/ });
  await t.rejects(open('s.csv'), { code: 'input-id', message: /^s\.csv:3 \(id "a"\).*line 2/ });
});

t.test('a dataset that is no pool has no systems', async (t) => {
  const folder = t.testdir({ 'd.csv': 'id,dialogue\na,1\n' });
  const dataset = await openDataset({ path: `${folder}/d.csv` });
  t.throws(() => poolCandidates(dataset, 's'), { code: 'config-unknown-name', message: /no pool file/ });
});

t.test('a file that changes after its survey', async (t) => {
  const folder = t.testdir({ 'd.csv': 'id,dialogue\na,1\nb,2\n' });
  const path = `${folder}/d.csv`;
  const dataset = await openDataset({ path, label: 'd.csv' });
  appendFileSync(path, 'c,3\n');
  const read = async () => {
    for await (const _dialogue of dataset.read());
  };
  await t.rejects(read(), { code: 'input-changed', message: /^d\.csv: the file changed.*Run again/ });
});
