// The sample keeps the promises of data/sample/README.md. Read with csv-parse itself, so that no reader of ours is judged by itself.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import t from 'tap';

type Row = Readonly<Record<string, string>>;

const sample = new URL('../data/sample/', import.meta.url);
const systems = ['baseline', 'brief', 'careful', 'fluent'];
const turn = /^#Person[12]#: \S/;

const readText = (path: string): string => readFileSync(new URL(path, sample), 'utf8');

const readTable = (path: string, delimiter = ','): Row[] =>
  parse(readText(path), { bom: true, columns: true, delimiter, relax_quotes: delimiter !== ',' });

const readLines = (path: string): string[] => readText(path).split('\n').slice(0, -1);

const readObjects = (path: string): Row[] => readLines(path).map((line): Row => JSON.parse(line));

const english = readObjects('en/dialogues.jsonl');
const korean = readTable('ko/dialogues.csv');
const labelled = readTable('ko/labelled.csv');
const faults = readTable('faults.csv');

const koreanTexts = (folder: string): Map<string, Row[]> =>
  new Map(systems.map((system) => [system, readTable(`${folder}/${system}.csv`)]));

const englishTexts = new Map<string, Row[]>([
  ['baseline', readTable('en/systems/baseline.csv')],
  ['brief', readTable('en/systems/brief.tsv', '\t')],
  ['careful', readObjects('en/systems/careful.jsonl').map((row) => ({ ...row, fname: row.id ?? '' }))],
  ['fluent', readLines('en/systems/fluent.txt').map((summary, n) => ({ fname: `en_${n}`, summary }))],
]);

const sets = [
  { name: 'ko', prefix: 'ko', dialogues: korean, least: 60, texts: koreanTexts('ko/systems') },
  {
    name: 'ko-labelled',
    prefix: 'labelled',
    dialogues: labelled,
    least: 120,
    texts: koreanTexts('ko/labelled-systems'),
  },
  { name: 'en', prefix: 'en', dialogues: english, least: 20, texts: englishTexts },
];

const signs: Readonly<Record<string, (text: string) => boolean>> = {
  'empty-cell': (text) => text === '',
  'damaged-tag': (text) => /# Person [12] #|#Person[12](?!#)|(?<!#)Person[12]#|#person[12]#/.test(text),
  'wrong-tag': (text) => text.includes('#Person3#'),
  prefix: (text) => /^(요약|Summary): /.test(text),
  'literal-newline': (text) => text.includes('\\n'),
  truncated: (text) => !text.endsWith('.'),
  'over-long': (text) => text.length > 110,
};

for (const { name, prefix, dialogues, least, texts } of sets) {
  t.test(
    `${name}: the ids count up, and every dialogue has 4 to 12 turns, a reference and a topic`,
    async (t) => {
      t.ok(dialogues.length >= least, `${dialogues.length} dialogues`);
      t.strictSame(
        dialogues.map(({ fname }) => fname),
        dialogues.map((_, n) => `${prefix}_${n}`),
      );
      for (const { fname, dialogue = '', summary, topic } of dialogues) {
        const turns = dialogue.split('\n');
        t.ok(turns.length >= 4 && turns.length <= 12, `${fname}: ${turns.length} turns`);
        t.ok(turns.every((line) => turn.test(line)) && summary && topic, `${fname} is complete`);
      }
    },
  );

  t.test(
    `${name}: four systems cover nearly every dialogue, with known ids and each at most once`,
    async (t) => {
      const known = new Set(dialogues.map(({ fname }) => fname));
      for (const [system, rows] of texts) {
        const ids = new Set(rows.map(({ fname }) => fname));
        t.equal(ids.size, rows.length, `${system}: no id twice`);
        t.ok(
          [...ids].every((id) => known.has(id)),
          `${system}: no unknown id`,
        );
        t.ok(ids.size >= 0.85 * known.size, `${system}: ${ids.size} of ${known.size}`);
      }
    },
  );

  t.test(`${name}: every listed fault is in its file, and every missing row is listed`, async (t) => {
    const listed = faults.filter(({ set }) => set === name);
    for (const { system = '', fname, fault = '' } of listed) {
      const text = texts.get(system)?.find((row) => row.fname === fname)?.summary;
      if (fault === 'missing-row') t.equal(text, undefined, `${system} ${fname} has no row`);
      else if (signs[fault])
        t.ok(signs[fault](text ?? ''), `${system} ${fname}: ${fault} in ${JSON.stringify(text)}`);
      else t.ok(text, `${system} ${fname} has a text with ${fault}`);
    }
    const missing = listed.filter(({ fault }) => fault === 'missing-row').length;
    t.equal(
      [...texts.values()].reduce((sum, rows) => sum + dialogues.length - rows.length, 0),
      missing,
    );
  });
}

t.test('every kind of fault is in the Korean set', async (t) => {
  const kinds = new Set(faults.filter(({ set }) => set === 'ko').map(({ fault }) => fault));
  const facts = ['wrong-name', 'wrong-day', 'wrong-number', 'wrong-speaker', 'wrong-fact'];
  for (const kind of ['missing-row', 'duplicate', ...Object.keys(signs), ...facts])
    t.ok(kinds.has(kind), kind);
});

t.test('equal texts of two systems are listed as duplicates, and only these', async (t) => {
  for (const { name, texts } of sets) {
    const counts = new Map<string, number>();
    for (const { fname, summary } of [...texts.values()].flat()) {
      const key = `${fname} ${summary}`;
      if (summary) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const equal = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    t.equal(faults.filter(({ set, fault }) => set === name && fault === 'duplicate').length, equal, name);
  }
});

t.test('no dialogue is in two sets or twice in one', async (t) => {
  const all = sets.flatMap(({ dialogues }) => dialogues.map(({ dialogue }) => dialogue));
  t.equal(new Set(all).size, all.length);
});

t.test('the Korean dialogues are of at least 15 situations', async (t) => {
  t.ok(new Set(korean.map(({ topic }) => topic)).size >= 15);
  t.ok(new Set(labelled.map(({ topic }) => topic)).size >= 15);
});

t.test('the files show the habits that readers must cope with', async (t) => {
  t.ok(readText('ko/systems/careful.csv').startsWith('\uFEFFfname,summary\r\n'), 'byte order mark and CRLF');
  t.ok(readText('ko/systems/fluent.csv').startsWith('summary,fname\n'), 'columns in another order');
  const order = readTable('ko/systems/brief.csv').map(({ fname }) => Number(fname?.slice(3)));
  t.not(order.join(), order.toSorted((a, b) => a - b).join(), 'rows in another order');
});

t.test('the labelled systems have the same file names as the systems', async (t) => {
  const names = (folder: string): string[] => readdirSync(new URL(folder, sample)).sort();
  t.strictSame(
    names('ko/systems'),
    systems.map((system) => `${system}.csv`),
  );
  t.strictSame(names('ko/labelled-systems'), names('ko/systems'));
});

t.test('each tiny model is an int8 export in under 5 MB, with all that decoding reads', async (t) => {
  const needed = [
    'config.json',
    'decoder_model_merged_int8.onnx',
    'encoder_model_int8.onnx',
    'generation_config.json',
    'special_tokens_map.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  for (const model of ['tiny-bart', 'tiny-t5']) {
    const folder = new URL(`../models/${model}/`, import.meta.url);
    const names = readdirSync(folder);
    t.strictSame(names.sort(), needed, model);
    const bytes = names.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
    t.ok(bytes < 5e6, `${model}: ${bytes} bytes`);
  }
});
