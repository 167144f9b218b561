import { ConfigError } from '../errors.ts';
import type { Tokenizer } from '../types.ts';
import { scriptShares } from './script.ts';

const probe = '한국어';

/**
 * Why `tokenizer` cannot be used on `texts`, or undefined where it can. The one of `rouge_score` deletes Hangul: equal Korean
 * summaries would score 0, silently. Whatever it is called, a tokenizer that leaves nothing of a Korean word is refused for
 * texts with more Hangul than Latin letters.
 */
export const refusesHangul = async (
  tokenizer: Tokenizer,
  texts: Iterable<string>,
): Promise<string | undefined> => {
  if (!isMostlyHangul(texts)) return undefined;
  const [tokens] = await tokenizer.tokenize([probe]);
  return tokens?.length === 0
    ? `the tokenizer ${tokenizer.signature} deletes Hangul, so equal Korean texts would score 0`
    : undefined;
};

/** Throws where `refusesHangul` has a reason. */
export const assertKeepsHangul = async (
  tokenizer: Tokenizer,
  texts: Iterable<string>,
  where?: string,
): Promise<void> => {
  const found = await refusesHangul(tokenizer, texts);
  if (found === undefined) return;
  throw new ConfigError(
    'config-conflict',
    {
      where,
      found,
      expected: 'a tokenizer that keeps it',
      fix: 'Use character, word or morpheme with these texts.',
    },
    { data: { tokenizer: tokenizer.signature } },
  );
};

const isMostlyHangul = (texts: Iterable<string>): boolean => {
  let surplus = 0;
  for (const text of texts) {
    const { hangul, latin, letters } = scriptShares(text);
    surplus += (hangul - latin) * letters;
  }
  return surplus > 0;
};
