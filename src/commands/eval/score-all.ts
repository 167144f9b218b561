/** The rows of all files through every scoring, in one pass over the files. */
import { at, InputError } from '../../errors.ts';
import { createEvaluation, type Evaluation } from '../../evaluate/evaluation.ts';
import { type RowScore, scoreRows } from '../../evaluate/score.ts';
import { assertKeepsHangul } from '../../text/hangul.ts';
import type { Tokens } from '../../types.ts';
import type { EvalArguments } from './arguments.ts';
import type { PerRowWriter } from './per-row.ts';
import type { Summaries, SummaryRow } from './rows.ts';
import type { Scoring } from './setup.ts';

/** Rows that are tokenised together: enough to keep a slow tokenizer busy, little enough for flat memory. */
const windowSize = 256;
const defaultSeed = 42;

/** An evaluation a scoring. */
export const scoreAll = async (
  args: EvalArguments,
  scorings: readonly Scoring[],
  summaries: Summaries,
  perRow: PerRowWriter | undefined,
): Promise<readonly Evaluation[]> => {
  const { files, seed = defaultSeed } = args;
  const evaluations = scorings.map(({ metric }) => createEvaluation(metric, files.length, seed));
  let isFirst = true;
  for await (const window of summaries.windows(windowSize)) {
    for (const [index, scoring] of scorings.entries()) {
      const texts = textsOf(window);
      if (isFirst) await assertKeepsHangul(scoring.tokenizer, texts, '--tokenizer');
      const tokensOf = await tokenise(texts, scoring);
      for (const row of window) {
        const scores = scoresOf(row, scoring, tokensOf);
        if (args.strict) checkStrictly(row, scores, files);
        evaluations[index]!.add({ topic: row.topic, length: lengthOf(row), scores });
        const tokenizer = scorings.length > 1 ? scoring.tokenizerName : undefined;
        if (perRow) await writeRow(perRow, row, files, tokenizer, scoring, scores);
      }
    }
    isFirst = false;
  }
  return evaluations;
};

const textsOf = (window: readonly SummaryRow[]): readonly string[] => [
  ...new Set(
    window.flatMap(({ references, summaries }) => [
      ...references,
      ...summaries.filter((summary) => summary !== undefined),
    ]),
  ),
];

const tokenise = async (
  texts: readonly string[],
  { tokenizer }: Scoring,
): Promise<ReadonlyMap<string, Tokens>> => {
  const lists = await tokenizer.tokenize(texts);
  return new Map(texts.map((text, place) => [text, lists[place] ?? []]));
};

const scoresOf = (
  { references, summaries }: SummaryRow,
  { metric, mode }: Scoring,
  tokensOf: ReadonlyMap<string, Tokens>,
): readonly (RowScore | undefined)[] => {
  const tokens = (text: string): Tokens => tokensOf.get(text) ?? [];
  const present = summaries.filter((summary) => summary !== undefined);
  const scores = scoreRows(metric, present.map(tokens), references.map(tokens), mode);
  let next = 0;
  return summaries.map((summary) => (summary === undefined ? undefined : scores[next++]));
};

/** Characters of the longest reference: the same whatever the tokenizer. */
const lengthOf = ({ references }: SummaryRow): number =>
  Math.max(0, ...references.map((reference) => [...reference].length));

const writeRow = async (
  perRow: PerRowWriter,
  { id }: SummaryRow,
  files: readonly string[],
  tokenizer: string | undefined,
  { metric }: Scoring,
  scores: readonly (RowScore | undefined)[],
): Promise<void> => {
  for (const [file, score] of scores.entries())
    if (score) await perRow.write({ id, file: files[file]!, tokenizer }, metric.types, score);
};

/** With `--strict`, the first row that cannot be scored stops everything, in the original package's words. */
const checkStrictly = (
  { id }: SummaryRow,
  scores: readonly (RowScore | undefined)[],
  files: readonly string[],
): void => {
  for (const [file, score] of scores.entries()) {
    if (score && score.error === undefined) continue;
    const name = files[file]!;
    throw new InputError(
      score ? 'input-value' : 'input-id',
      {
        where: `${at(name)} (id ${JSON.stringify(id)})`,
        found: score?.error ?? 'There is no summary',
        expected: 'a summary and a reference with words in every row, as --strict says',
      },
      { data: { file: name, id } },
    );
  }
};
