/** Pieces of zod schemas that several plugins' options share. Key names are those of the YAML, everywhere. */
import { z } from 'zod';

/** Positive whole number. */
export const count = z.int().min(1);
/** Whole number from 0. */
export const wholeNumber = z.int().min(0);
/** Share of something, 0–1. */
export const share = z.number().min(0).max(1);
/** Relative weight: finite, not negative. */
export const weight = z.number().min(0);
/** A name that is used in file names and reports: no path, no control character. */
export const plainName = z
  .string()
  .min(1)
  .max(120)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^(?!\.{1,2}$)[^/\\\u0000-\u001f\u007f]+$/u, 'a name without path separators or control characters');
