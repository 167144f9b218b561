/**
 * A folder with an encoder-decoder model in the layout of optimum's ONNX export: `encoder_model.onnx` and either
 * `decoder_model_merged.onnx` or `decoder_model.onnx` + `decoder_with_past_model.onnx`, here or in `onnx/`.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConfigError, firstFew } from '../errors.ts';
import {
  type Dtype,
  dtypes,
  findModelFolder,
  graphsAndData,
  hashFiles,
  onnxFiles,
  suffixes,
} from './model-files.ts';
import { folderProblem, foreignTokenizer, readModelConfig } from './model-folder.ts';
import { readJson, readTokenizerFiles, type TextCodec } from './tokenizer-files.ts';

export { type Dtype, dtypes } from './model-files.ts';

/** The decoder's files: one graph with two branches, or one graph for the first step and one for the others. */
export type DecoderFiles =
  | { readonly layout: 'merged'; readonly merged: string }
  | { readonly layout: 'split'; readonly first: string; readonly next: string };

/** A model that was found complete. */
export interface Seq2seqFiles {
  readonly folder: string;
  readonly dtype: Dtype;
  readonly encoder: string;
  readonly decoder: DecoderFiles;
  readonly config: Readonly<Record<string, unknown>>;
  /** `generation_config.json`, else the keys of `config.json` that older models keep there. */
  readonly generation: Readonly<Record<string, unknown>>;
  readonly codec: TextCodec;
  /** Bytes of the model files; a worker needs about 1.1 times as much. */
  readonly bytes: number;
}

/** Reads a folder. Throws `model-load` where something is missing, of another layout, or does not belong together. */
export const readSeq2seqFolder = async (folder: string, dtype?: Dtype): Promise<Seq2seqFiles> => {
  const config = await readConfig(folder);
  const found = findFiles(folder, await onnxFiles(folder), dtype);
  const codec = await readTokenizerFiles(folder);
  const generation = (await readJson(join(folder, 'generation_config.json'))) ?? config;
  checkTokenizer(folder, codec, { ...config, ...generation });
  const sizes = await Promise.all(modelFiles(found).map(async (file) => (await stat(file)).size));
  return {
    folder,
    ...found,
    config,
    generation,
    codec,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
};

const texts = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** Which files of a repository make up a model: settings, tokenizer, graphs and their weights. Throws `model-load`. */
export const neededFiles = (where: string, names: readonly string[], dtype?: Dtype): string[] =>
  graphsAndData(names, texts, (byName) => modelFiles(findFiles(where, byName, dtype)));

/**
 * Folder of a model: `path` where that is one, else the hub id `name`, fetched if it is allowed and not there yet.
 */
export const findSeq2seqFolder = (
  name: string,
  path: string,
  {
    revision,
    dtype,
    allowDownload,
  }: { revision: string | undefined; dtype: Dtype | undefined; allowDownload: boolean },
): Promise<string> =>
  findModelFolder(name, path, {
    revision,
    allowDownload,
    wanted: (names) => neededFiles(name, names, dtype),
  });

/** The ONNX files of a model. */
export const modelFiles = ({ encoder, decoder }: Pick<Seq2seqFiles, 'encoder' | 'decoder'>): string[] =>
  decoder.layout === 'merged' ? [encoder, decoder.merged] : [encoder, decoder.first, decoder.next];

/** Memory that a worker needs for the sessions of a model, without a batch: measured as about 1.1 times the files. */
export const sessionBytes = ({ bytes }: Pick<Seq2seqFiles, 'bytes'>): number => Math.ceil(bytes * 1.1);

/** SHA-256 over everything in the folder that changes what the model answers. */
export const hashSeq2seqFiles = (files: Seq2seqFiles): Promise<string> =>
  hashFiles(files.folder, texts, modelFiles(files));

const readConfig = async (folder: string): Promise<Record<string, unknown>> => {
  const config = await readModelConfig(folder);
  if (config.is_encoder_decoder === true) return config;
  throw folderProblem(
    folder,
    `a model of the type "${String(config.model_type)}"`,
    'an encoder-decoder model such as BART or T5',
  );
};

/** Files by name → those of a model, of the wanted format or the first that is there. Throws `model-load`. */
const findFiles = (
  where: string,
  names: ReadonlyMap<string, string>,
  wanted: Dtype | undefined,
): Pick<Seq2seqFiles, 'encoder' | 'decoder' | 'dtype'> => {
  for (const dtype of wanted === undefined ? dtypes : [wanted]) {
    for (const suffix of suffixes[dtype]) {
      const file = (stem: string) => names.get(`${stem}${suffix}.onnx`);
      const encoder = file('encoder_model');
      const decoder = decoderFiles(file);
      if (encoder !== undefined && decoder !== undefined) return { dtype, encoder, decoder };
    }
  }
  throw layoutProblem(where, names, wanted);
};

const decoderFiles = (file: (stem: string) => string | undefined): DecoderFiles | undefined => {
  const merged = file('decoder_model_merged');
  if (merged !== undefined) return { layout: 'merged', merged };
  const first = file('decoder_model');
  const next = file('decoder_with_past_model');
  return first !== undefined && next !== undefined ? { layout: 'split', first, next } : undefined;
};

const layoutProblem = (
  where: string,
  names: ReadonlyMap<string, string>,
  wanted: Dtype = 'fp32',
): ConfigError => {
  const suffix =
    suffixes[wanted].find((ending) => names.has(`encoder_model${ending}.onnx`)) ?? suffixes[wanted][0];
  const has = (stem: string) => names.has(`${stem}${suffix}.onnx`);
  const decoder = has('decoder_model') ? 'decoder_with_past_model' : 'decoder_model_merged';
  const missing = has('encoder_model') ? decoder : 'encoder_model';
  return folderProblem(
    where,
    names.size === 0
      ? 'no ONNX files'
      : `${missing}${suffix}.onnx is missing, there are ${firstFew([...names.keys()].sort(), 6)}`,
    'an encoder with a merged decoder, or with decoder_model and decoder_with_past_model, of one dtype',
    'Export with: optimum-cli export onnx --task text2text-generation-with-past (docs/models.md).',
  );
};

/** Special tokens whose ids the config repeats: a foreign tokenizer has them elsewhere. Of `bos` many configs are wrong. */
const specialTokens = ['eos', 'pad'] as const;

const checkTokenizer = (folder: string, codec: TextCodec, config: Record<string, unknown>): void => {
  const vocabulary = config.vocab_size;
  if (typeof vocabulary === 'number' && codec.size > vocabulary)
    throw foreignTokenizer(folder, `its ids go up to ${codec.size - 1}`, `ids below ${vocabulary}`);
  if (typeof vocabulary === 'number' && codec.size < vocabulary / 2)
    throw foreignTokenizer(folder, `it has ${codec.size} tokens`, `about ${vocabulary}`);
  for (const name of specialTokens) {
    const token = tokenText(codec.config[`${name}_token`]);
    const id = token === undefined ? undefined : codec.idOf(token);
    const known = [config[`${name}_token_id`]].flat().filter((value) => typeof value === 'number');
    if (id === undefined || known.length === 0 || known.includes(id)) continue;
    throw foreignTokenizer(
      folder,
      `its ${name} token "${token}" has the id ${id}`,
      `the id ${known.join(' or ')}`,
    );
  }
};

/** Special tokens are strings, or objects with `content`. */
const tokenText = (token: unknown): string | undefined => {
  if (typeof token === 'string') return token;
  if (typeof token !== 'object' || token === null || !('content' in token)) return undefined;
  return typeof token.content === 'string' ? token.content : undefined;
};
