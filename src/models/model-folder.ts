/** What is wrong with a model's folder, told alike for every kind of model. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { readJson } from './tokenizer-files.ts';

/** Something that keeps a folder from being the model that is needed. */
export const folderProblem = (where: string, found: string, expected: string, fix?: string): ConfigError =>
  new ConfigError('model-load', { where, found, expected, fix }, { data: { folder: where } });

/** The `config.json` of a model. Throws `model-load` where there is none. */
export const readModelConfig = async (folder: string): Promise<Record<string, unknown>> => {
  const config = await readJson(join(folder, 'config.json'));
  if (config !== undefined) return config;
  const there = await readdir(folder).catch(() => undefined);
  throw folderProblem(
    folder,
    there === undefined ? 'the folder does not exist' : 'config.json is missing',
    'the folder of an exported model',
  );
};

/** The tokenizer beside a model is another one's. */
export const foreignTokenizer = (folder: string, found: string, expected: string): ConfigError =>
  folderProblem(
    join(folder, 'tokenizer.json'),
    `the tokenizer does not belong to the model: ${found}`,
    expected,
    'Copy the tokenizer files that the model was trained with.',
  );
