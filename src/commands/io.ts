import type { Secret } from '../text/redact.ts';

/** What a command may touch of the outside world; tests give their own. */
export interface Io {
  /** Results; nothing else goes to standard output. */
  readonly out: (text: string) => void;
  /** Progress, warnings, errors. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Shows these values never again; absent where nobody looks. */
  readonly hide?: ((secrets: readonly Secret[]) => void) | undefined;
  /** Whether standard error is a terminal: a progress bar there, a line every 10 s elsewhere. */
  readonly isTerminal: boolean;
  /** Wall clock in milliseconds: for progress and the manifest only, never for results. */
  readonly now: () => number;
}

/** The world of a real process. */
export const processIo = (): Io => ({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  isTerminal: process.stderr.isTTY === true,
  now: () => Date.now(),
});

/** What a shell says of a process that SIGPIPE ended. */
const pipeClosed = 141;

/** Ends the process quietly where whoever read its results has gone, as `head -1` does. */
export const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(pipeClosed);
  });
};
