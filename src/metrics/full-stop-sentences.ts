import { pythonSplit } from '../text/python.ts';
import type { Tokens } from '../types.ts';
import { EMPTY_WORD, type TextTable } from './text-table.ts';

const FULL_STOP = -1;
/** A token that the package takes apart again: it holds a full stop or white space, or is empty. */
const MIXED = -2;

/** The code of a token for `addTokens`: words proper get 0. */
export const markOf = (token: string): number => {
  if (token === '.') return FULL_STOP;
  return token.includes('.') || pythonSplit(token)[0] !== token ? MIXED : 0;
};

/**
 * Adds a text as the Python package `rouge` 1.0.1 reads it: tokens joined by one space, cut at every '.', empty pieces
 * dropped, words split at white space. A blank piece stays, as a sentence of one empty word. Returns the text's number.
 */
export const addTokens = (table: TextTable, tokens: Tokens): number => {
  const { wordCount, sentenceCount } = table;
  if (!addPlainTokens(table, tokens)) {
    table.wordCount = wordCount;
    table.sentenceCount = sentenceCount;
    addText(table, tokens.join(' '));
  }
  return table.endText();
};

/** The usual case, without building the text; false when a token has to be taken apart. */
const addPlainTokens = (table: TextTable, tokens: Tokens): boolean => {
  let sentenceStart = table.wordCount;
  table.reserve(tokens.length);
  for (let position = 0; position < tokens.length; position++) {
    const code = table.codeOf(tokens[position]!);
    if (code === MIXED) return false;
    if (code !== FULL_STOP) {
      table.addWord(code);
      continue;
    }
    if (position === 0) continue;
    // Two full stops in a row have the joining space between them: a blank piece.
    if (table.wordCount === sentenceStart) table.addWord(EMPTY_WORD);
    table.endSentence();
    sentenceStart = table.wordCount;
  }
  if (table.wordCount > sentenceStart) table.endSentence();
  return true;
};

const addText = (table: TextTable, text: string): void => {
  for (const piece of text.split('.')) {
    if (piece === '') continue;
    const words = pythonSplit(piece);
    table.reserve(words.length + 1);
    for (const word of words) table.addWord(table.codeOf(word));
    if (words.length === 0) table.addWord(EMPTY_WORD);
    table.endSentence();
  }
};
