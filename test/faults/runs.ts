/** Whole runs in processes of their own, with slow generators that count what they compute; some are killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { openStore } from '../../src/run/store/index.ts';
import { listStore } from '../../src/run/store/logs.ts';
import { buildSource } from './build.ts';

const plugin = join(import.meta.dirname, '..', 'fixtures', 'plugins', 'slow-generator.mjs');

/** Files that must have the same bytes however often a run was killed. */
export const derivedFiles = ['summaries.csv', 'decisions.jsonl', 'scores.jsonl', 'quarantine.jsonl'] as const;

export interface RunSetup {
  readonly dialogues: number;
  /** Options of the generators beside `log`; default: `slow` in threads and `slow-main` with batches of 4. */
  readonly systems?: readonly Readonly<Record<string, unknown>>[];
  /** More keys of the config. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const topics = ['내일 회의 시간을', '점심 메뉴를', '여행 일정을', '새 노트북을', '영화 표를', '이사 날짜를'];

const dialogueText = (n: number): string =>
  `#Person1#: ${topics[n % topics.length]} ${n}번 정할까요? #Person2#: 네, ${n + 1}시에 다시 이야기해요. #Person1#: 좋아요.`;

/** Writes a dataset and a config for it; ids are `d0`, `d1`, …. */
export const writeRun = (folder: string, { dialogues, systems, config }: RunSetup): void => {
  const rows = Array.from({ length: dialogues }, (_, n) => `d${n},"${dialogueText(n)}"\n`);
  writeFileSync(join(folder, 'test.csv'), `fname,dialogue\n${rows.join('')}`);
  const read = rows.map((_, n) => `d${n},${topics[n % topics.length]} ${n}번 정한다\n`);
  writeFileSync(join(folder, 'read.csv'), `fname,summary\n${read.join('')}`);
  const generating = systems ?? [
    { id: 'threads', kind: 'slow', delay: '${DELAY:-3}' },
    { id: 'main', kind: 'slow-main', delay: '${DELAY:-3}', batch: 4 },
  ];
  const log = join(folder, 'computed.log');
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({
      dataset: 'test.csv',
      tokenizer: 'whitespace',
      systems: [{ id: 'read', path: 'read.csv' }, ...generating.map((system) => ({ log, ...system }))],
      plugins: [plugin],
      ...config,
    }),
  );
};

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `hapui ARGV…` in `folder`; it dies with the test that started it. */
export const start = (
  folder: string,
  argv: readonly string[] = ['run'],
  env: Readonly<Record<string, string>> = {},
): Running => {
  const child = spawn(process.execPath, [join(buildSource(), 'cli.js'), ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, out, err }));
  return { child, ended };
};

/** Runs `hapui ARGV…` to its end. */
export const hapui = (
  folder: string,
  argv?: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ended> => start(folder, argv, env).ended;

/** Ids behind a word of the generators' log, in order. */
export const logged = (folder: string, word: 'begun' | 'computed', log = 'computed.log'): string[] => {
  const path = join(folder, log);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => line.slice(word.length + 1));
};

/** Resolves when the generators have computed so many answers in all, or the process has ended. */
export const whenComputed = async (folder: string, { child }: Running, count: number): Promise<void> => {
  while (child.exitCode === null && child.signalCode === null) {
    if (logged(folder, 'computed').length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Stored answers as `stage id`. */
export const storedAnswers = async (folder: string, store = 'outputs/.store'): Promise<string[]> => {
  const path = join(folder, store);
  if (!existsSync(path)) return [];
  const open = await openStore(path, { readOnly: true });
  const found: string[] = [];
  for (const { stage, fingerprint } of (await listStore(path)).logs) {
    for await (const { value } of (await open.stage(stage, fingerprint)).records()) {
      const { candidates } = JSON.parse(value.toString('utf8')) as { candidates: { text: string }[] };
      found.push(`${stage} ${candidates[0]?.text.split(' ')[0]}`);
    }
  }
  await open.close();
  return found;
};

/** Bytes of the derived files, by name. */
export const outputsOf = (folder: string, name = 'ensemble'): Record<string, string> =>
  Object.fromEntries(
    derivedFiles.map((file) => [file, readFileSync(join(folder, 'outputs', name, file), 'utf8')]),
  );

/** Names of temporary files and locks that are left in a folder. */
export const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tmp$|(^|\/)lock\./.test(name),
  );

/** The run ends well after all that happened to it, and nothing is lost, repeated or different from `unbroken`. */
export const checkContinued = async (
  t: Test,
  folder: string,
  unbroken: Readonly<Record<string, string>>,
): Promise<void> => {
  const before = await storedAnswers(folder);
  const computed = logged(folder, 'computed').length;
  const last = await hapui(folder);
  t.equal(last.code, 0, `the run ends well: ${last.err}`);
  const after = await storedAnswers(folder);
  t.equal(new Set(after).size, after.length, 'no answer is stored twice');
  t.equal(
    logged(folder, 'computed').length - computed,
    after.length - before.length,
    'only what was not stored is computed',
  );
  t.strictSame(outputsOf(folder), unbroken, 'bytes equal those of the unbroken run');
  t.same(leftovers(join(folder, 'outputs')), [], 'no temporary file or lock stays');
};
