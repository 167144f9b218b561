/** Gathers what cannot be opened, such as models that are not there: a user wants to hear of all of them at once. */
import { type ConfigProblem, problemsError } from '../config/index.ts';
import { exitCodes, HapuiError } from '../errors.ts';

/** Collector of refusals, whatever is opened. */
export interface Refusals {
  /**
   * Opens one thing. What comes back gives it, and throws where it was refused. Failures that the user cannot mend are thrown at
   * once.
   */
  attempt<T>(open: () => Promise<T>): Promise<() => T>;
  /** Throws what was refused: the error itself, or one that tells of all. */
  throwIfAny(): void;
}

/** Starts gathering; `file`: the config that asks for all of it. */
export const gatherRefusals = (file: string): Refusals => {
  const refused: HapuiError[] = [];
  return {
    attempt: async (open) => {
      try {
        const opened = await open();
        return () => opened;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refused.push(error);
        return () => {
          throw error;
        };
      }
    },
    throwIfAny: () => {
      const [first] = refused;
      if (first === undefined) return;
      // systems may share a model that is not there
      const problems = new Map(refused.flatMap(problemsOf).map((each) => [JSON.stringify(each), each]));
      throw problems.size === 1 ? first : problemsError(file, [...problems.values()]);
    },
  };
};

const isRefusal = (error: unknown): error is HapuiError =>
  error instanceof HapuiError && error.exitCode === exitCodes.usage;

/** The problems that an error tells: those it was joined from, or its own. */
const problemsOf = ({ code, problem, data }: HapuiError): readonly ConfigProblem[] => {
  if (Array.isArray(data.problems)) return data.problems as readonly ConfigProblem[];
  const { where = '', found, expected, fix } = problem;
  return [
    { code, where, key: '', line: undefined, column: undefined, override: undefined, found, expected, fix },
  ];
};
