/**
 * A folder with an encoder in the layout of optimum's ONNX export: `model.onnx`, here or in `onnx/`, with `config.json`,
 * `tokenizer.json` and, for sentence embeddings, `1_Pooling/config.json`.
 */
import { join } from 'node:path';
import { ConfigError, firstFew } from '../errors.ts';
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

/** An encoder that was found complete. */
export interface EncoderFiles {
  readonly folder: string;
  readonly dtype: Dtype;
  readonly graph: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Of sentence-transformers; undefined where the model brings none. */
  readonly pooling: Readonly<Record<string, unknown>> | undefined;
  readonly codec: TextCodec;
  /** Id that fills up shorter texts; what it is does not matter where the mask is 0. */
  readonly pad: number;
  /** Most tokens, special ones counted, that model and tokenizer allow; undefined where neither says. */
  readonly limit: number | undefined;
}

export interface EncoderRequest {
  /** As the config names it: a folder or a hub id. */
  readonly name: string;
  /** The same as a path. */
  readonly path: string;
  readonly revision: string | undefined;
  readonly dtype: Dtype | undefined;
  readonly allowDownload: boolean;
}

const poolingFile = '1_Pooling/config.json';
const texts = ['config.json', 'tokenizer.json', 'tokenizer_config.json', poolingFile];

/** Reads an encoder, fetched first where that is needed and allowed. Throws `model-load` where something is missing. */
export const readEncoder = async ({
  name,
  path,
  dtype,
  ...request
}: EncoderRequest): Promise<EncoderFiles> => {
  const wanted = (names: readonly string[]): readonly string[] =>
    graphsAndData(names, texts, (byName) => [findGraph(name, byName, dtype).graph]);
  const folder = await findModelFolder(name, path, { ...request, wanted });
  const config = await readConfig(folder);
  const found = findGraph(folder, await onnxFiles(folder), dtype);
  const codec = await readTokenizerFiles(folder);
  checkVocabulary(folder, codec, config);
  const { pad_token_id: pad } = config;
  return {
    folder,
    ...found,
    config,
    pooling: await readJson(join(folder, poolingFile)),
    codec,
    pad: typeof pad === 'number' ? pad : 0,
    limit: limitOf(codec, config),
  };
};

/** SHA-256 over everything in the folder that changes what the model gives. */
export const hashEncoderFiles = ({ folder, graph }: EncoderFiles): Promise<string> =>
  hashFiles(folder, texts, [graph]);

/** The most tokens of a text: what is wanted, else what is allowed. Throws `config-conflict` where that is too much. */
export const tokenLimit = ({ limit, folder }: EncoderFiles, wanted: number | undefined): number => {
  if (wanted === undefined) return limit ?? usualLimit;
  if (limit === undefined || wanted <= limit) return wanted;
  throw new ConfigError('config-conflict', {
    where: 'max_tokens',
    found: `${wanted} tokens`,
    expected: `at most the ${limit} that ${folder} has a place for`,
  });
};

/** Where neither model nor tokenizer has a limit, as with relative positions. */
const usualLimit = 512;

/** Tokenizers without a limit of their own say 10^30. */
const noLimit = 1e6;

/** Of RoBERTa and its kin the first positions are taken: they count from the id of the padding on. */
const countsFromPadding = ['roberta', 'xlm-roberta', 'xlm-roberta-xl', 'camembert', 'xmod', 'mpnet'];

const limitOf = (codec: TextCodec, config: Readonly<Record<string, unknown>>): number | undefined => {
  const { max_position_embeddings: positions, model_type: type, pad_token_id: pad } = config;
  const taken = countsFromPadding.includes(String(type)) ? (typeof pad === 'number' ? pad : 1) + 1 : 0;
  const limits = [
    codec.config.model_max_length,
    typeof positions === 'number' ? positions - taken : undefined,
  ].filter((value): value is number => typeof value === 'number' && value > 0 && value < noLimit);
  return limits.length > 0 ? Math.min(...limits) : undefined;
};

const readConfig = async (folder: string): Promise<Record<string, unknown>> => {
  const config = await readModelConfig(folder);
  if (config.is_encoder_decoder !== true) return config;
  throw folderProblem(
    folder,
    `an encoder-decoder model of the type "${String(config.model_type)}"`,
    'an encoder such as BERT or XLM-RoBERTa',
  );
};

const findGraph = (
  where: string,
  names: ReadonlyMap<string, string>,
  wanted: Dtype | undefined,
): Pick<EncoderFiles, 'graph' | 'dtype'> => {
  for (const dtype of wanted === undefined ? dtypes : [wanted])
    for (const suffix of suffixes[dtype]) {
      const graph = names.get(`model${suffix}.onnx`);
      if (graph !== undefined) return { graph, dtype };
    }
  const missing = `model${suffixes[wanted ?? 'fp32'][0]}.onnx is missing`;
  throw folderProblem(
    where,
    names.size === 0
      ? `${missing}, there are no ONNX files`
      : `${missing}, there are ${firstFew([...names.keys()].sort(), 6)}`,
    'one graph for the whole model',
    'Export it with: optimum-cli export onnx --model … (docs/rerank.md).',
  );
};

const checkVocabulary = (
  folder: string,
  codec: TextCodec,
  { vocab_size: size }: Record<string, unknown>,
): void => {
  if (typeof size !== 'number' || codec.size <= size) return;
  throw foreignTokenizer(folder, `its ids go up to ${codec.size - 1}`, `ids below ${size}`);
};
