/** What crosses the border between threads beside plain results. */
import { type ErrorCode, HapuiError, type Problem } from '../errors.ts';
import { withBrake } from './brake.ts';

/** A `HapuiError` on its way to the main thread: structured cloning would keep only its message. */
export interface WireError {
  readonly wireError: {
    readonly code: ErrorCode;
    readonly problem: Problem;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A thread's word that it is ready and begins the task of this ticket: from now on the time of its items runs. */
export interface Begun {
  readonly begun: number;
}

/** What a task gets: its input, and the cells of its brake. */
export interface Braked<Input> {
  readonly input: Input;
  readonly cells: Int32Array;
}

/**
 * Wraps a task so that whatever it throws comes back as a reply. A rejected task then means one thing only: its thread
 * died or was ended. Its signal is aborted when it should end by itself.
 */
export const task =
  <Input, Output>(work: (input: Input, signal: AbortSignal) => Promise<Output>) =>
  async ({ input, cells }: Braked<Input>): Promise<Output | WireError> => {
    try {
      return await withBrake(cells, (signal) => work(input, signal));
    } catch (error) {
      return { wireError: wireOf(error) };
    }
  };

const wireOf = (error: unknown): WireError['wireError'] => {
  if (error instanceof HapuiError) {
    const { code, problem, data } = error;
    return { code, problem, data };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'internal', problem: { found: message }, data: { stack } };
};
