/** Scores as tables for people, and as JSON for programs. */
import type { Group } from '../../evaluate/breakdown.ts';
import type { Comparison, Evaluation, FileScore } from '../../evaluate/evaluation.ts';
import { type Column, figure, renderTable } from '../table.ts';

/** In the table; JSON has all. */
const topicsShown = 20;

/** The results of one signature. */
export interface Evaluated {
  readonly signature: string;
  /** As the user gave them, in that order. */
  readonly files: readonly string[];
  readonly evaluation: Evaluation;
  /** Whether scores by topic and length are wanted. */
  readonly breakdown: boolean;
}

/** One signature: its object; several: a list of such objects, which says that they are not to be compared. */
export const evaluationJson = (all: readonly Evaluated[]): object =>
  all.length === 1 ? jsonOf(all[0]!) : { evaluations: all.map(jsonOf) };

const jsonOf = ({ signature, files, evaluation, breakdown }: Evaluated): object => {
  const groups = (list: readonly Group[]): object[] =>
    list.map(({ name, rows, scores }) => ({ name, rows, scores: byFile(files, scores.map(points)) }));
  return {
    signature,
    files: evaluation.files().map((score, file) => fileJson(files[file]!, evaluation.types, score)),
    comparisons: evaluation.comparisons().map(({ best, other, rows, mean, low, high, p }) => ({
      best: files[best],
      other: files[other],
      rows,
      difference: mean,
      interval: [low, high],
      p,
    })),
    ...(breakdown ? { topics: groups(evaluation.topics()), lengths: groups(evaluation.lengths()) } : {}),
  };
};

const fileJson = (file: string, types: readonly string[], score: FileScore): object => ({
  file,
  rows: score.rows,
  ...Object.fromEntries(types.map((type, index) => [type, score.means[index]])),
  score: score.score,
  interval: [score.interval.low, score.interval.high],
  missing: score.missing,
  errors: score.errors,
});

const points = (score: number): number | null => (Number.isNaN(score) ? null : 100 * score);

const byFile = (
  files: readonly string[],
  values: readonly (number | null)[],
): { file: string; score: number | null }[] => files.map((file, index) => ({ file, score: values[index]! }));

/** A table a signature, with what the differences are worth. */
export const evaluationText = (all: readonly Evaluated[]): string =>
  `${all.map(textOf).join('\n')}${all.length > 1 ? '\nScores of different signatures cannot be compared.\n' : ''}`;

const textOf = ({ signature, files, evaluation, breakdown }: Evaluated): string =>
  [
    filesTable(files, evaluation),
    `Signature: ${signature}\n`,
    ...evaluation.comparisons().map((comparison) => `${sentence(files, comparison)}\n`),
    ...(breakdown
      ? [
          groupsTable('topic', files, evaluation.topics(topicsShown)),
          groupsTable('reference length', files, evaluation.lengths()),
        ]
      : []),
  ].join('');

const filesTable = (files: readonly string[], { types, files: scoresOf }: Evaluation): string => {
  const columns: Column[] = [
    { head: 'file' },
    { head: 'rows', align: 'right' },
    ...types.map((type): Column => ({ head: type, align: 'right' })),
    { head: 'score', align: 'right' },
    { head: '95 % interval', align: 'right' },
  ];
  const rows = scoresOf().map(({ rows, means, score, interval }, file) => [
    files[file]!,
    String(rows),
    ...means.map(({ fmeasure }) => figure(100 * fmeasure, 2)),
    figure(score, 2),
    `${figure(interval.low, 2)}–${figure(interval.high, 2)}`,
  ]);
  return renderTable(columns, rows);
};

const sentence = (
  files: readonly string[],
  { best, other, rows, mean, low, high, p }: Comparison,
): string => {
  const interval = `95 % interval ${figure(low, 2)} to ${figure(high, 2)}, p ${p < 0.001 ? '< 0.001' : `= ${figure(p, 3)}`}`;
  const verdict = low > 0 || high < 0 ? '' : ': not a proven difference';
  return `${files[best]} − ${files[other]}: ${figure(mean, 2)} points on ${rows} rows (${interval})${verdict}`;
};

const groupsTable = (head: string, files: readonly string[], groups: readonly Group[]): string => {
  if (groups.length === 0) return '';
  const columns: Column[] = [
    { head },
    { head: 'rows', align: 'right' },
    ...files.map((file): Column => ({ head: file, align: 'right' })),
  ];
  const rows = groups.map(({ name, rows, scores }) => [
    name,
    String(rows),
    ...scores.map((score) => figure(100 * score, 2)),
  ]);
  return `\n${renderTable(columns, rows)}`;
};
