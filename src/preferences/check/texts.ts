/** A preference example made of plain texts, with its prompt apart (explicit) or inside both sides (implicit). */
import { type Add, type Answer, type Example, excerpt } from './loader.ts';

/** With `prompt` apart; answers are appended to it as they are. */
export const explicitTexts = (prompt: string, answers: readonly Answer[], add: Add): Example => {
  if (prompt !== '' && answers.every(({ text }) => text.startsWith(prompt)))
    add(
      'prompt-repeated',
      'mangle',
      'the answers begin with the prompt, which is also given apart: it is there twice',
    );
  const unbounded = answers.find(({ text }) => /\S$/u.test(prompt) && /^\S/u.test(text));
  if (unbounded)
    add(
      'boundary',
      'warn',
      `${unbounded.name} follows the prompt without white space: tokens may merge there, and the end of the prompt is left out then`,
    );
  return { prompt, answers, templated: false };
};

/**
 * With the prompt inside both texts: `extract_prompt` takes the characters that they have in common, less a space at the end. What
 * both answers begin with goes to the prompt; where one text begins with the whole other, its last character is left.
 */
export const implicitTexts = (chosen: string, rejected: string, add: Add): Example => {
  const [one, other] = [[...chosen], [...rejected]];
  const shorter = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared++;
  const isWhole = shared === shorter;
  if (isWhole) shared = Math.max(0, shorter - 1);
  else if (one[shared - 1] === ' ') shared--;
  const prompt = one.slice(0, shared).join('');
  const rest = (text: readonly string[]): string => text.slice(shared).join('');
  const reachesIn = isWhole || !/[\n:：>\]]\s*$/u.test(prompt);
  if (chosen !== rejected && reachesIn)
    add(
      'common-prefix',
      'mangle',
      `the prompt is what both texts begin with and ends in ${excerpt(prompt.slice(-12))}; the answers are ${excerpt(rest(one))} and ${excerpt(rest(other))}`,
    );
  const isSame = chosen === rejected;
  return {
    prompt,
    answers: [
      { name: 'chosen', text: isSame ? chosen : rest(one).replace(/^ /, '') },
      { name: 'rejected', text: isSame ? rejected : rest(other).replace(/^ /, '') },
    ],
    templated: false,
  };
};
