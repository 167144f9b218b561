/**
 * Reads what a judge answered, strictly: some evidence, then one line with the verdict, and nothing after it. A summary may
 * hold such a line too, and a judge may quote it: an answer with a second verdict counts as none.
 */
import { cleanAnswer } from '../../models/asker/hygiene.ts';
import type { CandidateStatus } from '../../types.ts';

/** An answer as it came. */
export interface JudgeAnswer {
  readonly text: string;
  readonly status: CandidateStatus;
}

export type PairVerdict = 'A' | 'B' | 'tie';

const verdictLine = /^[\s#*_>-]*(?:verdict|판정)[*_\s]*[:：]\s*(.*)$/iu;
const rankingLine = /^[\s#*_>-]*(?:ranking|순위)[*_\s]*[:：]\s*(.*)$/iu;

const words: Readonly<Record<string, PairVerdict>> = { a: 'A', b: 'B', tie: 'tie', 무승부: 'tie' };

/** The verdict on a pair; undefined where the answer is not valid. */
export const readVerdict = (answer: JudgeAnswer): PairVerdict | undefined => {
  const word = conclusion(answer, verdictLine)?.toLowerCase() ?? '';
  return Object.hasOwn(words, word) ? words[word] : undefined;
};

/** Numbers from 1 to `texts`, the best first, each once; undefined where the answer is not valid. */
export const readRanking = (answer: JudgeAnswer, texts: number): number[] | undefined => {
  const places = conclusion(answer, rankingLine)?.split(/\s*>\s*/u);
  if (places?.length !== texts || new Set(places).size !== texts) return undefined;
  const numbers = places.map((place) => (/^\d{1,3}$/u.test(place) ? Number(place) : 0));
  return numbers.every((number) => number >= 1 && number <= texts) ? numbers : undefined;
};

/** What the one line of its kind says: the last of the answer, and not the first. */
const conclusion = ({ text, status }: JudgeAnswer, line: RegExp): string | undefined => {
  if (status !== 'ok') return undefined;
  const spoken = cleanAnswer({ text, status }, ['reasoning']).text;
  const isReasoned = spoken !== text.trim();
  const clean = cleanAnswer({ text: spoken, status }, ['code-fences']).text;
  const lines = clean.split('\n').filter((each) => each.trim() !== '');
  const found = lines.flatMap((each) => line.exec(each)?.[1] ?? []);
  const last = line.exec(lines.at(-1) ?? '')?.[1];
  if (found.length !== 1 || last === undefined || (lines.length < 2 && !isReasoned)) return undefined;
  return last.replace(/[*_`\s.]+$/u, '').replace(/^[*_`\s]+/u, '');
};
