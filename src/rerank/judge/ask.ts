/** One question to a judge: an answer that is not valid is asked for once more, then there is none. */
import type { Asker, Question } from '../../models/asker/asker.ts';
import type { AskContext } from '../../models/asker/context.ts';
import { addTally, noTally, type Tally } from '../../models/asker/money.ts';
import type { JudgeAnswer } from './verdict.ts';

/** What a question gave. */
export type Ruling<T> =
  | { readonly status: 'ruled'; readonly verdict: T; readonly attempts: number; readonly tally: Tally }
  /** No valid answer, twice. */
  | { readonly status: 'dropped'; readonly attempts: number; readonly tally: Tally }
  /** The server gave no answer; a later run asks again. */
  | { readonly status: 'failed'; readonly reason: string; readonly attempts: number; readonly tally: Tally };

/** Times that a question is asked. */
export const mostAttempts = 2;

/** Asks until `read` understands. Rejects only when `signal` is aborted. */
export const rule = async <T>(
  asker: Asker,
  question: Question,
  read: (answer: JudgeAnswer) => T | undefined,
  context: AskContext,
  signal: AbortSignal,
): Promise<Ruling<T>> => {
  let tally = noTally;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const [given] = await asker.ask({ ...question, first: attempt }, context, signal);
    const attempts = attempt + 1;
    if (given?.status !== 'given')
      return { status: 'failed', reason: given?.reason ?? 'no answer', attempts, tally };
    tally = addTally(tally, given.tally);
    const verdict = read(given.choice);
    if (verdict !== undefined) return { status: 'ruled', verdict, attempts, tally };
  }
  return { status: 'dropped', attempts: mostAttempts, tally };
};
