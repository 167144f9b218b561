// Tables with small definitions, so that tests of the config depend on its own rules alone.
import { z } from 'zod';
import { type Config, loadConfig, type Tables } from '../../src/config/index.ts';
import { policies } from '../../src/ensemble/policies/index.ts';
import { ConfigError } from '../../src/errors.ts';
import { defineGenerator, defineMetric, defineScorer, defineTokenizer } from '../../src/registry.ts';

const unused = async (): Promise<never> => {
  throw new Error('a config creates nothing');
};

const tokenizer = (name: string, options: z.ZodType) =>
  defineTokenizer({ name, about: 'Stands in.', cost: 'fast', options, create: unused });

const generator = (
  name: string,
  cost: 'free' | 'paid' | 'slow',
  options: z.ZodType,
  more: { readonly reads?: 'file' } = {},
) =>
  defineGenerator({
    name,
    about: 'Stands in.',
    cost,
    thread: 'main',
    parallel: 'many',
    options,
    create: unused,
    ...more,
  });

const metric = (name: string, types: readonly string[], options: z.ZodType) =>
  defineMetric({
    name,
    about: 'Stands in.',
    higherIsBetter: true,
    options,
    create: () => ({
      types,
      signature: name,
      matrix: () => {
        throw new Error('a config scores nothing');
      },
    }),
  });

const named = { about: 'Stands in.' };
const noOptions = z.strictObject({});

/** Tables that know a plugin of every kind. */
export const standIns: Tables = {
  tokenizers: {
    character: tokenizer('character', noOptions),
    morpheme: tokenizer('morpheme', z.strictObject({ model: z.string().optional() })),
    model: tokenizer('model', z.strictObject({ model: z.string().min(1) })),
    column: tokenizer('column', z.strictObject({ column: z.string().min(1) })),
    'rouge-score': tokenizer('rouge-score', z.strictObject({ stemmer: z.boolean().default(false) })),
  },
  metrics: {
    'rouge-1.0.1': metric('rouge-1.0.1', ['rouge1', 'rouge2', 'rougeL'], noOptions),
    'rouge-score': metric(
      'rouge-score',
      ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'],
      z.strictObject({ split: z.enum(['newline', 'sentence']).default('newline') }),
    ),
    overlap: metric('overlap', ['share'], noOptions),
  },
  generators: {
    file: generator(
      'file',
      'free',
      z.strictObject({
        path: z.string().min(1),
        columns: z
          .strictObject({
            id: z.string().optional(),
            summary: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
          })
          .optional(),
        unknown_ids: z.enum(['error', 'ignore']).default('error'),
      }),
      { reads: 'file' },
    ),
    chat: generator(
      'chat',
      'paid',
      z.strictObject({
        model: z.string(),
        base_url: z.url().optional(),
        api_key: z.string().optional(),
        headers: z.record(z.string(), z.string()).optional(),
        temperature: z.number().min(0).max(2).default(1),
        candidates: z.int().min(1).default(1),
      }),
    ),
  },
  scorers: {
    'cross-encoder': defineScorer({
      name: 'cross-encoder',
      about: 'Stands in.',
      cost: 'slow',
      thread: 'worker',
      parallel: 'one',
      scope: 'candidate',
      options: z.strictObject({ model: z.string() }),
      create: unused,
    }),
  },
  policies,
  mergers: {},
  cleaningRules: { 'line-breaks': named, masks: named, nfc: named },
};

/** Files that most tests' configs name: path → text. */
export const files = {
  'test.csv': 'fname,dialogue\n',
  'dev.csv': 'fname,dialogue,summary\n',
  submissions: { 'kobart.csv': '', 'solar.csv': '', 't5.csv': '' },
  dev: { 'kobart.csv': '', 'solar.csv': '', 't5.csv': '' },
};

/** Loads `ensemble.yaml` of `cwd` with the tables that stand in. */
export const load = (
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  set: readonly string[] = [],
): Promise<Config> => loadConfig({ cwd, env, set, tables: standIns });

/** The `ConfigError` that `work` ends in. Any other end is thrown. */
export const errorOf = async (work: Promise<unknown>): Promise<ConfigError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('no error');
};
