/** Tokens of slow tokenizers: made once, kept in the store, looked up after that. */
import type { Tokenizer, Tokens } from '../types.ts';
import { createKeys, fingerprintOf, type StageParts } from './keys.ts';
import type { Store } from './store/index.ts';

/** Gives the tokens of texts; equal texts are tokenised once, in this run or an earlier one. */
export interface TokenService {
  readonly signature: string;
  tokensOf(texts: readonly string[]): Promise<ReadonlyMap<string, Tokens>>;
  readonly stats: { readonly found: number; readonly made: number };
  close(): Promise<void>;
}

/** A service over `tokenizer` and the stage of the store that belongs to its signature. */
export const openTokenService = async (
  tokenizer: Tokenizer,
  store: Store,
  keep: boolean,
): Promise<TokenService> => {
  const parts: StageParts = { stage: 'tokens', options: {}, identity: tokenizer.signature };
  const stage = await store.stage('tokens', fingerprintOf(parts));
  const keyOf = createKeys(parts);
  const stats = { found: 0, made: 0 };
  /** Texts being tokenised right now, so that two windows do not both ask for one. */
  const pending = new Map<string, Promise<Tokens>>();

  const stored = async (key: Uint8Array): Promise<Tokens | undefined> => {
    if (!stage.has(key)) return undefined;
    const value = await stage.get(key);
    if (value === undefined) return undefined;
    stats.found += 1;
    return JSON.parse(value.toString('utf8')) as Tokens;
  };

  const make = async (texts: readonly string[], keys: readonly Uint8Array[]): Promise<readonly Tokens[]> => {
    const lists = await tokenizer.tokenize(texts);
    if (keep)
      await Promise.all(lists.map((tokens, place) => stage.put(keys[place]!, JSON.stringify(tokens))));
    stats.made += texts.length;
    return lists;
  };

  return {
    signature: tokenizer.signature,
    stats,
    tokensOf: async (texts) => {
      const found = new Map<string, Tokens>();
      const missing: { text: string; key: Uint8Array }[] = [];
      for (const text of new Set(texts)) {
        const key = keyOf({ prompt: '', seed: 0, candidate: 0, text });
        const tokens = (await pending.get(text)) ?? (await stored(key));
        if (tokens) found.set(text, tokens);
        else missing.push({ text, key });
      }
      const making = make(
        missing.map(({ text }) => text),
        missing.map(({ key }) => key),
      );
      for (const [place, { text }] of missing.entries()) {
        const one = making.then((lists) => lists[place]!);
        // Whoever waits for it hears of a failure; the one who makes it does so below in any case.
        one.catch(() => {});
        pending.set(text, one);
      }
      try {
        const lists = await making;
        for (const [place, { text }] of missing.entries()) found.set(text, lists[place]!);
      } finally {
        for (const { text } of missing) pending.delete(text);
      }
      return found;
    },
    close: async () => tokenizer.close?.(),
  };
};
