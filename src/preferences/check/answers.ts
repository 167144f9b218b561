/** What is wrong with the texts of an example, whatever format they came in. */

import { endTokenOf, specialTokenOf, withoutEndToken } from '../special-tokens.ts';
import { type Add, type Example, excerpt, type Loader } from './loader.ts';

export const checkAnswers = (example: Example, loader: Loader, add: Add): void => {
  const { prompt, answers } = example;
  if (prompt.trim() === '')
    add('empty-prompt', 'mangle', 'the prompt is empty: the answers are learned without it');
  for (const { name, text } of answers) {
    const [emptyEffect, whenEmpty] = loader.emptySide;
    if (text.trim() === '') add('empty-side', emptyEffect, `${name} is empty: ${whenEmpty}`);
    else if (text.trim() !== text) {
      const [effect, consequence] = loader.edgeSpace;
      add('edge-space', effect, `${name} begins or ends with white space: ${consequence}`);
    }
  }
  checkSides(example, add);
  checkTokens(example, add);
  const decomposed = [prompt, ...answers.map(({ text }) => text)].some((text) =>
    /[\u1100-\u11ff]/u.test(text),
  );
  if (decomposed)
    add(
      'not-nfc',
      'warn',
      'Hangul is written in single letters (NFD): it becomes several times as many tokens as in NFC',
    );
};

const checkSides = ({ answers }: Example, add: Add): void => {
  const [chosen, rejected] = answers;
  if (!chosen || !rejected || chosen.text.trim() === '') return;
  if (chosen.text === rejected.text)
    add(
      'identical-sides',
      'mangle',
      `${chosen.name} and ${rejected.name} are the same text: nothing is learned from the row`,
    );
  else if (plain(chosen.text) === plain(rejected.text))
    add(
      'identical-sides',
      'mangle',
      `${chosen.name} and ${rejected.name} differ in white space or Unicode form alone: that is what is learned`,
    );
};

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

const checkTokens = ({ prompt, answers, templated }: Example, add: Add): void => {
  const ends = answers.map(({ text }) => endTokenOf(text));
  for (const [index, end] of ends.entries()) {
    if (end === undefined) continue;
    const name = answers[index]?.name ?? '';
    const isOnlyOne = ends.some((other) => other === undefined);
    if (templated)
      add(
        'eos',
        'mangle',
        `${name} ends with ${end}, and the chat template adds its own end: it is learned twice`,
      );
    else if (isOnlyOne && answers.length > 1)
      add('eos', 'mangle', `${name} alone ends with ${end}: the token, not the text, tells the sides apart`);
    else
      add(
        'eos',
        'warn',
        `${name} ends with ${end}: the trainer adds the end token of its tokenizer unless it is this very one`,
      );
  }
  for (const { name, text } of [{ name: 'the prompt', text: prompt }, ...answers]) {
    const token = specialTokenOf(withoutEndToken(text));
    if (token !== undefined)
      add(
        'special-token',
        'mangle',
        `${name} has ${token} in ${excerpt(around(text, token))}: tokenizers read it as a command`,
      );
  }
};

const around = (text: string, token: string): string => text.slice(Math.max(0, text.indexOf(token) - 8));
