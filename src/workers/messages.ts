/** What crosses the border between threads beside plain results. */
import { type ErrorCode, HapuiError, type Problem } from '../errors.ts';

/** A `HapuiError` on its way to the main thread: structured cloning would keep only its message. */
export interface WireError {
  readonly wireError: {
    readonly code: ErrorCode;
    readonly problem: Problem;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** Wraps a task so that its `HapuiError`s arrive as such; bugs are thrown on. */
export const task =
  <Input, Output>(work: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output | WireError> => {
    try {
      return await work(input);
    } catch (error) {
      if (!(error instanceof HapuiError)) throw error;
      const { code, problem, data } = error;
      return { wireError: { code, problem, data } };
    }
  };
