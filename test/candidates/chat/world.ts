/** What chat generators are tested with: files in memory, a clock that does not wait, a store that counts. */
import type { Host } from '../../../src/registry.ts';
import type { AnswerParts, AnswerStore, Dialogue, Json } from '../../../src/types.ts';

/** A host whose files are these texts. */
export const hostOf = (files: Readonly<Record<string, string>>, folder = ''): Host => ({
  resolve: (path) => `${folder}/${path}`,
  readFile: async (path) => {
    if (files[path] === undefined) throw new Error(`no ${path}`);
    return Buffer.from(files[path]);
  },
  modelFolder: async () => '',
  remote: async () => Promise.reject(new Error('no thread is needed')),
});

export interface MemoryStore extends AnswerStore {
  readonly values: ReadonlyMap<string, Json>;
}

export const createMemoryStore = (): MemoryStore => {
  const values = new Map<string, Json>();
  const nameOf = (parts: AnswerParts) => JSON.stringify(parts);
  return {
    values,
    get: async (parts) => values.get(nameOf(parts)),
    put: async (parts, answer) => {
      values.set(nameOf(parts), answer);
    },
  };
};

export const dialogueOf = (text: string, index = 0): Dialogue => ({
  id: `d${index}`,
  index,
  text,
  references: [],
});
