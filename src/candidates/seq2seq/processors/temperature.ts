import type { Processor } from './processor.ts';

/** Divides the logits: above 1 the choice becomes wilder, below 1 tamer (`TemperatureLogitsWarper`). */
export const temperature =
  (value: number): Processor =>
  ({ scores }) => {
    for (let token = 0; token < scores.length; token++) scores[token] = scores[token]! / value;
  };
