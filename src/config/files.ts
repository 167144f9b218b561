/** Paths and patterns of a config: relative to its folder, there, and sorted. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { firstFew } from '../errors.ts';
import { nearest } from '../registry.ts';
import type { Draft } from './draft.ts';
import { byCodePoint } from './paths.ts';
import type { KeyPath } from './position.ts';
import { shown } from './problems.ts';
import { hasReference, substituted } from './variables.ts';

/** Absolute path of a path of the config while it is checked: unset variables are told elsewhere. */
export const absolute = ({ folder, env }: Pick<Draft, 'folder' | 'env'>, path: string): string =>
  resolve(folder, substituted(path, env));

/** The same for two paths of one file; the absolute path where there is no file. */
export const identity = async (draft: Draft, path: string): Promise<string> => {
  const file = absolute(draft, path);
  return realpath(file).catch(() => file);
};

/** Whether `written` is a file; adds a problem with the nearest names where it is not. */
export const checkFile = async (draft: Draft, written: string, path: KeyPath): Promise<boolean> => {
  const file = absolute(draft, written);
  const kind = await kindOf(file);
  if (kind === 'file') return true;
  const isFolder = kind === 'folder';
  draft.problems.add({
    code: 'config-path',
    path,
    found: isFolder ? `${shown(written)} is a folder` : `there is no file ${shown(written)}`,
    expected: 'a file, relative to the config’s folder',
    fix: isFolder
      ? `Write ${written.replace(/\/+$/u, '')}/*.csv for the files in it.`
      : await neighbours(file),
  });
  return false;
};

/**
 * The files that `written`, a path or pattern, stands for: as the config would name them, by code point.
 * A file whose very name looks like a pattern is that file. Adds a problem where there is none.
 */
export const filesOf = async (draft: Draft, written: string, path: KeyPath): Promise<readonly string[]> => {
  const { base, pattern } = splitPattern(written);
  if (pattern === '' || (await kindOf(absolute(draft, written))) === 'file')
    return (await checkFile(draft, written, path)) ? [written] : [];
  if (hasReference(pattern)) {
    draft.problems.add({
      code: 'config-path',
      path,
      found: 'a variable inside a pattern',
      expected: 'variables in the folder before the pattern only',
    });
    return [];
  }
  const found = await glob(pattern, { cwd: absolute(draft, base || '.'), expandDirectories: false });
  if (found.length === 0)
    draft.problems.add({
      code: 'config-path',
      path,
      found: `no file matches ${shown(written)}`,
      expected: 'at least one file',
      fix: await neighbours(absolute(draft, written)),
    });
  return found.map((file) => base + file).sort(byCodePoint);
};

// the part with variables stays as written: values of variables never enter the config
const splitPattern = (written: string): { base: string; pattern: string } => {
  const parts = written.split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part.replace(/\$\{[^}]*\}/gu, '')));
  if (first < 0) return { base: written, pattern: '' };
  const base = parts
    .slice(0, first)
    .map((part) => `${part}/`)
    .join('');
  return { base, pattern: parts.slice(first).join('/') };
};

const kindOf = async (file: string): Promise<'file' | 'folder' | 'nothing'> => {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'nothing';
  } catch {
    return 'nothing'; // absent, unreadable, or no valid path at all
  }
};

const neighbours = async (file: string): Promise<string | undefined> => {
  const entries = await readdir(dirname(file), { withFileTypes: true }).catch(() => undefined);
  if (!entries) return 'There is no such folder.';
  const names = entries.filter((each) => !each.name.startsWith('.')).map((each) => each.name);
  const near = nearest(basename(file), names.sort(byCodePoint));
  if (near !== undefined) return `Did you mean "${near}"?`;
  return names.length > 0 ? `That folder has ${firstFew(names)}.` : 'That folder is empty.';
};
