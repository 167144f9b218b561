/** Runs the scripts of this folder: what trainers' own loaders make of files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PairFormatName, pairFormats } from '../../src/preferences/formats/index.ts';

export interface Case {
  readonly name: string;
  readonly format: PairFormatName;
  readonly content: string | Buffer;
  readonly maxTokens?: number | undefined;
  /** With a chat template that trims contents. */
  readonly trimming?: boolean;
}

export interface Answer {
  readonly name: string;
  readonly error?: string;
  readonly rows?: readonly Readonly<Record<string, string | number | boolean | null>>[];
}

/** Script and Python of each loader; a package may need an environment of its own. */
const loaders = {
  trl: ['trl_loader.py', process.env.HAPUI_PYTHON],
  llamafactory: ['llamafactory_loader.py', process.env.HAPUI_PYTHON_LLAMAFACTORY ?? process.env.HAPUI_PYTHON],
  axolotl: ['axolotl_loader.py', process.env.HAPUI_PYTHON_AXOLOTL ?? process.env.HAPUI_PYTHON],
} as const;

export type LoaderName = keyof typeof loaders;

/** Which loader reads a format; OpenAI's files are read by its service alone. */
export const loaderOf = (format: PairFormatName): LoaderName | undefined => {
  if (format === 'openai') return undefined;
  if (format.startsWith('llamafactory')) return 'llamafactory';
  return format === 'axolotl' ? 'axolotl' : 'trl';
};

/** Puts every case into a folder of its own, with the further files of its format. */
const layOut = (root: string, cases: readonly Case[]): readonly { readonly name: string }[] => {
  return cases.map(({ name, format, content, maxTokens, trimming }, index) => {
    const folder = join(root, String(index));
    mkdirSync(folder);
    writeFileSync(join(folder, 'train.jsonl'), content);
    const files = pairFormats[format].files?.({
      name: 'run',
      splits: [{ split: 'train', file: 'train.jsonl', rows: 12 }],
      keys: keysOf(content),
    });
    for (const [file, text] of Object.entries(files ?? {})) writeFileSync(join(folder, file), text);
    return {
      name,
      format,
      folder,
      file: 'train.jsonl',
      dataset: 'run_train',
      max_tokens: maxTokens,
      trimming,
    };
  });
};

/** Which of the columns that `dataset_info.json` may name the rows have. */
const keysOf = (content: string | Buffer): readonly string[] => {
  const first = String(content).split('\n', 1)[0] ?? '';
  const columns = ['instruction', 'conversations', 'system', 'history'].filter((key) =>
    first.includes(`"${key}":`),
  );
  return [...columns, 'chosen', 'rejected'];
};

/** Why the loader cannot be asked at all; undefined where there is a Python to ask. */
export const whyNot = (loader: LoaderName): string | undefined =>
  loaders[loader][1] ? undefined : 'HAPUI_PYTHON names no Python with trl and datasets';

const run = (loader: LoaderName, cases: readonly Case[]): readonly unknown[] => {
  const [script, python] = loaders[loader];
  const root = mkdtempSync(join(tmpdir(), 'hapui-interop-'));
  try {
    return ask(script, python ?? '', layOut(root, cases));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** Runs `script` on a list of cases and reads its answers, one JSON line each. Its caches go with its folder. */
export const ask = (
  script: string,
  python: string,
  cases: readonly { readonly name: string }[],
): readonly unknown[] => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-interop-'));
  try {
    const path = join(folder, 'cases.json');
    writeFileSync(path, JSON.stringify(cases));
    const text = execFileSync(python, [join(import.meta.dirname, script), path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
      env: { ...process.env, TMPDIR: folder },
    });
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What the loader makes of each case, by name; or why its package is not there. */
export const load = (
  loader: LoaderName,
  cases: readonly Case[],
): ReadonlyMap<string, Answer> | { readonly skipped: string } => {
  const answers = run(loader, cases) as readonly (Answer | { readonly skipped: string })[];
  const [first] = answers;
  if (first && 'skipped' in first) return first;
  return new Map((answers as readonly Answer[]).map((answer) => [answer.name, answer]));
};
