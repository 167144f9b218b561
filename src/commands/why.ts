/** `hapui why RUN ID`: why this summary. */
import { type Explanation, explain } from '../run/explain.ts';
import { openFinishedRun } from '../run/finished.ts';
import { printable, printableLine } from '../text/terminal.ts';
import type { ScoreRecord } from '../types.ts';
import type { Io } from './io.ts';
import { figure, renderTable } from './table.ts';
import { bracketed, choicesAlone } from './why-alone.ts';

export interface WhyArguments {
  readonly run: string;
  readonly id: string;
  readonly output?: string | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Prints the candidates of a dialogue with their scores, the pairwise utilities and the votes. */
export const whyCommand = async (args: WhyArguments, io: Io): Promise<number> => {
  const run = await openFinishedRun(args.run, io.cwd, args.output);
  const explanation = await explain({
    run,
    id: args.id,
    cwd: io.cwd,
    allowCommands: args.allowCommands === true,
  });
  io.out(args.json ? `${JSON.stringify(whyJson(explanation))}\n` : whyText(explanation));
  return 0;
};

const whyText = (explanation: Explanation): string => {
  const { decision, leaveOut } = explanation;
  const chosen =
    decision.system === null
      ? 'no candidate'
      : `${decision.system}${decision.candidate ? ` #${decision.candidate}` : ''}`;
  return [
    `${printableLine(decision.id)}: ${decision.kind}, ${printableLine(chosen)}`,
    '',
    printable(decision.summary),
    '',
    ...decision.reasons.map((reason) => `- ${printableLine(reason, 160)}`),
    ...(decision.margin === null ? [] : [`- ahead of the next text by ${decision.margin.toFixed(4)}`]),
    '',
    candidatesTable(explanation),
    'Utility of each candidate (row) against each voter (column):',
    matrixTable(explanation),
    ...aloneLines(explanation),
    leaveOut
      ? 'Votes of a candidate’s own cluster are left out of its evidence.'
      : 'Every vote counts for every candidate.',
    '',
    'In brackets: what most of the other texts have too.',
    ...agreementLines(explanation),
    '',
  ].join('\n');
};

const nameOf = ({ system, candidate }: Pick<ScoreRecord, 'system' | 'candidate'>): string =>
  `${system}${candidate > 0 ? ` #${candidate}` : ''}`;

/** What each column of scores by itself would have given; a single one has been told already. */
const aloneLines = (explanation: Explanation): string[] => {
  const choices = choicesAlone(explanation);
  if (choices.length < 2) return [];
  return choices.map(({ column, row }) => {
    const { scores, ...owner } = explanation.scores[row]!;
    return `By ${printableLine(column)} alone: ${printableLine(nameOf(owner))}, ${scores[column]!.toFixed(4)}.`;
  });
};

/** Every distinct text, by its best rank, with the parts in brackets that most of the others have. */
const agreementLines = (explanation: Explanation): string[] => {
  const rows = rankedRows(explanation).filter((row) => explanation.hypothesisOf[row]! >= 0);
  const texts = [...new Set(rows.map((row) => explanation.scores[row]!.text))];
  return texts.map((text) => {
    const place = rows.findIndex((row) => explanation.scores[row]!.text === text) + 1;
    return `${place}  ${printable(
      bracketed(
        text,
        texts.filter((other) => other !== text),
      ),
    )}`;
  });
};

/** Rows by rank, numbered: the matrix names its columns by these numbers. */
const rankedRows = ({ scores }: Explanation): number[] =>
  [...scores.keys()].sort((a, b) => scores[a]!.rank - scores[b]!.rank);

const candidatesTable = (explanation: Explanation): string =>
  renderTable(
    [
      { head: '#', align: 'right' },
      { head: 'system' },
      { head: 'mbr', align: 'right' },
      { head: 'vote', align: 'right' },
      { head: 'cluster', align: 'right' },
      { head: 'gate' },
      { head: 'text' },
    ],
    rankedRows(explanation).map((row, place) => {
      const score = explanation.scores[row]!;
      return [
        String(place + 1),
        nameOf(score),
        figure(score.scores.mbr ?? undefined, 4),
        figure(explanation.weight[row], 3),
        // from 1, as in the report; `--json` has the place in `clusters` of run.json
        String(explanation.cluster[row]! + 1),
        score.gate ? score.gate.name : '',
        printableLine(score.text, 60),
      ];
    }),
  );

const matrixTable = (explanation: Explanation): string => {
  const rows = rankedRows(explanation).filter((row) => explanation.hypothesisOf[row]! >= 0);
  const place = (row: number): string => String(rankedRows(explanation).indexOf(row) + 1);
  return renderTable(
    [{ head: '#', align: 'right' }, ...rows.map((row) => ({ head: place(row), align: 'right' as const }))],
    rows.map((row) => [place(row), ...rows.map((voter) => figure(utilityOf(explanation, row, voter), 3))]),
  );
};

const utilityOf = ({ utility, hypotheses, hypothesisOf }: Explanation, row: number, voter: number): number =>
  utility[hypothesisOf[row]! * hypotheses + hypothesisOf[voter]!]!;

const whyJson = (explanation: Explanation): object => {
  const { decision, scores, weight, cluster, leaveOut, hypothesisOf } = explanation;
  const rows = [...scores.keys()];
  return {
    decision,
    candidates: rows.map((row) => ({ ...scores[row], vote: weight[row], cluster: cluster[row] })),
    own_cluster_left_out: leaveOut,
    /** What each column of scores by itself would have given. */
    alone: Object.fromEntries(
      choicesAlone(explanation).map(({ column, row }) => {
        const { system, candidate, text } = scores[row]!;
        return [column, { system, candidate, text }];
      }),
    ),
    /** Row by row in the order of `candidates`; null where a candidate has no text. */
    utility: rows.map((row) =>
      rows.map((voter) =>
        hypothesisOf[row]! < 0 || hypothesisOf[voter]! < 0 ? null : utilityOf(explanation, row, voter),
      ),
    ),
  };
};
