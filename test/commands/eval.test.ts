import { readFile } from 'node:fs/promises';
import t, { type Test } from 'tap';
import { type EvalArguments, evalCommand } from '../../src/commands/eval.ts';
import type { Io } from '../../src/commands/io.ts';
import { needsShared, sharedFile } from '../shared.ts';

const world = (cwd: string): Io & { readonly said: string[]; readonly warned: string[] } => {
  const said: string[] = [];
  const warned: string[] = [];
  const out = (text: string) => void said.push(text);
  const err = (text: string) => void warned.push(text);
  return { said, warned, out, err, env: {}, cwd, isTerminal: false, now: () => 0 };
};

type Parts = { precision: number; recall: number; fmeasure: number };

interface Answer {
  signature: string;
  files: (Record<'rouge1' | 'rouge2' | 'rougeL' | 'rougeLsum', Parts> & {
    file: string;
    rows: number;
    score: number;
    missing: number;
    errors: number;
  })[];
  comparisons: { best: string; other: string; rows: number; difference: number; p: number }[];
  topics?: { name: string; rows: number; scores: { file: string; score: number | null }[] }[];
  lengths?: { name: string; rows: number }[];
}

const folder = {
  'references.csv': 'fname,summary,topic\na,가나 다라. 마바,x\nb,아버지가 방에,y\nc,끝,x\n',
  'good.csv': 'fname,summary\nc,끝\na,가나 다라. 마바\nb,아버지 방에\n',
  'bad.jsonl': '{"id":"a","summary":"가"}\n{"id":"c","summary":""}\n',
  'numbered.jsonl': '{"id":1,"summary1":"The cats sat.","summary2":"A dog\\nruns"}\n',
  'list.jsonl': '{"id":1,"references":["The cats sat.","A dog\\nruns"]}\n',
  'lines.txt': 'A dog\n',
};

const evaluate = async (t: Test, args: Partial<EvalArguments>, cwd = t.testdir(folder)) => {
  const io = world(cwd);
  const all: EvalArguments = { references: 'references.csv', files: ['good.csv'], json: true, ...args };
  const code = await evalCommand(all, io);
  const said = io.said.join('');
  return { code, said, warned: io.warned.join(''), json: (all.json ? JSON.parse(said) : {}) as Answer };
};

t.test('scores, signature and interval of every file, in the order given', async (t) => {
  const { code, json, warned } = await evaluate(t, { files: ['good.csv', 'bad.jsonl'] });
  t.equal(code, 0);
  t.match(json.signature, /^rouge-1\.0\.1\|tok:character\(.*\)\|refs:best$/);
  t.match(json.files, [
    { file: 'good.csv', rows: 3, missing: 0, errors: 0 },
    { file: 'bad.jsonl', rows: 2, missing: 1, errors: 1 },
  ]);
  const [good, bad] = json.files;
  // By hand: a and c are equal (0.999999995, ROUGE-2 of c is 0), b lacks one of six characters.
  const one = 1 - 5e-9;
  t.ok(Math.abs(good!.rouge1.precision - 1) < 1e-9);
  t.ok(Math.abs(good!.rouge1.recall - (1 + 5 / 6 + 1) / 3) < 1e-9);
  t.ok(Math.abs(good!.rouge2.fmeasure - (one + (2 * 0.75 * 0.6) / (0.75 + 0.6 + 1e-8)) / 3) < 1e-9);
  const fmeasures = [good!.rouge1, good!.rouge2, good!.rougeL].map(({ fmeasure }) => fmeasure);
  t.ok(Math.abs(good!.score - (100 * fmeasures.reduce((sum, f) => sum + f, 0)) / 3) < 1e-9);
  t.ok(bad!.score < good!.score);
  t.match(json.comparisons, [{ best: 'good.csv', other: 'bad.jsonl', rows: 2 }]);
  t.match(warned, /bad\.jsonl has no summary for 1 of 3 dialogues/);
  t.match(warned, /1 rows of bad\.jsonl score 0/);
});

t.test('a line a row, with the original message as status', async (t) => {
  const cwd = t.testdir(folder);
  await evaluate(t, { files: ['bad.jsonl'], perRow: 'rows.jsonl' }, cwd);
  const lines = (await readFile(`${cwd}/rows.jsonl`, 'utf8')).trimEnd().split('\n');
  const [first, second] = lines.map((line) => JSON.parse(line));
  t.equal(lines.length, 2);
  t.same(Object.keys(first), ['id', 'file', 'rouge1', 'rouge2', 'rougeL']);
  t.same(Object.keys(first.rouge1), ['precision', 'recall', 'fmeasure']);
  t.match(second, { id: 'c', file: 'bad.jsonl', rouge1: { fmeasure: 0 }, status: 'Hypothesis is empty.' });
});

