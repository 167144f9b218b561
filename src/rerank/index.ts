/** Scorers by name: what can stand in `kind` of an entry of `rerank`. */
import { crossEncoder } from './cross-encoder.ts';
import { embedding } from './embedding.ts';
import { judge } from './judge/judge.ts';

export const scorers = { 'cross-encoder': crossEncoder, embedding, judge } as const;
