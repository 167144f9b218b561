/** All writing of hapui's own files goes through here (the store's log, which only grows, opens its file itself). */
export {
  type AtomicOptions,
  type AtomicWriter,
  checkOutputFile,
  createAtomicWriter,
  removeStaleTemporaries,
  syncFolder,
  type Written,
  writeAtomic,
} from './files/atomic.ts';
export { writeFailure, writing } from './files/failures.ts';
export {
  inspectOutputFolder,
  isInside,
  type OutputFolder,
  type OutputFolderOptions,
  openOutputFolder,
} from './files/folder.ts';
export { createSpool, type Spool, type SpoolFile } from './files/spool.ts';
