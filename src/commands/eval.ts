/** `hapui eval`: scores of summary files against references. */
import { exitCodes } from '../errors.ts';
import { printable } from '../text/terminal.ts';
import { createMainHost } from '../workers/host.ts';
import type { EvalArguments } from './eval/arguments.ts';
import { type Evaluated, evaluationJson, evaluationText } from './eval/output.ts';
import { createPerRowWriter, type PerRowWriter } from './eval/per-row.ts';
import { fileReading } from './eval/reading.ts';
import { openSummaries } from './eval/rows.ts';
import { scoreAll } from './eval/score-all.ts';
import { closeScorings, createScorings, type Scoring, usage } from './eval/setup.ts';
import type { Io } from './io.ts';

export type { EvalArguments } from './eval/arguments.ts';

/** Scores and prints; the exit code says whether every file reaches `failUnder`. */
export const evalCommand = async (args: EvalArguments, io: Io): Promise<number> => {
  if (args.files.length === 0) throw usage('eval', 'no summary files', 'at least one file to score');
  const host = createMainHost({ folder: io.cwd, allowCommands: args.allowCommands === true });
  const scorings = await createScorings(args, host);
  try {
    const evaluated = await evaluateFiles(args, scorings, io);
    warn(evaluated, args, io);
    io.out(
      args.json ? `${JSON.stringify(evaluationJson(evaluated))}\n` : printable(evaluationText(evaluated)),
    );
    return verdict(evaluated, args, io);
  } finally {
    await closeScorings(scorings);
  }
};

const evaluateFiles = async (
  args: EvalArguments,
  scorings: readonly Scoring[],
  io: Io,
): Promise<Evaluated[]> => {
  const summaries = await openSummaries(args.references, args.files, io.cwd, fileReading(args));
  let perRow: PerRowWriter | undefined;
  try {
    perRow = args.perRow === undefined ? undefined : await startPerRow(args.perRow, args, io);
    const evaluations = await scoreAll(args, scorings, summaries, perRow);
    await perRow?.commit();
    return scorings.map(({ signature }, index) => ({
      signature,
      files: args.files,
      evaluation: evaluations[index]!,
      breakdown: args.breakdown === true,
    }));
  } catch (error) {
    await perRow?.abort();
    throw error;
  } finally {
    await summaries.close();
  }
};

const startPerRow = (path: string, { references, files }: EvalArguments, io: Io): Promise<PerRowWriter> =>
  createPerRowWriter(path, io.cwd, [references, ...files]);

/** Which rows are in a score is the same for every tokenizer; which have no words may not be. */
const warn = (evaluated: readonly Evaluated[], { files }: EvalArguments, io: Io): void => {
  for (const [place, { signature, evaluation }] of evaluated.entries()) {
    for (const [file, { missing, rows, errors }] of evaluation.files().entries()) {
      const name = files[file]!;
      if (missing > 0 && place === 0)
        say(
          io,
          `${name} has no summary for ${missing} of ${rows + missing} dialogues; its score is over the others.`,
        );
      if (errors > 0)
        say(
          io,
          `${errors} rows of ${name} score 0 under ${signature}: their summary or reference has no words.`,
        );
    }
  }
};

const say = (io: Io, warning: string): void => io.err(`Warning: ${printable(warning)}\n`);

const verdict = (evaluated: readonly Evaluated[], { failUnder, files }: EvalArguments, io: Io): number => {
  if (failUnder === undefined) return exitCodes.ok;
  const failed = evaluated.flatMap(({ evaluation }) =>
    evaluation
      .files()
      .flatMap(({ score }, file) => (score >= failUnder ? [] : [`${files[file]} (${score.toFixed(2)})`])),
  );
  if (failed.length === 0) return exitCodes.ok;
  io.err(`${printable(`Below --fail-under ${failUnder}: ${failed.join(', ')}`)}\n`);
  return exitCodes.checkFailed;
};
