/** Temporary files, made by whoever may write: for inputs that cannot be sought in and are out of order. */

import { at, InputError } from '../errors.ts';

/** A temporary file being written. */
export interface SpoolFile {
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** A place for temporary files. */
export interface Spool {
  /** A new empty file; `name` says in errors what it holds. */
  create(name: string): Promise<SpoolFile>;
}

/** For whoever cannot offer temporary files: inputs that need one are refused. */
export const noSpool: Spool = {
  async create(name) {
    throw new InputError(
      'input-format',
      {
        where: at(name),
        found: 'the rows are out of order, in a file that must be unpacked or decoded first',
        expected: 'rows in order, or plain UTF-8',
        fix: 'Unpack the file and save it as UTF-8.',
      },
      { data: { file: name } },
    );
  },
};
