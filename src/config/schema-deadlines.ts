/** `deadlines`: how long hapui waits before it calls something hung. */
import { z } from 'zod';

const seconds = z.number().positive().max(86_400);

export const deadlinesSchema = z.strictObject({
  item_seconds: seconds
    .default(600)
    .describe(
      'Time for one item of work in a worker, and for a tokenizer program to answer a list of texts.',
    ),
  start_seconds: seconds.default(300).describe('Time for a worker to start, its model included.'),
  grace_seconds: seconds.default(10).describe('Time for work in flight after the first Ctrl-C.'),
});
