/** Pieces that all searches share. */
import type { DecoderStep } from '../../models/seq2seq-model.ts';
import type { Decoder } from '../../models/token-scores.ts';

/** A step that is filled in again and again. */
export type OpenStep = { -readonly [key in keyof DecoderStep]: DecoderStep[key] };

/** An empty step with room for `rows`. */
export const newStep = (rows: number): OpenStep => ({
  rows: 0,
  tokens: new Int32Array(rows),
  parents: new Int32Array(rows),
  kept: [],
});

/** Views of the first rows of a matrix. */
export const rowsOf = (scores: Float32Array, rows: number, width: number): Float32Array[] =>
  Array.from({ length: rows }, (_, row) => scores.subarray(row * width, (row + 1) * width));

/** Views of the scores of a decoder's last step. */
export const scoreRows = ({ scores, vocabulary }: Decoder, rows: number): Float32Array[] =>
  rowsOf(scores, rows, vocabulary);
