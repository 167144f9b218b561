/** `--per-row`: a JSON line a row and file, for whoever wants to look closer. */
import { resolve } from 'node:path';
import type { RowScore } from '../../evaluate/score.ts';
import { createAtomicWriter } from '../../run/files.ts';

/** What a line says beside the scores. */
export interface PerRowKey {
  readonly id: string;
  readonly file: string;
  /** Only where several tokenizers were asked for. */
  readonly tokenizer?: string | undefined;
}

export interface PerRowWriter {
  write(key: PerRowKey, types: readonly string[], score: RowScore): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** Starts the file; `status` is on the lines for which the original package raises, with its message. */
export const createPerRowWriter = async (
  path: string,
  cwd: string,
  inputs: readonly string[],
): Promise<PerRowWriter> => {
  const writer = await createAtomicWriter(resolve(cwd, path), {
    inputs: inputs.map((input) => resolve(cwd, input)),
    option: '--per-row',
  });
  return {
    write: (key, types, { parts, error }) => {
      const scores = Object.fromEntries(types.map((type, index) => [type, parts[index]]));
      return writer.write(`${JSON.stringify({ ...key, ...scores, status: error })}\n`);
    },
    commit: async () => {
      await writer.commit();
    },
    abort: () => writer.abort(),
  };
};