t.test('an input is never replaced by the lines of the rows', async (t) => {
  await t.rejects(evaluate(t, { perRow: 'good.csv' }), { code: 'output-folder' });
});

t.test('--strict stops where the original package raises, and where a summary is missing', async (t) => {
  await t.rejects(evaluate(t, { files: ['bad.jsonl'], strict: true }), {
    code: 'input-id',
    data: { file: 'bad.jsonl', id: 'b' },
  });
  const cwd = t.testdir({ ...folder, 'empty.csv': 'fname,summary\na,\nb,나\nc,다\n' });
  await t.rejects(evaluate(t, { files: ['empty.csv'], strict: true }, cwd), {
    code: 'input-value',
    problem: { found: 'Hypothesis is empty.' },
  });
});

t.test('several references: numbered columns, lists, best or mean', async (t) => {
  const english = { metric: 'rouge-score', files: ['lines.txt'] };
  const best = await evaluate(t, { ...english, references: 'numbered.jsonl' });
  t.same(best.json.files[0]!.rouge1, { precision: 1, recall: 2 / 3, fmeasure: 0.8 });
  t.same((await evaluate(t, { ...english, references: 'list.jsonl' })).json, best.json);
  const mean = await evaluate(t, { ...english, references: 'list.jsonl', referenceMode: 'mean' });
  t.equal(mean.json.files[0]!.rouge1.fmeasure, 0.4);
  t.match(mean.json.signature, /\|refs:mean$/);
  await t.rejects(evaluate(t, { referenceMode: 'worst' }), { code: 'usage' });
});

t.test('rouge-score has its own tokenizer, which can stem, and rougeLsum', async (t) => {
  const cwd = t.testdir({ ...folder, 'cat.jsonl': '{"id":1,"summary":"cat sat\\nruns"}\n' });
  const english = { metric: 'rouge-score', references: 'list.jsonl', files: ['cat.jsonl'] };
  const plain = await evaluate(t, english, cwd);
  const stemmed = await evaluate(t, { ...english, stemmer: true }, cwd);
  t.match(stemmed.json.signature, /^rouge-score-0\.1\.2\|tok:rouge-score\(.*stemmer=porter\)/);
  t.equal(plain.json.files[0]!.rouge1.recall, 1 / 3);
  t.equal(stemmed.json.files[0]!.rouge1.recall, 2 / 3);
  t.ok(stemmed.json.files[0]!.rougeLsum.fmeasure > 0);
  await t.rejects(evaluate(t, { stemmer: true }, cwd), { code: 'usage' });
});

t.test('a tokenizer that deletes Hangul is refused for Korean', async (t) => {
  await t.rejects(evaluate(t, { metric: 'rouge-score' }), { code: 'config-conflict' });
  t.equal((await evaluate(t, { metric: 'rouge-score', tokenizer: ['character'] })).code, 0);
});

t.test('several tokenizers stand side by side, under their own signatures', async (t) => {
  const cwd = t.testdir(folder);
  const args = { tokenizer: ['character,whitespace', '{name: word}'], perRow: 'rows.jsonl' };
  const { json } = await evaluate(t, args, cwd);
  const { evaluations } = json as unknown as { evaluations: Answer[] };
  t.equal(new Set(evaluations.map(({ signature }) => signature)).size, 3);
  const lines = (await readFile(`${cwd}/rows.jsonl`, 'utf8')).trimEnd().split('\n');
  t.same(
    lines.slice(0, 6).map((line) => JSON.parse(line).tokenizer),
    ['character', 'character', 'character', 'whitespace', 'whitespace', 'whitespace'],
  );
  const text = (await evaluate(t, { ...args, json: false }, cwd)).said;
  t.match(text, /Scores of different signatures cannot be compared\./);
});

t.test('unknown tokenizers and metrics are errors with the nearest name', async (t) => {
  await t.rejects(evaluate(t, { tokenizer: ['charakter'] }), { code: 'config-unknown-name' });
  await t.rejects(evaluate(t, { metric: 'rouge' }), { code: 'config-unknown-name' });
  await t.rejects(evaluate(t, { tokenizer: ['{model'] }), { code: 'usage' });
  await t.rejects(evaluate(t, { files: [] }), { code: 'usage' });
});

t.test('references without a reference, and unknown ids, are errors of the input', async (t) => {
  const cwd = t.testdir({
    ...folder,
    'none.csv': 'fname,summary\na,\n',
    'other.csv': 'fname,summary\nz,가\n',
  });
  await t.rejects(evaluate(t, { references: 'none.csv' }, cwd), { code: 'input-empty' });
  await t.rejects(evaluate(t, { files: ['other.csv'] }, cwd), { code: 'input-id' });
});

