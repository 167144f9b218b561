import { chat } from './chat.ts';
import { sentences } from './sentences.ts';

/** Mergers by name: what can stand in `kind` of `ensemble.merge`. */
export const mergers = { sentences, chat } as const;
