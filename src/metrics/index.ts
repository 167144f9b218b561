/** Every metric of hapui. To add one: its file and its line here. */
import { rouge101 } from './rouge-1.0.1.ts';
import { rougeScore } from './rouge-score.ts';

/** Metrics by name. */
export const metrics = {
  'rouge-1.0.1': rouge101,
  'rouge-score': rougeScore,
} as const;
