import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Host } from '../../../src/registry.ts';

/** A host for tests: files relative to the repository, nothing else unless given. */
export const testHost = (parts: Partial<Host> = {}): Host => ({
  resolve: (path) => resolve(path),
  readFile: (path) => readFile(path),
  modelFolder: async (name) => {
    throw new Error(`unexpected: model ${name}`);
  },
  remote: async (kind) => {
    throw new Error(`unexpected: remote ${kind}`);
  },
  ...parts,
});
