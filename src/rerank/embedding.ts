/**
 * `kind: embedding`: texts as vectors of a sentence encoder. `against: dialogue` is the cosine of dialogue and candidate, as
 * SimCLS ranks candidates (Liu and Liu 2021) but without its training; `against: candidates` is minimum Bayes risk with the
 * cosine as utility, under the same votes as `mbr`.
 */
import { z } from 'zod';
import { cutByLength, estimatedTokens } from '../models/batches.ts';
import { defineScorer, type Host } from '../registry.ts';
import type { Evidence, Scorer, ScorerItem } from '../types.ts';
import { encoderFailure, encoderOptions, type OpenEncoder, openEncoderFor } from './encoder.ts';
import { expectedUnder } from './mbr.ts';
import { type Pooling, poolingOf, poolings, poolRow } from './pooling.ts';

const options = z.strictObject({
  ...encoderOptions,
  against: z
    .enum(['dialogue', 'candidates'])
    .default('dialogue')
    .describe(
      '`dialogue`: the cosine of dialogue and candidate; `candidates`: the mean cosine to the others under `mbr.votes`.',
    ),
  pooling: z
    .enum(poolings)
    .default('auto')
    .describe(
      'How the tokens’ vectors become one. `auto`: as the model’s folder says; `model`: in the graph.',
    ),
  prefix: z
    .strictObject({
      dialogue: z.string().default('').describe('Put before a dialogue, as `query: ` for E5.'),
      candidate: z
        .string()
        .default('')
        .describe('Put before a candidate, as `passage: ` or `query: ` for E5.'),
    })
    .prefault({})
    .describe('What the model was trained to see before a text.'),
});

export type EmbeddingOptions = z.output<typeof options>;

/** Compares texts by their vectors, in a worker thread. */
export const embedding = defineScorer<EmbeddingOptions>({
  name: 'embedding',
  about: 'Sentence-embedding models exported to ONNX: cosines of dialogue and candidate, or of candidates.',
  options,
  cost: 'slow',
  thread: 'worker',
  parallel: 'one',
  // A dialogue is embedded once for all of its candidates: it is the longest text by far.
  scope: 'pool',
  needs: ({ against }) => (against === 'candidates' ? [] : undefined),
  cut: (window, { batch_tokens: tokens, batch_size: rows, max_tokens: longest = Number.POSITIVE_INFINITY }) =>
    cutByLength(
      window.map(({ dialogue, candidates }) => ({
        length: Math.min(longest, Math.max(...[dialogue, ...candidates].map(estimatedTokens))),
        rows: candidates.length + 1,
      })),
      { tokens, rows },
    ),
  create: (given, host) => createEmbedding(given, host),
});

const createEmbedding = async (given: EmbeddingOptions, host: Host): Promise<Scorer> => {
  const encoder = await openEncoderFor('embedding', given, host);
  const { model, files } = encoder;
  const pooling = await poolingOf(files, model, given.pooling);
  const texts = { embedded: 0, cut: 0 };
  return {
    identity: `${encoder.identity} ${pooling.kind}`,
    score: async (batch, _, signal) => {
      const vectorOf = await embed(encoder, pooling, wantedTexts(batch, given), given, signal, texts);
      return batch.map((item) => ({ status: 'ok', scores: scoresOf(item, given, vectorOf) }));
    },
    report: () => ({ devices: model.report ? [{ ...model.report }] : [], texts: { ...texts } }),
    close: () => model.close(),
  };
};

type VectorOf = (text: string) => Float64Array;

/** The distinct texts that a batch needs vectors of, prefixes on. */
const wantedTexts = (batch: readonly ScorerItem[], { against, prefix }: EmbeddingOptions): string[] => [
  ...new Set(
    batch.flatMap(({ dialogue, candidates }) => [
      ...(against === 'dialogue' ? [prefix.dialogue + dialogue] : []),
      ...candidates.map((text) => prefix.candidate + text),
    ]),
  ),
];

const embed = async (
  { frame, files: { codec }, limit, model }: OpenEncoder,
  pooling: Pooling,
  texts: readonly string[],
  { batch_tokens: tokens, batch_size: rows }: EmbeddingOptions,
  signal: AbortSignal,
  tally: { embedded: number; cut: number },
): Promise<VectorOf> => {
  signal.throwIfAborted();
  const inputs = texts.map((text) => frame.text(codec.encodePlain(text.normalize('NFC')), limit));
  const vectors = new Map<string, Float64Array>();
  try {
    for await (const { rows: places, data, dims } of model.run(inputs, pooling.output, { tokens, rows })) {
      for (const [row, place] of places.entries())
        vectors.set(texts[place]!, normalised(poolRow(pooling, data, dims, row, inputs[place]!.ids.length)));
      signal.throwIfAborted();
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw encoderFailure('embedding', cause, inputs.length);
  }
  tally.embedded += inputs.length;
  tally.cut += inputs.filter(({ cut }) => cut).length;
  return (text) => vectors.get(text)!;
};

const scoresOf = (
  { dialogue, candidates, evidence }: ScorerItem,
  { against, prefix }: EmbeddingOptions,
  vectorOf: VectorOf,
): Float64Array => {
  const own = candidates.map((text) => vectorOf(prefix.candidate + text));
  if (against === 'candidates') return meanCosines(own, evidence!);
  const source = vectorOf(prefix.dialogue + dialogue);
  return Float64Array.from(own, (vector) => dot(vector, source));
};

const meanCosines = (vectors: readonly Float64Array[], evidence: Evidence): Float64Array => {
  const utility = Float64Array.from(vectors.flatMap((one) => vectors.map((other) => dot(one, other))));
  // Here every candidate is its own hypothesis: cleaning evens out texts that a model may tell apart.
  const hypothesisOf = evidence.hypothesisOf.map((hypothesis, row) => (hypothesis < 0 ? -1 : row));
  return expectedUnder(evidence.votes, { hypothesisOf, utility, hypotheses: vectors.length });
};

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, place) => sum + value * other[place]!, 0);

/** Of length 1; a vector of zeros stays one. */
const normalised = (vector: Float64Array): Float64Array => {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
};
