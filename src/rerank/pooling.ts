/** How the vectors of a text's tokens become one, and where a model says so. */
import type { EncoderFiles } from '../models/encoder-files.ts';
import type { EncoderModel } from '../models/encoder-model.ts';
import { folderProblem } from '../models/model-folder.ts';

export const poolings = ['auto', 'mean', 'cls', 'model'] as const;

/** A decided way, and the output of the graph that it starts from. */
export interface Pooling {
  readonly kind: Exclude<(typeof poolings)[number], 'auto'>;
  readonly output: string;
}

/** Outputs of graphs that pool by themselves, as exporters call them. */
const pooledOutputs = ['sentence_embedding', 'text_embeds', 'embeddings'];
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];

/** Decides how to pool; a model that it closes is of no use. Throws `model-load` where nobody says how. */
export const poolingOf = async (
  files: EncoderFiles,
  model: EncoderModel,
  wanted: (typeof poolings)[number],
): Promise<Pooling> => {
  try {
    return decide(files, model, wanted);
  } catch (error) {
    await model.close();
    throw error;
  }
};

const decide = (
  { folder, pooling }: EncoderFiles,
  { outputs }: EncoderModel,
  wanted: (typeof poolings)[number],
): Pooling => {
  const named = (names: readonly string[], rank: number): string | undefined =>
    outputs.find(({ name, shape }) => names.includes(name) && shape.length === rank)?.name;
  const pooled = named(pooledOutputs, 2);
  const tokens = named(tokenOutputs, 3);
  const kind = wanted === 'auto' ? (pooled === undefined ? declared(pooling) : 'model') : wanted;
  if (kind === undefined)
    throw folderProblem(
      folder,
      pooling === undefined ? 'nothing that says how to pool' : 'a pooling other than mean and cls',
      'a 1_Pooling/config.json for the mean or the first token, or an output sentence_embedding',
      'Set pooling: mean or pooling: cls, as the model’s page says.',
    );
  const output = kind === 'model' ? pooled : tokens;
  if (output !== undefined) return { kind, output };
  throw folderProblem(
    folder,
    `a model whose outputs are ${outputs.map(({ name }) => name).join(', ')}`,
    kind === 'model' ? 'an output sentence_embedding' : 'an output last_hidden_state',
    outputs.some(({ name }) => name === 'logits') ? 'For a classifier use kind: cross-encoder.' : undefined,
  );
};

/** What sentence-transformers wrote; combinations of several ways are not known here. */
const declared = (config: EncoderFiles['pooling']): 'mean' | 'cls' | undefined => {
  if (config === undefined) return undefined;
  const on = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const [only] = on.length === 1 ? on : [config.pooling_mode];
  if (only === 'pooling_mode_mean_tokens' || only === 'mean') return 'mean';
  return only === 'pooling_mode_cls_token' || only === 'cls' ? 'cls' : undefined;
};

/** The vector of one row of a batch; `tokens` are its own, without what fills it up. */
export const poolRow = (
  { kind }: Pooling,
  data: ArrayLike<number>,
  dims: readonly number[],
  row: number,
  tokens: number,
): Float64Array => {
  const size = dims.at(-1)!;
  const start = kind === 'model' ? row * size : row * dims[1]! * size;
  const vector = new Float64Array(size);
  const counted = kind === 'mean' ? tokens : 1;
  for (let token = 0; token < counted; token++)
    for (let at = 0; at < size; at++) vector[at]! += data[start + token * size + at]! / counted;
  return vector;
};
