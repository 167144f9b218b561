/** A tokenizer that is a program of the user's: texts in, a line each; tokens out, separated by spaces, a line each. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { RemoteTokenizer } from '../registry.ts';
import { pythonSplit } from '../text/python.ts';
import type { Tokens } from '../types.ts';

/** A program that has not answered by then never will. */
const defaultTimeoutMs = 600_000;

/** Most bytes that a program may answer an input with. */
const mostOutput = (input: string): number => 2 ** 20 + 64 * Buffer.byteLength(input);

/** Line ends of any kind inside a text would make two texts of it. */
const lineEnds = /[\r\n\v\f\x85\u2028\u2029]+/g;

/**
 * A tokenizer from `command` (program, arguments; no shell). The program is started for every list of texts: many programs
 * hold their output back until their input ends, so a conversation with one that stays alive would hang.
 */
export const createCommandTokenizer = async (
  command: readonly string[],
  { timeoutMs = defaultTimeoutMs }: { timeoutMs?: number | undefined } = {},
): Promise<RemoteTokenizer> => {
  const stop = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  return {
    version: await fingerprint(command),
    tokenize: (texts) => {
      // One process at a time: the caller's concurrency is not the machine's.
      const answer = last.then(() =>
        texts.length === 0
          ? []
          : ask(command, texts, AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)])),
      );
      last = answer.catch(() => {});
      return answer;
    },
    close: async () => {
      stop.abort();
      await last;
    },
  };
};

const ask = async (
  command: readonly string[],
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Tokens[]> => {
  const input = texts.map((text) => `${text.replace(lineEnds, ' ')}\n`).join('');
  const output = await converse(command, input, signal);
  const lines = output.replace(/\n$/, '').split('\n');
  if (lines.length === texts.length) return lines.map(pythonSplit);
  throw wrong(
    command,
    `${lines.length} lines for ${texts.length} texts`,
    'one line of tokens a line of input',
  );
};

const converse = (
  [program = '', ...args]: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { killSignal: 'SIGKILL', signal });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    // No tokens of these texts are that long: a program that writes without end would fill the memory.
    let room = mostOutput(input);
    child.stdout.on('data', (chunk: Buffer) => {
      room -= chunk.length;
      if (room >= 0) stdout.push(chunk);
      else if (child.kill('SIGKILL'))
        reject(
          wrong(
            [program, ...args],
            `more than ${mostOutput(input)} bytes`,
            'one line of tokens a line of input',
          ),
        );
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that stops reading says why by its exit code.
    child.stdin.on('error', () => {});
    child.on('error', (cause) => {
      const { name } = (signal.reason ?? {}) as Partial<Error>;
      if (!signal.aborted) reject(notStarted(program, cause));
      else reject(unanswered([program, ...args], name === 'TimeoutError'));
    });
    child.on('close', (code, killed) => {
      if (code === 0) return resolve(Buffer.concat(stdout).toString());
      const [firstLine = ''] = Buffer.concat(stderr).toString().trim().split('\n');
      const end = code === null ? `stopped by ${killed}` : `exit code ${code}`;
      reject(wrong([program, ...args], `${end} ${firstLine}`.trim(), 'exit code 0'));
    });
    child.stdin.end(input);
  });

const unanswered = (command: readonly string[], isLate: boolean): ConfigError =>
  new ConfigError(
    'config-value',
    {
      where: 'tokenizer.command',
      found: `${command.join(' ')} gave no answer ${isLate ? 'in time' : 'before it was stopped'}`,
      fix: isLate ? 'Raise deadlines.item_seconds, if it is slow and not hung.' : undefined,
    },
    { data: { command } },
  );

const notStarted = (program: string, cause: Error): ConfigError =>
  new ConfigError(
    'missing-dependency',
    {
      where: 'tokenizer.command',
      found: `${program} cannot be started (${cause.message})`,
      fix: 'Install it, or name its path.',
    },
    { cause, data: { program } },
  );

const wrong = (command: readonly string[], found: string, expected: string): ConfigError =>
  new ConfigError(
    'config-value',
    { where: 'tokenizer.command', found: `${command.join(' ')} gave ${found}`, expected },
    { data: { command } },
  );

/**
 * Tokens are kept by this: the hash of the program and of every argument that is a file, e.g. a script. What the program
 * reads by itself (a dictionary) is not seen.
 */
const fingerprint = async ([program = '', ...args]: readonly string[]): Promise<string> => {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  const hash = createHash('sha256');
  hash.update((await firstFile(folders.map((folder) => join(folder, program)))) ?? program);
  for (const arg of args) hash.update('\0').update((await firstFile([arg])) ?? arg);
  return hash.digest('hex').slice(0, 16);
};

const firstFile = async (paths: readonly string[]): Promise<Uint8Array | undefined> => {
  for (const path of paths) {
    // A device, such as /dev/urandom, might never end.
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    const bytes = isFile ? await readFile(path).catch(() => undefined) : undefined;
    if (bytes !== undefined) return bytes;
  }
  return undefined;
};
