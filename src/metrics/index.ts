import { rouge101 } from './rouge-1.0.1.ts';

/** All metrics by the name that a config uses. */
export const metrics = {
  'rouge-1.0.1': rouge101,
} as const;
