/**
 * The scores that a search works on: one model's logits or log-probabilities, or the average of several models' probabilities,
 * token by token. Members of an ensemble go through every step together.
 */
import { ConfigError } from '../errors.ts';
import type { DeviceReport } from './device.ts';
import { type LoadedSession, openSession, type Runtime } from './onnx.ts';
import { scoreGraph } from './score-graph.ts';
import type { DecoderStep, Seq2seqModel } from './seq2seq-model.ts';

/** What a search needs of models; rows × vocabulary numbers come and go in the same buffers. */
export interface Decoder {
  readonly vocabulary: number;
  /** Starts a batch; then `scores` has a row a dialogue. */
  begin(sources: readonly (readonly number[])[]): Promise<void>;
  /** Goes on with some rows; then `scores` has a row for each. */
  step(step: DecoderStep): Promise<void>;
  /** Scores of the last step. May be written to. */
  readonly scores: Float32Array;
  /** Log-probabilities of `scores` as they are now: log-softmax of its first rows. */
  normalise(rows: number): Promise<Float32Array>;
}

export interface TokenScoresOptions {
  readonly output: 'logits' | 'log-probabilities';
  readonly pad: number;
  readonly start: number;
}

/** Loads the small graphs beside the models. Throws `config-conflict` for models whose scores cannot be averaged. */
export const openTokenScores = async (
  runtime: Runtime,
  models: readonly Seq2seqModel[],
  options: TokenScoresOptions,
): Promise<TokenScores> => {
  const { type, vocabulary } = (models[0] as Seq2seqModel).shape;
  const other = models.find(({ shape }) => shape.type !== type || shape.vocabulary !== vocabulary);
  if (other !== undefined)
    throw new ConfigError('config-conflict', {
      where: 'models',
      found: `${other.shape.vocabulary} scores in ${other.shape.type} beside ${vocabulary} in ${type}`,
      expected: 'models of one vocabulary and dtype',
    });
  // One thread: a pool of its own would spin beside the models' and cost more than it gains.
  const open = (graph: Uint8Array) => openSession(runtime, graph, { providers: ['cpu'], threads: 1 });
  const plain = models.length === 1 && type === 'float32' && options.output === 'logits';
  const combine = plain
    ? undefined
    : await open(scoreGraph({ models: models.length, type, output: options.output }));
  const normalise = await open(scoreGraph({ models: 1, type: 'float32', output: 'log-probabilities' }));
  return new TokenScores(runtime, models, { combine, normalise }, options);
};

interface Graphs {
  readonly combine: LoadedSession | undefined;
  readonly normalise: LoadedSession;
}

/** A decoder over one model or several. */
export class TokenScores implements Decoder {
  readonly vocabulary: number;
  readonly #runtime: Runtime;
  readonly #models: readonly Seq2seqModel[];
  readonly #graphs: Graphs;
  readonly #options: TokenScoresOptions;
  #scores = new Float32Array(0);
  #normalised = new Float32Array(0);

  constructor(
    runtime: Runtime,
    models: readonly Seq2seqModel[],
    graphs: Graphs,
    options: TokenScoresOptions,
  ) {
    this.vocabulary = (models[0] as Seq2seqModel).shape.vocabulary;
    this.#runtime = runtime;
    this.#models = models;
    this.#graphs = graphs;
    this.#options = options;
  }

  get scores(): Float32Array {
    return this.#scores;
  }

  /** Where each model ran, once a batch has begun. */
  get reports(): readonly DeviceReport[] {
    return this.#models.flatMap(({ report }) => report ?? []);
  }

  async begin(sources: readonly (readonly number[])[]): Promise<void> {
    const { pad, start } = this.#options;
    for (const model of this.#models) await model.begin(sources, pad, start);
    await this.#combine(sources.length);
  }

  async step(step: DecoderStep): Promise<void> {
    for (const model of this.#models) await model.step(step);
    await this.#combine(step.rows);
  }

  async normalise(rows: number): Promise<Float32Array> {
    const { Tensor } = this.#runtime;
    const shape = [rows, this.vocabulary];
    const size = rows * this.vocabulary;
    if (this.#normalised.length < size) this.#normalised = new Float32Array(size);
    const normalised = this.#normalised.subarray(0, size);
    await this.#graphs.normalise.session.run(
      { 'logits.0': new Tensor('float32', this.#scores.subarray(0, size), shape) },
      { scores: new Tensor('float32', normalised, shape) },
    );
    return normalised;
  }

  /** Frees the models and graphs. */
  async close(): Promise<void> {
    for (const model of this.#models) await model.close();
    await this.#graphs.combine?.session.release();
    await this.#graphs.normalise.session.release();
  }

  async #combine(rows: number): Promise<void> {
    const logits = this.#models.map((model) => model.logits);
    const { combine } = this.#graphs;
    if (combine === undefined) {
      this.#scores = logits[0]?.data as Float32Array<ArrayBuffer>;
      return;
    }
    const size = rows * this.vocabulary;
    if (this.#scores.length < size) this.#scores = new Float32Array(size);
    const scores = new this.#runtime.Tensor('float32', this.#scores.subarray(0, size), [
      rows,
      this.vocabulary,
    ]);
    const inputs = Object.fromEntries(logits.map((tensor, index) => [`logits.${index}`, tensor]));
    await combine.session.run(inputs, { scores });
  }
}
