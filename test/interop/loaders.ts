/** Runs the scripts of this folder: what trainers' own loaders make of files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
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
const layOut = (cases: readonly Case[]): string => {
  const root = mkdtempSync(join(tmpdir(), 'hapui-interop-'));
  const list = cases.map(({ name, format, content, maxTokens, trimming }, index) => {
    const folder = join(root, String(index));
    mkdirSync(folder);
    writeFileSync(join(folder, 'train.jsonl'), content);
    const files = pairFormats[format].files?.({
      name: 'run',
      splits: [{ split: 'train', file: 'train.jsonl', rows: 12 }],
      keys: keysOf(format, content),
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
  const path = join(root, 'cases.json');
  writeFileSync(path, JSON.stringify(list));
  return path;
};

const keysOf = (format: PairFormatName, content: string | Buffer): readonly string[] => {
  if (format === 'llamafactory') {
    const first = String(content).split('\n', 1)[0] ?? '';
    return ['instruction', 'system', 'history', 'chosen', 'rejected'].filter((key) =>
      first.includes(`"${key}":`),
    );
  }
  return ['conversations', 'system', 'chosen', 'rejected'];
};

/** Why the loader cannot be asked; undefined where it can. */
export const whyNot = (loader: LoaderName): string | undefined => {
  const [, python] = loaders[loader];
  if (!python) return 'HAPUI_PYTHON names no Python with trl and datasets';
  const [answer] = run(loader, []) as readonly { skipped?: string }[];
  return answer?.skipped === undefined ? undefined : `${python} has no ${loader}: ${answer.skipped}`;
};

const run = (loader: LoaderName, cases: readonly Case[]): readonly unknown[] => {
  const [script, python] = loaders[loader];
  const text = execFileSync(python ?? '', [join(import.meta.dirname, script), layOut(cases)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
};

/** What the loader makes of each case, by name. */
export const load = (loader: LoaderName, cases: readonly Case[]): ReadonlyMap<string, Answer> =>
  new Map((run(loader, cases) as readonly Answer[]).map((answer) => [answer.name, answer]));
