/** What an asker needs to know of whoever asks. */
import type { GeneratorContext } from '../../types.ts';

/** The seed of the run, the answers that are kept and the budget: generators, scorers and mergers have all of it. */
export type AskContext = Pick<GeneratorContext, 'seed' | 'answers' | 'purse'>;
