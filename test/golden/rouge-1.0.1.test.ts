/**
 * Numbers of the Python package `rouge` 1.0.1 (Python 3.11): `Rouge().get_scores(hyp, ref)[0]`, with
 * `sys.setrecursionlimit(3000)`. The edge cases are kept in the project; the real texts may not be copied.
 */
import { resolve } from 'node:path';
import t from 'tap';
import { rouge101 } from '../../src/metrics/rouge-1.0.1.ts';
import { mix } from '../../src/metrics/utility.ts';
import { withoutPythonSpace } from '../../src/text/python.ts';
import type { Tokens } from '../../src/types.ts';
import { needsShared, readJsonLines, sharedFile } from '../shared.ts';

const metric = rouge101.create({});

type Parts = readonly [recall: number, precision: number, fmeasure: number];
type Answer = { '1': Parts; '2': Parts; l: Parts } | { error: string };
interface Row {
  hyp: string;
  ref: string;
  hyp_kiwi: string;
  ref_kiwi: string;
  ws: Answer;
  kiwi: Answer;
  char: Answer;
}

const answer = (hypothesis: Tokens, reference: Tokens): Answer => {
  const { errors, precision, recall, fmeasure } = metric.matrix([hypothesis], [reference]);
  const error = errors.get(0);
  if (error !== undefined) return { error };
  const of = (type: number): Parts => [recall[type]![0]!, precision[type]![0]!, fmeasure[type]![0]!];
  return { 1: of(0), 2: of(1), l: of(2) };
};

const characters = (text: string): Tokens => [...withoutPythonSpace(text)];

/** Rows with a number that differs in any bit, or another error. */
const wrongRows = (rows: readonly Row[]): Row[] =>
  rows.filter((row) => {
    const morphemes = [row.hyp_kiwi.split(' '), row.ref_kiwi.split(' ')] as const;
    const got = [
      answer([row.hyp], [row.ref]),
      answer([row.hyp_kiwi], [row.ref_kiwi]),
      answer(...morphemes),
      answer(characters(row.hyp), characters(row.ref)),
    ];
    return JSON.stringify(got) !== JSON.stringify([row.ws, row.kiwi, row.kiwi, row.char]);
  });

t.test('every edge case agrees with the package in every bit', async (t) => {
  const rows = readJsonLines<Row>(resolve('test/fixtures/rouge101-edge.jsonl'));
  t.equal(rows.length, 82);
  t.same(wrongRows(rows), []);
});

const pairs = 'goldens/rouge101-ko.jsonl.gz';
t.test('every Korean pair agrees with the package in every bit', needsShared(pairs), async (t) => {
  const rows = readJsonLines<Row>(sharedFile(pairs));
  t.equal(rows.length, 2012);
  t.same(wrongRows(rows), []);
});

interface Group {
  candidates: string[];
  utility: number[][];
  rouge1_f?: number[][];
  rouge2_f?: number[][];
  rougeL_f?: number[][];
}

const groups = 'goldens/mbr-ko-test12.jsonl.gz';
t.test('every utility matrix of 12 systems agrees to the 12 digits given', needsShared(groups), async (t) => {
  const pools = readJsonLines<Group>(sharedFile(groups)).slice(1);
  t.equal(pools.length, 499);
  let largest = 0;
  const compare = (got: Float64Array, expected: number[][]) => {
    for (const [cell, value] of expected.flat().entries()) {
      largest = Math.max(largest, Math.abs(got[cell]! - value));
    }
  };
  for (const pool of pools) {
    const texts = pool.candidates.map((candidate) => candidate.split(' '));
    const matrix = metric.matrix(texts, texts);
    compare(mix(matrix, metric.types, { rouge1: 1, rouge2: 1, rougeL: 1 }), pool.utility);
    const planes = [pool.rouge1_f, pool.rouge2_f, pool.rougeL_f];
    for (const [type, plane] of planes.entries()) if (plane) compare(matrix.fmeasure[type]!, plane);
  }
  t.ok(largest < 1e-9, `largest difference ${largest}`);
});
