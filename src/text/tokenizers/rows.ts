import type { Tokenizer, Tokens } from '../../types.ts';

/** A text that may have brought its tokens along. */
export interface Row {
  readonly text: string;
  readonly tokens?: Tokens;
}

/** The tokens of each row: those that came with it, else the tokenizer's. Equal texts are given to it once. */
export const tokensOf = async (rows: readonly Row[], tokenizer: Tokenizer): Promise<readonly Tokens[]> => {
  const missing = [...new Set(rows.filter((row) => row.tokens === undefined).map((row) => row.text))];
  const computed = await tokenizer.tokenize(missing);
  const ofText = new Map(missing.map((text, i) => [text, computed[i] ?? []]));
  return rows.map((row) => row.tokens ?? ofText.get(row.text) ?? []);
};
