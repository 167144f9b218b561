/** Generators by name: what can stand in `kind` of a system. */
import { chain } from './chain/chain.ts';
import { chat } from './chat/chat.ts';
import { fileGenerator } from './file.ts';
import { seq2seq } from './seq2seq/seq2seq.ts';

export const generators = {
  chain,
  chat,
  file: fileGenerator,
  seq2seq,
} as const;
