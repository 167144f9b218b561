/**
 * Every error a user can meet: one table of stable codes, few classes, one wording.
 * Wording: where · what was found · what was expected · what to do. `docs/errors.md` lists every code; a test compares.
 */

/** Exit codes of the command line (`docs/errors.md`). */
export const exitCodes = {
  ok: 0,
  internal: 1,
  usage: 2,
  input: 3,
  quarantined: 4,
  stopped: 5,
  checkFailed: 100,
} as const;

export type ExitName = keyof typeof exitCodes;

/** Code → exit name and one sentence for the docs. Codes never change their meaning. */
export const errorCodes = {
  'config-syntax': {
    exit: 'usage',
    about: 'The config is not valid YAML, or uses a part of YAML that hapui refuses.',
  },
  'config-value': { exit: 'usage', about: 'A config key has a value of the wrong type or range.' },
  'config-unknown-key': { exit: 'usage', about: 'The config has a key that hapui does not know.' },
  'config-unknown-name': {
    exit: 'usage',
    about: 'The config names a plugin, system or choice that does not exist.',
  },
  'config-missing': { exit: 'usage', about: 'A required key is absent, or the config file itself is.' },
  'config-variable': { exit: 'usage', about: 'A `${NAME}` names an environment variable that is not set.' },
  'config-secret': { exit: 'usage', about: 'A secret stands in the config as text instead of `${NAME}`.' },
  'config-path': {
    exit: 'usage',
    about: 'A path in the config is absent, of the wrong kind or not allowed.',
  },
  'config-conflict': { exit: 'usage', about: 'Two parts of the config contradict each other.' },
  usage: { exit: 'usage', about: 'The command line has an unknown command, option or value.' },
  'output-folder': {
    exit: 'usage',
    about: 'The output folder cannot be written, or would overwrite an input.',
  },
  plugin: { exit: 'usage', about: 'A plugin module cannot be loaded or does not export definitions.' },
  'missing-dependency': {
    exit: 'usage',
    about: 'A package, program or model that the config needs is not installed.',
  },
  'input-missing': { exit: 'input', about: 'An input file is absent or cannot be read.' },
  'input-encoding': { exit: 'input', about: 'An input file is not valid in its encoding.' },
  'input-format': { exit: 'input', about: 'An input file is not well-formed CSV, TSV, JSONL or gzip.' },
  'input-column': { exit: 'input', about: 'A column that is needed is missing or cannot be recognised.' },
  'input-changed': { exit: 'input', about: 'An input file changed while it was in use.' },
  'input-value': { exit: 'input', about: 'A cell or field has a value of the wrong type.' },
  'input-id': { exit: 'input', about: 'An id is empty, repeated or unknown to the dataset.' },
  'input-empty': {
    exit: 'input',
    about: 'A file has no rows, or an id has nothing that could be its summary.',
  },
  'input-overlap': { exit: 'input', about: 'Dialogues of the dataset are also in `labelled`.' },
  'incompatible-signature': { exit: 'usage', about: 'Scores with different signatures would be compared.' },
  'store-locked': { exit: 'usage', about: 'Another process is writing to this store.' },
  'store-version': { exit: 'usage', about: 'The store was written by a newer version.' },
  'store-corrupt': {
    exit: 'internal',
    about: 'The store is damaged in a way that cannot be repaired by computing again.',
  },
  'model-load': {
    exit: 'usage',
    about: 'A model folder is incomplete, corrupt or of an unsupported layout.',
  },
  generator: { exit: 'quarantined', about: 'A generator failed on a batch.' },
  worker: { exit: 'internal', about: 'The worker threads could not start or died for good.' },
  stopped: {
    exit: 'stopped',
    about: 'The run ended early (budget, deadline, full disk); run it again to continue.',
  },
  'check-failed': { exit: 'checkFailed', about: 'A check that was asked for failed.' },
  internal: { exit: 'internal', about: 'A bug in hapui.' },
} as const satisfies Record<string, { exit: ExitName; about: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** The parts of a message, in the order in which they are printed. */
export interface Problem {
  /** `file:line:column key`, as far as known. */
  readonly where?: string | undefined;
  readonly found: string;
  readonly expected?: string | undefined;
  /** What the user can do about it. */
  readonly fix?: string | undefined;
}

/** Base of all errors that are told to the user without a stack trace. */
export class HapuiError extends Error {
  readonly code: ErrorCode;
  readonly problem: Problem;
  /** Fields for programs: `{file, line, column, ids, …}`. */
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    problem: Problem,
    options: { cause?: unknown; data?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(wording(problem), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.problem = problem;
    this.data = options.data ?? {};
  }

  get exitCode(): number {
    return exitCodes[errorCodes[this.code].exit];
  }
}

/** Something is wrong with the config or the command line. */
export class ConfigError extends HapuiError {}
/** Something is wrong with a file that the user gave. */
export class InputError extends HapuiError {}
/** A model or service did not answer as it must. */
export class GeneratorError extends HapuiError {}
/** The store of answers cannot be used. */
export class StoreError extends HapuiError {}

const wording = ({ where, found, expected, fix }: Problem): string => {
  const head = where ? `${where}: ${found}` : found;
  const body = expected ? `${head}; expected ${expected}` : head;
  return fix ? `${body}. ${fix}` : body;
};

/** `file:line:column`, leaving out what is unknown. */
export const at = (file: string, line?: number, column?: number): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

/** Joins the first few of a list for a message: `a, b, c and 12 more`. */
export const firstFew = (items: readonly string[], limit = 3): string => {
  const shown = items.slice(0, limit).join(', ');
  return items.length > limit ? `${shown} and ${items.length - limit} more` : shown;
};
