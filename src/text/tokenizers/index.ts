/** Every tokenizer of hapui. To add one: its file and its line here. */
import { character } from './character.ts';
import { column } from './column.ts';
import { command } from './command.ts';
import { model } from './model.ts';
import { morpheme } from './morpheme.ts';
import { rougeScore } from './rouge-score.ts';
import { whitespace } from './whitespace.ts';
import { word } from './word.ts';

/** Tokenizers by name. */
export const tokenizers = {
  whitespace,
  character,
  word,
  morpheme,
  model,
  command,
  column,
  'rouge-score': rougeScore,
} as const;
