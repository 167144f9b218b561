/** `hapui submit check FILE --sample SAMPLE`: whether a submission is written as its sample is, and what changed since the last. */
import { resolve } from 'node:path';
import { type Nonconformity, nonconformities } from '../dialogues/submission/conform.ts';
import { type Difference, differenceTo } from '../dialogues/submission/difference.ts';
import { readSubmission, type Submission } from '../dialogues/submission/layout.ts';
import { exitCodes } from '../errors.ts';
import { printable, printableLine } from '../text/terminal.ts';
import type { Io } from './io.ts';

export interface SubmitCheckArguments {
  readonly file: string;
  readonly sample: string;
  readonly previous?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Exits with 100 where the file does not conform. */
export const submitCheckCommand = async (args: SubmitCheckArguments, io: Io): Promise<number> => {
  const read = (path: string): Promise<Submission> => readSubmission(resolve(io.cwd, path), path);
  const [file, sample] = [await read(args.file), await read(args.sample)];
  const problems = nonconformities(file, sample);
  const difference = args.previous === undefined ? undefined : differenceTo(file, await read(args.previous));
  io.out(
    args.json
      ? `${JSON.stringify({ file: args.file, rows: file.rows.length, layout: file.layout, problems, difference: difference ?? null })}\n`
      : printable(textOf(args, file, problems, difference)),
  );
  return problems.length > 0 ? exitCodes.checkFailed : exitCodes.ok;
};

const textOf = (
  { file: path, sample, previous }: SubmitCheckArguments,
  file: Submission,
  problems: readonly Nonconformity[],
  difference: Difference | undefined,
): string =>
  [
    ...problems.map(({ text, line }) => `Problem: ${path}${line === undefined ? '' : `:${line}`}: ${text}.`),
    ...(difference === undefined ? [] : differenceLines(difference, previous!)),
    problems.length === 0
      ? `${path}: ${file.rows.length} rows, written as ${sample} is.`
      : `${path} does not conform to ${sample}.`,
    '',
  ].join('\n');

/** Changed summaries that are shown. */
const shownChanges = 3;

const differenceLines = (
  { common, changed, added, removed, meanLength }: Difference,
  previous: string,
): string[] => [
  `Since ${previous}: ${changed.length} of ${common} summaries changed, mean length ${meanLength.before.toFixed(1)} → ${meanLength.now.toFixed(1)} characters` +
    `${added.length > 0 ? `, ${added.length} ids added` : ''}${removed.length > 0 ? `, ${removed.length} ids removed` : ''}.`,
  ...changed
    .slice(0, shownChanges)
    .flatMap(({ id, before, now }) => [
      `  ${printableLine(id)}`,
      `    - ${printableLine(before, 140)}`,
      `    + ${printableLine(now, 140)}`,
    ]),
  ...(changed.length > shownChanges ? [`  … and ${changed.length - shownChanges} more`] : []),
];
