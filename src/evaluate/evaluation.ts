/** Scores of several summary files under one signature, row by row, and what follows from them. */
import type { Metric } from '../types.ts';
import { bootstrapMean, type Interval, pairedBootstrap } from './bootstrap.ts';
import { byLength, byTopic, type Group } from './breakdown.ts';
import { randomisationTest } from './randomisation.ts';
import { type Parts, type RowScore, scoreOf } from './score.ts';

/** One dialogue, with the score of each file's summary; undefined where a file has none. */
export interface EvaluatedRow {
  readonly topic: string | undefined;
  /** Of the dialogue's references, in tokens. */
  readonly length: number;
  readonly scores: readonly (RowScore | undefined)[];
}

export interface FileScore {
  /** Rows scored. */
  readonly rows: number;
  /** Dialogues with references for which the file has no summary. */
  readonly missing: number;
  /** Rows for which the original package raises, counted as 0. */
  readonly errors: number;
  /** Means over the rows, by type. */
  readonly means: readonly Parts[];
  /** 100 × the mean of the F-measures that count. */
  readonly score: number;
  /** 95 % interval of the score by bootstrap over the rows. */
  readonly interval: Interval;
}

/** The best file against another one, on the rows that both have; in points of the score. */
export interface Comparison extends Interval {
  readonly best: number;
  readonly other: number;
  readonly rows: number;
  /** Of the two-sided randomisation test. */
  readonly p: number;
}

/** Collects rows, then answers questions about all of them. */
export interface Evaluation {
  readonly types: readonly string[];
  add(row: EvaluatedRow): void;
  files(): readonly FileScore[];
  comparisons(): readonly Comparison[];
  /** At most `most` groups, the last of them all other topics; none where no row has a topic. */
  topics(most?: number): readonly Group[];
  lengths(): readonly Group[];
}

/** Starts an evaluation of `fileCount` files. Keeps a number a row and file: the score, for intervals and groups. */
export const createEvaluation = (metric: Metric, fileCount: number, seed: number): Evaluation => {
  const tallies = Array.from({ length: fileCount }, () => createTally(metric.types));
  const topics: (string | undefined)[] = [];
  const lengths: number[] = [];
  const scores = (): Float64Array[] => tallies.map(({ scores }) => Float64Array.from(scores));
  return {
    types: metric.types,
    add: (row) => {
      topics.push(row.topic);
      lengths.push(row.length);
      for (const [file, tally] of tallies.entries()) tally.add(row.scores[file]);
    },
    files: () => tallies.map((tally) => tally.finish(seed)),
    comparisons: () => compareWithBest(scores(), seed),
    topics: (most) =>
      topics.some((topic) => topic !== undefined)
        ? byTopic(
            topics.map((topic) => topic ?? '(none)'),
            scores(),
            most,
          )
        : [],
    lengths: () => byLength(lengths, scores()),
  };
};

const createTally = (types: readonly string[]) => {
  const sums = types.map(() => ({ precision: 0, recall: 0, fmeasure: 0 }));
  const scores: number[] = [];
  let missing = 0;
  let errors = 0;
  return {
    /** Score of every dialogue, 0–1; NaN where the file has no summary. */
    scores,
    add: (row: RowScore | undefined): void => {
      scores.push(row === undefined ? Number.NaN : scoreOf(types, row.parts));
      if (row === undefined) missing += 1;
      if (row?.error !== undefined) errors += 1;
      for (const [type, { precision, recall, fmeasure }] of row?.parts.entries() ?? []) {
        const sum = sums[type]!;
        sum.precision += precision;
        sum.recall += recall;
        sum.fmeasure += fmeasure;
      }
    },
    finish: (seed: number): FileScore => {
      const rows = scores.length - missing;
      const means = sums.map(({ precision, recall, fmeasure }) => ({
        precision: precision / rows,
        recall: recall / rows,
        fmeasure: fmeasure / rows,
      }));
      const known = Float64Array.from(scores.filter((score) => !Number.isNaN(score)));
      const interval = inPoints(bootstrapMean(known, { seed }));
      return { rows, missing, errors, means, score: 100 * scoreOf(types, means), interval };
    },
  };
};

/**
 * Only the best file is compared: each test more makes a chance finding likelier. It is the best of those with the most rows,
 * since a file that leaves out hard dialogues would look better than it is.
 */
const compareWithBest = (scores: readonly Float64Array[], seed: number): Comparison[] => {
  const known = scores.map((ofFile) => ofFile.filter((score) => !Number.isNaN(score)));
  const mostRows = Math.max(...known.map(({ length }) => length));
  const means = known.map((ofFile) =>
    ofFile.length < mostRows ? Number.NEGATIVE_INFINITY : ofFile.reduce((sum, score) => sum + score, 0),
  );
  const best = means.indexOf(Math.max(...means));
  return scores.flatMap((_, other) => (other === best ? [] : compare(scores, best, other, seed)));
};

const compare = (
  scores: readonly Float64Array[],
  best: number,
  other: number,
  seed: number,
): Comparison[] => {
  const [a, b] = [scores[best]!, scores[other]!];
  const inBoth = (_: number, row: number): boolean => !Number.isNaN(a[row]!) && !Number.isNaN(b[row]!);
  const [ownScores, otherScores] = [a.filter(inBoth), b.filter(inBoth)];
  if (ownScores.length === 0) return [];
  const interval = inPoints(pairedBootstrap(ownScores, otherScores, { seed }));
  const p = randomisationTest(ownScores, otherScores, { seed });
  return [{ best, other, rows: ownScores.length, ...interval, p }];
};

const inPoints = ({ mean, low, high }: Interval): Interval => ({
  mean: 100 * mean,
  low: 100 * low,
  high: 100 * high,
});
