/**
 * Plain JavaScript of `src/` for child processes: they start ten times faster than under a TypeScript loader, and a kill
 * hits hapui and not the compiler. Made once per content of `src/`, apart from `dist/`, which may be in the making.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');
const builds = join(tmpdir(), 'hapui-test-builds');

/** What `src/` finds beside itself. */
const beside = ['node_modules', 'package.json', 'configs', 'data', 'models', 'prompts'];

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

interface Source {
  readonly name: string;
  readonly text: string;
}

const sources = (): readonly Source[] =>
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(root, 'src', name), 'utf8') }));

/** Makes `path` by way of a draft beside it: of several test files at the same moment, the first wins. */
const publish = (path: string, make: (draft: string) => void): string => {
  if (existsSync(path)) return path;
  const folder = mkdtempSync(`${path}-`);
  make(folder);
  try {
    renameSync(folder, path);
  } catch {
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
};

/** The compiled text of one file, kept by content: a change costs the files that changed. */
const compiled = ({ name, text }: Source): string => {
  const folder = publish(join(builds, 'files', digest(`${ts.version} ${text}`)), (draft) => {
    const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: name });
    writeFileSync(join(draft, 'module.js'), outputText);
  });
  return join(folder, 'module.js');
};

let made: string | undefined;

/** Folder of the compiled `src/`, as `dist/` would be; the same throughout a test file. */
export const buildSource = (): string => {
  made ??= build();
  return made;
};

const build = (): string => {
  const files = sources();
  mkdirSync(join(builds, 'files'), { recursive: true });
  const folder = publish(join(builds, digest(JSON.stringify([root, files]))), (draft) => {
    for (const name of beside)
      if (existsSync(join(root, name))) symlinkSync(join(root, name), join(draft, name));
    for (const source of files) {
      const path = join(draft, 'dist', source.name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(compiled(source), path);
    }
  });
  return join(folder, 'dist');
};
