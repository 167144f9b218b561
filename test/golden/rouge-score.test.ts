/**
 * Numbers of the Python package `rouge_score` 0.1.2 with `nltk` 3.10.4 (Python 3.11):
 * `RougeScorer(['rouge1', 'rouge2', 'rougeL', 'rougeLsum'], use_stemmer=…).score(target=ref, prediction=hyp)` and `.score_multi`.
 */
import { resolve } from 'node:path';
import t from 'tap';
import { rougeScore as metricDefinition } from '../../src/metrics/rouge-score.ts';
import { rougeScore as tokenizerDefinition } from '../../src/text/tokenizers/rouge-score.ts';
import { needsShared, readJsonLines, sharedFile } from '../shared.ts';
import { testHost } from '../text/tokenizers/host.ts';

const metric = metricDefinition.create({});

type Answer = Record<string, readonly [precision: number, recall: number, fmeasure: number]>;
interface Row {
  hyp: string;
  ref?: string;
  refs?: string[];
  plain: Answer;
  stem: Answer;
}

/** The best reference a type, the first of several equally good ones. */
const answerOf = async (row: Row, stemmer: boolean): Promise<Answer> => {
  const tokenizer = await tokenizerDefinition.create({ stemmer }, testHost());
  const [hypothesis, ...references] = await tokenizer.tokenize([row.hyp, ...(row.refs ?? [row.ref!])]);
  const { precision, recall, fmeasure } = metric.matrix([hypothesis!], references);
  return Object.fromEntries(
    metric.types.map((name, type) => {
      const best = fmeasure[type]!.indexOf(Math.max(...fmeasure[type]!));
      return [name, [precision[type]![best]!, recall[type]![best]!, fmeasure[type]![best]!] as const];
    }),
  );
};

const wrongRows = async (rows: readonly Row[]): Promise<Row[]> => {
  const wrong: Row[] = [];
  for (const row of rows) {
    const got = [await answerOf(row, false), await answerOf(row, true)];
    if (JSON.stringify(got) !== JSON.stringify([row.plain, row.stem])) wrong.push(row);
  }
  return wrong;
};

t.test('every edge case agrees with the package in every bit', async (t) => {
  const rows = readJsonLines<Row>(resolve('test/fixtures/rouge-score-edge.jsonl'));
  t.equal(rows.length, 59);
  t.same(await wrongRows(rows), []);
});

const files = [
  ['goldens/rouge-score-en.jsonl.gz', 2059],
  ['goldens/rouge-score-en-multi.jsonl.gz', 500],
] as const;
for (const [file, count] of files) {
  t.test(`every row of ${file} agrees with the package in every bit`, needsShared(file), async (t) => {
    const rows = readJsonLines<Row>(sharedFile(file));
    t.equal(rows.length, count);
    t.same(await wrongRows(rows), []);
  });
}
