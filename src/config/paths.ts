/** Names and absolute paths of the files that a config names. */
import { basename, resolve } from 'node:path';
import { type Env, resolveVariables } from './variables.ts';

/** Compares by code point, the same on every machine. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A system's id: the file name without `.gz` and its extension. */
export const idOfFile = (path: string): string =>
  basename(path)
    .replace(/\.gz$/iu, '')
    .replace(/(?<=.)\.[^.]+$/u, '')
    .normalize('NFC');

/** Absolute path of a path of the config; throws `config-variable` where a variable in it is not set. */
export const resolvePath = ({ folder }: { readonly folder: string }, path: string, env: Env): string =>
  resolve(folder, resolveVariables(path, env));
