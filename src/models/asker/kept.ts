/** Single answers as they are kept: what was said, and what it cost. */

import type { AnswerParts, Json } from '../../types.ts';
import type { Choice } from '../chat-answer.ts';
import type { AskContext } from './context.ts';
import { readTally, type Tally, type Tokens, tallyOf } from './money.ts';

/** An answer and its cost. */
export interface Kept {
  readonly choice: Choice;
  readonly tally: Tally;
}

/** The answer under `parts`; undefined where there is none, or nothing is kept. */
export const readKept = async ({ answers }: AskContext, parts: AnswerParts): Promise<Kept | undefined> => {
  const kept = (await answers?.get(parts)) as { readonly [key: string]: Json } | undefined;
  if (kept === undefined) return undefined;
  const { tally, ...choice } = kept;
  return { choice: choice as unknown as Choice, tally: readTally(tally, 1) };
};

/** Keeps an answer; resolves when a kill can no longer take it away. */
export const keep = async (
  { answers }: AskContext,
  parts: AnswerParts,
  choice: Choice,
  usage: Tokens | undefined,
): Promise<Kept> => {
  const kept = { choice, tally: tallyOf(usage) };
  await answers?.put(parts, { ...choice, ...(usage === undefined ? {} : { tally: { ...kept.tally } }) });
  return kept;
};
