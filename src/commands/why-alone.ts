/** What each scorer by itself would have given, and where the candidates agree. */
import { agreeing } from '../report/page/marks.ts';
import { type Word, wordsOf } from '../report/page/words.ts';
import type { FinishedDialogue } from '../run/finished.ts';
import type { ScoreRecord } from '../types.ts';

/** The candidate that a column alone would have chosen. */
export interface Alone {
  readonly column: string;
  readonly row: number;
}

const mayWin = ({ gate, text }: ScoreRecord): boolean =>
  text.trim() !== '' && (gate === null || gate.lifted === true);

/** The best row of every column of scores among those that may win, in the order of the columns; ties go by rank. */
export const choicesAlone = ({ scores }: FinishedDialogue): Alone[] => {
  const columns = [...new Set(scores.flatMap((score) => Object.keys(score.scores)))];
  return columns.flatMap((column) => {
    const scoreOf = (row: number): number => scores[row]!.scores[column] ?? Number.NEGATIVE_INFINITY;
    const rows = [...scores.keys()].filter(
      (row) => mayWin(scores[row]!) && scoreOf(row) > Number.NEGATIVE_INFINITY,
    );
    const [row] = rows.sort((a, b) => scoreOf(b) - scoreOf(a) || scores[a]!.rank - scores[b]!.rank);
    return row === undefined ? [] : [{ column, row }];
  });
};

/** `text` with brackets around the words that more than half of `others` have too, beside the same neighbour. */
export const bracketed = (text: string, others: readonly string[]): string => {
  const words = wordsOf(text);
  const counts = agreeing(words, others.map(wordsOf));
  const shared = words.filter((_, place) => 2 * counts[place]! > others.length);
  let result = '';
  let at = 0;
  for (const [place, { start, end }] of shared.entries()) {
    const [before, after] = [shared[place - 1], shared[place + 1]];
    const opens = before === undefined || !areNeighbours(words, before, shared[place]!);
    const closes = after === undefined || !areNeighbours(words, shared[place]!, after);
    result += `${text.slice(at, start)}${opens ? '[' : ''}${text.slice(start, end)}${closes ? ']' : ''}`;
    at = end;
  }
  return `${result}${text.slice(at)}`;
};

const areNeighbours = (words: readonly Word[], left: Word, right: Word): boolean =>
  words.indexOf(right) === words.indexOf(left) + 1;
