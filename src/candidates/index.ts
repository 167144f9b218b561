/** Generators by name: what can stand in `kind` of a system. */
import { fileGenerator } from './file.ts';

export const generators = {
  file: fileGenerator,
} as const;
