import { forbidden, type Processor } from './processor.ts';

/** Forbids the end tokens before `minimum` tokens are generated (`MinLengthLogitsProcessor`, one start token). */
export const minNewTokens =
  (minimum: number, ends: readonly number[]): Processor =>
  ({ scores, length }) => {
    if (length - 1 < minimum) for (const end of ends) scores[end] = forbidden;
  };