t.test('scores by topic and by length of the reference', async (t) => {
  const { json } = await evaluate(t, { breakdown: true, files: ['good.csv', 'bad.jsonl'] });
  t.same(
    json.topics?.map(({ name, rows }) => [name, rows]),
    [
      ['x', 2],
      ['y', 1],
    ],
  );
  t.same(json.topics?.[1]?.scores[1], { file: 'bad.jsonl', score: null });
  t.same(
    json.lengths?.map(({ name }) => name),
    ['1', '7', '9'],
  );
  const text = (await evaluate(t, { breakdown: true, json: false })).said;
  t.match(text, /topic[\s\S]*reference length/);
});

t.test('a score below --fail-under ends with exit code 100, and says which', async (t) => {
  const { code, warned, json } = await evaluate(t, { failUnder: 99 });
  t.equal(code, 100);
  t.match(warned, /Below --fail-under 99: good\.csv/);
  t.equal(json.files.length, 1);
  t.equal((await evaluate(t, { failUnder: 10 })).code, 0);
});

t.test('the table says what a difference is worth', async (t) => {
  const { said } = await evaluate(t, { files: ['good.csv', 'bad.jsonl'], json: false });
  t.match(said, /file\s+rows\s+rouge1\s+rouge2\s+rougeL\s+score/);
  t.match(said, /good\.csv − bad\.jsonl: .* points on 2 rows \(95 % interval .* p (=|<) /);
  t.match(said, /Signature: rouge-1\.0\.1\|tok:character/);
});

interface Competition {
  system: string;
  reference: string;
  whitespace: Record<'rouge1_f' | 'rouge2_f' | 'rougeL_f' | 'score', number>;
  character: Competition['whitespace'];
}

const competition = 'goldens/competition-dev.json';
t.test(
  'competition scores over white space and characters are reached',
  needsShared(competition),
  async (t) => {
    const rows = JSON.parse(await readFile(sharedFile(competition), 'utf8')) as Competition[];
    const data = sharedFile('data/ko-dialogsum');
    for (const row of rows) {
      const file = row.system.startsWith('dev') ? row.system : `candidates/dev/${row.system}`;
      const { json } = await evaluate(t, {
        references: `${data}/${row.reference}.csv`,
        files: [`${data}/${file}.csv`],
        tokenizer: ['whitespace', 'character'],
      });
      const { evaluations } = json as unknown as { evaluations: Answer[] };
      for (const [index, name] of (['whitespace', 'character'] as const).entries()) {
        const got = evaluations[index]!.files[0]!;
        const expected = row[name];
        t.ok(Math.abs(got.rouge1.fmeasure - expected.rouge1_f) < 1e-9);
        t.ok(Math.abs(got.rouge2.fmeasure - expected.rouge2_f) < 1e-9);
        t.ok(Math.abs(got.rougeL.fmeasure - expected.rougeL_f) < 1e-9);
        t.ok(
          Math.abs(got.score - expected.score) < 1e-7,
          `${row.system} ${row.reference} ${name} ${got.score}`,
        );
      }
    }
  },
);

t.test('columns are named, encodings told, where nothing can be recognised', async (t) => {
  // "가나" in CP949 is b0a1 b3aa.
  const cp949 = (...rows: readonly (readonly (string | number[])[])[]) =>
    Buffer.concat(
      rows.map((cells) =>
        Buffer.concat([
          ...cells.flatMap((cell, place) => [Buffer.from(place ? ',' : ''), Buffer.from(cell as string)]),
          Buffer.from('\n'),
        ]),
      ),
    );
  const text = [0xb0, 0xa1, 0xb3, 0xaa];
  const cwd = t.testdir({
    'gold.csv': cp949(['key', 'truth'], ['a', text]),
    'mine.csv': cp949(['key', 'guess'], ['a', text]),
  });
  const named = { references: 'gold.csv', files: ['mine.csv'], encoding: 'cp949' };
  const columns = ['id=key,reference=truth', 'summary=guess'];
  const { json } = await evaluate(t, { ...named, columns }, cwd);
  t.match(json.files, [{ rows: 1, missing: 0, errors: 0 }]);
  t.ok(json.files[0]!.rouge1.fmeasure > 0.999);
  await t.rejects(evaluate(t, named, cwd), { code: 'input-column' });
  await t.rejects(evaluate(t, { columns: ['sumary=x'] }), { code: 'usage' });
  await t.rejects(evaluate(t, { encoding: 'latin1' }), { code: 'usage' });
});

t.test('a file a row that cannot be written: its option is named', async (t) => {
  for (const perRow of [`${'x'.repeat(300)}.jsonl`, 'good.csv/x.jsonl', 'absent/x.jsonl'])
    await t.rejects(evaluate(t, { files: ['good.csv'], perRow }), {
      code: 'output-folder',
      message: /Choose another file with --per-row\./,
    });
});
