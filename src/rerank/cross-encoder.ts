/**
 * `kind: cross-encoder`: a sequence-classification model reads dialogue and candidate together (Nogueira and Cho 2019). How
 * well they fit, not how good the summary is: a feature for the second stage, or one column of several.
 */
import { z } from 'zod';
import { cutByLength, estimatedTokens } from '../models/batches.ts';
import type { EncoderFiles } from '../models/encoder-files.ts';
import type { EncoderModel } from '../models/encoder-model.ts';
import { folderProblem } from '../models/model-folder.ts';
import { defineScorer, type Host } from '../registry.ts';
import type { Scored, Scorer, ScorerItem } from '../types.ts';
import { encoderFailure, encoderOptions, type OpenEncoder, openEncoderFor } from './encoder.ts';

const options = z.strictObject({
  ...encoderOptions,
  label: z
    .union([z.string().min(1), z.int().min(0)])
    .optional()
    .describe('Of a model with several outputs: the one whose log-odds against the others are the score.'),
  activation: z
    .enum(['none', 'sigmoid'])
    .default('none')
    .describe('`none`: log-odds, which no scale flattens; `sigmoid`: the same as a probability, 0–1.'),
});

export type CrossEncoderOptions = z.output<typeof options>;

/** Scores pairs of dialogue and candidate in a worker thread. */
export const crossEncoder = defineScorer<CrossEncoderOptions>({
  name: 'cross-encoder',
  about: 'Sequence-classification models exported to ONNX that read dialogue and candidate together.',
  options,
  cost: 'slow',
  thread: 'worker',
  parallel: 'one',
  scope: 'candidate',
  cut: (window, { batch_tokens: tokens, batch_size: rows, max_tokens: longest }) =>
    cutByLength(
      window.map(({ dialogue, candidates }) => {
        const length = estimatedTokens(dialogue) + Math.max(...candidates.map(estimatedTokens));
        return { length: Math.min(longest ?? Number.POSITIVE_INFINITY, length), rows: candidates.length };
      }),
      { tokens, rows },
    ),
  create: (given, host) => createCrossEncoder(given, host),
});

const createCrossEncoder = async (given: CrossEncoderOptions, host: Host): Promise<Scorer> => {
  const encoder = await openEncoderFor('cross-encoder', given, host);
  const { files, model } = encoder;
  const head = await checkedHead(files, model, given.label);
  const pairs = { scored: 0, cut: 0 };
  return {
    identity: encoder.identity,
    score: async (batch, _, signal) => {
      const logits = await scorePairs(encoder, head, batch, given, signal, pairs);
      return spread(batch, logits, given.activation === 'sigmoid' ? sigmoid : (value) => value);
    },
    report: () => ({ devices: model.report ? [{ ...model.report }] : [], pairs: { ...pairs } }),
    close: () => model.close(),
  };
};

/** The outputs of a model's head, and which of them is meant. */
interface Head {
  readonly outputs: number;
  readonly label: number;
}

const checkedHead = async (
  files: EncoderFiles,
  model: EncoderModel,
  label: string | number | undefined,
): Promise<Head> => {
  try {
    return headOf(files, model, label);
  } catch (error) {
    await model.close();
    throw error;
  }
};

const headOf = (
  { folder, config }: EncoderFiles,
  { outputs }: EncoderModel,
  label?: string | number,
): Head => {
  const logits = outputs.find(({ name }) => name === 'logits');
  if (logits?.shape.length !== 2)
    throw folderProblem(
      folder,
      `a model whose outputs are ${outputs.map(({ name }) => name).join(', ')}`,
      'one with a classification head (`logits`), such as BAAI/bge-reranker-v2-m3',
      'For a model of embeddings use kind: embedding.',
    );
  const names = labelsOf(config);
  const [, width] = logits.shape;
  const count = typeof width === 'number' ? width : names.length || 1;
  if (label === undefined && count === 1) return { outputs: 1, label: 0 };
  const chosen = typeof label === 'string' ? names.indexOf(label) : (label ?? -1);
  if (chosen >= 0 && chosen < count) return { outputs: count, label: chosen };
  const known = names.length === count ? names.join(', ') : `0 to ${count - 1}`;
  throw folderProblem(
    folder,
    label === undefined ? `a head with ${count} outputs` : `no output "${label}"`,
    label === undefined ? `one output, or \`label\` to say which is meant (${known})` : known,
  );
};

const labelsOf = ({ id2label }: EncoderFiles['config']): string[] =>
  typeof id2label === 'object' && id2label !== null
    ? Object.entries(id2label)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, name]) => String(name))
    : [];

const scorePairs = async (
  { frame, files: { codec }, limit, model }: OpenEncoder,
  head: Head,
  batch: readonly ScorerItem[],
  { batch_tokens: tokens, batch_size: rows }: CrossEncoderOptions,
  signal: AbortSignal,
  tally: { scored: number; cut: number },
): Promise<Float64Array> => {
  signal.throwIfAborted();
  const idsOf = (text: string): number[] => codec.encodePlain(text.normalize('NFC'));
  const inputs = batch.flatMap(({ dialogue, candidates }) => {
    const first = idsOf(dialogue);
    return candidates.map((text) => frame.pair(first, idsOf(text), limit));
  });
  const scores = new Float64Array(inputs.length);
  try {
    for await (const { rows: places, data } of model.run(inputs, 'logits', { tokens, rows })) {
      for (const [row, place] of places.entries())
        scores[place] = logOdds(data, row * head.outputs, head.outputs, head.label);
      signal.throwIfAborted();
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw encoderFailure('cross-encoder', cause, inputs.length);
  }
  tally.scored += inputs.length;
  tally.cut += inputs.filter(({ cut }) => cut).length;
  return scores;
};

/** The one logit of a head with one output; else log(p / (1 − p)) of the label under the softmax. */
const logOdds = (data: ArrayLike<number>, start: number, count: number, label: number): number => {
  if (count === 1) return data[start]!;
  const others = Array.from({ length: count }, (_, place) => data[start + place]!).filter(
    (_, place) => place !== label,
  );
  const top = Math.max(...others);
  return data[start + label]! - top - Math.log(others.reduce((sum, each) => sum + Math.exp(each - top), 0));
};

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Scores of all pairs → an answer an item. */
const spread = (
  batch: readonly ScorerItem[],
  scores: Float64Array,
  activation: (value: number) => number,
): Scored[] => {
  let next = 0;
  return batch.map(({ candidates }) => {
    const own = scores.subarray(next, next + candidates.length);
    next += candidates.length;
    return { status: 'ok', scores: own.map(activation) };
  });
};
