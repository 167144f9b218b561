import { forbidden, type Processor } from './processor.ts';

/** Forbids tokens anywhere (`SuppressTokensLogitsProcessor`). */
export const suppressed =
  (tokens: readonly number[]): Processor =>
  ({ scores }) => {
    for (const token of tokens) scores[token] = forbidden;
  };

/** Forbids tokens at the first free position, which is after a forced first token (`SuppressTokensAtBeginLogitsProcessor`). */
export const suppressedFirst =
  (tokens: readonly number[], position: number): Processor =>
  ({ scores, length }) => {
    if (length === position) for (const token of tokens) scores[token] = forbidden;
  };
