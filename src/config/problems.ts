/** Collects everything that is wrong with a config, so that one error tells all of it. */
import { ConfigError, type ErrorCode, type Problem } from '../errors.ts';
import { type KeyPath, keyText, locate, type Source } from './position.ts';
import { hasSecretShape } from './secret-shape.ts';

/** One thing that is wrong, where it stands and what to do. */
export interface ConfigProblem {
  readonly code: ErrorCode;
  readonly where: string;
  readonly key: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly override: string | undefined;
  readonly found: string;
  readonly expected: string | undefined;
  readonly fix: string | undefined;
}

/** What a check says; the collector adds the place. */
export interface Finding extends Omit<Problem, 'where'> {
  readonly code: ErrorCode;
  readonly path: KeyPath;
  /** Point at the key instead of its value. */
  readonly side?: 'key' | 'value';
}

/** Collector of problems in one config. */
export interface Problems {
  readonly list: readonly ConfigProblem[];
  add(finding: Finding): void;
  /** Throws one error that tells all problems, in the order of the file. */
  throwIfAny(): void;
}

/** An error is at most this many lines on screen; one is kept for the count of the rest. */
const maxLines = 12;
/** Enough to tell; a file that is not a config at all has as many problems as lines. */
const maxProblems = 100;

/** Creates the collector of problems in `source`. */
export const createProblems = (source: Source): Problems => {
  const list: ConfigProblem[] = [];
  let untold = 0;
  return {
    list,
    add({ code, path, side, found, expected, fix }) {
      if (list.length === maxProblems) {
        untold++;
        return;
      }
      const { where, line, column, override } = locate(source, path, side);
      list.push({ code, where, key: keyText(path), line, column, override, found, expected, fix });
    },
    throwIfAny() {
      if (list.length > 0) throw problemsError(source.file, list, untold);
    },
  };
};

/** One error for a list of problems, and `untold` more; its code is the first one's. */
export const problemsError = (file: string, found: readonly ConfigProblem[], untold = 0): ConfigError => {
  const list = [...found].sort(byPlace);
  const first = list[0] as ConfigProblem;
  const lines = list.map((problem) => new ConfigError(problem.code, wordingOf(problem)).message);
  const { code, line, column, key, override } = first;
  const data = { file, line, column, key, override, problems: list };
  if (list.length === 1) return new ConfigError(code, wordingOf(first), { data });
  return new ConfigError(code, { found: shortened(lines, untold).join('\n') }, { data });
};

const shortened = (lines: readonly string[], untold: number): readonly string[] => {
  if (lines.length + untold < maxLines) return lines;
  const told = lines.slice(0, maxLines - 2);
  return [...told, `and ${lines.length - told.length + untold} more problems`];
};

const wordingOf = ({ where, key, override, found, expected, fix }: ConfigProblem): Problem => {
  const isSaid = key === '' || key === override?.replace(/\.(\d+)(?=\.|$)/gu, '[$1]');
  const named = isSaid ? where : `${where} ${key}`;
  return { where: named, found, expected, fix };
};

// problems of overrides have no line: they come last
const byPlace = (a: ConfigProblem, b: ConfigProblem): number => {
  const [lineA, lineB] = [a.line ?? Number.MAX_SAFE_INTEGER, b.line ?? Number.MAX_SAFE_INTEGER];
  return lineA - lineB || (a.column ?? 0) - (b.column ?? 0);
};

const maxShown = 60;

/** A value for a message: one line, cut, quoted as JSON. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a map of keys';
  const text = JSON.stringify(value) ?? String(value);
  if (hasSecretShape(text)) return 'a secret';
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
};
