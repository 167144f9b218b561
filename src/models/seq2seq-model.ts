/**
 * One encoder-decoder model on one device, a batch at a time: encode the sources, take a first step with one row a dialogue,
 * then steps with a row a beam. What a graph wants is read from its inputs, so that merged and split layouts, BART's and
 * T5's caches, float32 and float16 are the same code.
 */
import { ConfigError } from '../errors.ts';
import { type ChosenDevice, type DeviceReport, deviceReport } from './device.ts';
import { type LoadedSession, openSession, type Runtime, type Tensor } from './onnx.ts';
import { GrowingCache, type Numbers, SourceCache } from './seq2seq-cache.ts';
import type { Seq2seqFiles } from './seq2seq-files.ts';

/** One step of a search, for the rows that go on. */
export interface DecoderStep {
  /** Every dialogue that goes on has equally many rows, one after the other. */
  readonly rows: number;
  /** Newest token of each row. */
  readonly tokens: Int32Array;
  /** The row of the step before that each row continues; after the first step, the dialogue's own. */
  readonly parents: Int32Array;
  /** Dialogues that go on, as positions among those of the step before, ascending. */
  readonly kept: readonly number[];
}

type Tensors = Record<string, Tensor>;

export interface OpenModelOptions {
  /** Default: the cores of the machine. */
  readonly threads?: number | undefined;
  /** Let the beams of a dialogue share its source where the graph allows it. Default: true. */
  readonly shareCross?: boolean;
}

/** Loads the sessions of a model. Throws `model-load`. */
export const openSeq2seqModel = async (
  runtime: Runtime,
  files: Seq2seqFiles,
  device: ChosenDevice,
  { threads, shareCross = true }: OpenModelOptions = {},
): Promise<Seq2seqModel> => {
  const { providers } = device;
  const options = { providers, threads, profiled: providers.some((provider) => provider !== 'cpu') };
  const { decoder } = files;
  const encoder = await openSession(runtime, files.encoder, options);
  const later = decoder.layout === 'merged' ? decoder.merged : decoder.next;
  const next = await openSession(runtime, later, { ...options, shareCross });
  const first = decoder.layout === 'merged' ? next : await openSession(runtime, decoder.first, options);
  return new Seq2seqModel(runtime, { encoder, first, next }, device, cacheShape(next, later, files.config));
};

interface Sessions {
  readonly encoder: LoadedSession;
  readonly first: LoadedSession;
  readonly next: LoadedSession;
}

/** Sizes that the decoder's inputs and outputs show. */
interface CacheShape {
  /** `past_key_values.0.decoder.key` without its first part: `0.decoder.key`, …, and the same of the encoder. */
  readonly self: readonly string[];
  readonly cross: readonly string[];
  readonly heads: number;
  readonly headSize: number;
  readonly type: 'float32' | 'float16';
  readonly vocabulary: number;
}

/** Lives as long as its sessions; `begin` starts a batch and forgets the one before. */
export class Seq2seqModel {
  readonly shape: CacheShape;
  readonly #runtime: Runtime;
  readonly #sessions: Sessions;
  readonly #device: ChosenDevice;
  readonly #self: readonly GrowingCache[];
  #source = new SourceCache(new BigInt64Array(0), new Float32Array(0), [0, 0, 0]);
  #logits: Numbers;
  /** Rows of the last step, and tokens each of them has in the cache. */
  #rows = 0;
  #length = 0;
  #report: DeviceReport | undefined;

  constructor(runtime: Runtime, sessions: Sessions, device: ChosenDevice, shape: CacheShape) {
    this.shape = shape;
    this.#runtime = runtime;
    this.#sessions = sessions;
    this.#device = device;
    this.#self = shape.self.map(() => new GrowingCache((size) => this.#numbers(size)));
    this.#logits = this.#numbers(0);
  }

  /** Logits of the last step, rows × vocabulary. */
  get logits(): Tensor {
    const { vocabulary } = this.shape;
    return this.#tensor(this.#logits.subarray(0, this.#rows * vocabulary), [this.#rows, vocabulary]);
  }

  /** Whether the beams of a dialogue share the keys and values of its source. */
  get sharesCross(): boolean {
    return this.#sessions.next.sharesCross;
  }

  /** What ran where, once a batch has begun. */
  get report(): DeviceReport | undefined {
    return this.#report;
  }

  /** Encodes the sources (padded with `pad`) and takes the first step from the token `start`, with one row a dialogue. */
  async begin(sources: readonly (readonly number[])[], pad: number, start: number): Promise<void> {
    await this.#encode(sources, pad);
    const rows = sources.length;
    this.#rows = rows;
    this.#length = 1;
    const wanted = Object.fromEntries(this.shape.cross.map((name) => [`present.${name}`, null]));
    const inputs = {
      ...this.#emptyCaches(rows),
      ...this.#stepInputs(new Int32Array(rows).fill(start), false),
    };
    const { session } = this.#sessions.first;
    const outputs = await session.run(only(session.inputNames, inputs), { ...this.#outputs(), ...wanted });
    for (const cache of this.#self) cache.turn();
    this.#source.cross = this.shape.cross.map(
      (name) => (outputs[`present.${name}`] as Tensor).data as Numbers,
    );
    this.#report ??= deviceReport(this.#device, await this.#nodes());
  }

  /** Takes a step; `logits` then has a row for each of `step.tokens`. */
  async step({ rows, tokens, parents, kept }: DecoderStep): Promise<void> {
    this.#source.keep(kept);
    this.#moveRows(parents, rows);
    const { session, sharesCross } = this.#sessions.next;
    // The graphs broadcast one source over all rows; for several they need rewiring, or a source a row.
    if (!sharesCross && this.#source.rows > 1 && this.#source.rows < rows) this.#source.expand(rows);
    const inputs = { ...this.#caches(), ...this.#stepInputs(tokens.subarray(0, rows), true) };
    this.#length++;
    await session.run(only(session.inputNames, inputs), this.#outputs());
    for (const cache of this.#self) cache.turn();
  }

  /** Frees the sessions. */
  async close(): Promise<void> {
    const { encoder, first, next } = this.#sessions;
    for (const { session } of new Set([encoder, first, next])) await session.release();
  }

  async #encode(sources: readonly (readonly number[])[], pad: number): Promise<void> {
    const shape = [sources.length, Math.max(...sources.map(({ length }) => length))] as const;
    const [rows, tokens] = shape;
    const ids = new BigInt64Array(rows * tokens).fill(BigInt(pad));
    const mask = new BigInt64Array(rows * tokens);
    for (const [row, source] of sources.entries()) {
      ids.set(source.map(BigInt), row * tokens);
      mask.fill(1n, row * tokens, row * tokens + source.length);
    }
    const { session } = this.#sessions.encoder;
    const inputs = { input_ids: this.#integers(ids, shape), attention_mask: this.#integers(mask, shape) };
    const hidden = (await session.run(only(session.inputNames, inputs))).last_hidden_state as Tensor;
    this.#source = new SourceCache(mask, hidden.data as Numbers, hidden.dims);
  }

  #stepInputs(tokens: Int32Array, cached: boolean): Tensors {
    const { rows, tokens: length, mask, hidden, hiddenSize } = this.#source;
    return {
      input_ids: this.#integers(BigInt64Array.from(tokens, BigInt), [tokens.length, 1]),
      encoder_attention_mask: this.#integers(mask, [rows, length]),
      encoder_hidden_states: this.#tensor(hidden, [rows, length, hiddenSize]),
      use_cache_branch: new this.#runtime.Tensor('bool', [cached], [1]),
    };
  }

  /** Merged graphs ask for a cache even where they do not look at it. */
  #emptyCaches(rows: number): Tensors {
    const { self, cross, heads, headSize } = this.shape;
    const empty = this.#tensor(this.#numbers(rows * heads * headSize), [rows, heads, 1, headSize]);
    return Object.fromEntries([...self, ...cross].map((name) => [`past_key_values.${name}`, empty]));
  }

  #caches(): Tensors {
    const { self, cross, heads, headSize } = this.shape;
    const own = [this.#rows, heads, this.#length, headSize];
    const source = [this.#source.rows, heads, this.#source.tokens, headSize];
    const size = this.#rows * heads * this.#length * headSize;
    const tensors: Tensors = {};
    for (const [index, name] of self.entries())
      tensors[`past_key_values.${name}`] = this.#tensor(this.#self[index]!.read(size), own);
    for (const [index, name] of cross.entries())
      tensors[`past_key_values.${name}`] = this.#tensor(this.#source.cross[index]!, source);
    return tensors;
  }

  /** Where a step writes: the other halves of the caches, and the logits. */
  #outputs(): Tensors {
    const { self, heads, headSize, vocabulary } = this.shape;
    const own = [this.#rows, heads, this.#length, headSize];
    const size = this.#rows * heads * this.#length * headSize;
    if (this.#logits.length < this.#rows * vocabulary) this.#logits = this.#numbers(this.#rows * vocabulary);
    const logits = this.#logits.subarray(0, this.#rows * vocabulary);
    const tensors: Tensors = { logits: this.#tensor(logits, [this.#rows, 1, vocabulary]) };
    for (const [index, name] of self.entries())
      tensors[`present.${name}`] = this.#tensor(this.#self[index]!.write(size), own);
    return tensors;
  }

  /** Reorders the cache of the decoder's own tokens, if any row moved. */
  #moveRows(parents: Int32Array, rows: number): void {
    const { heads, headSize } = this.shape;
    let moved = rows !== this.#rows;
    for (let row = 0; row < rows && !moved; row++) moved = parents[row] !== row;
    this.#rows = rows;
    if (!moved) return;
    const width = heads * this.#length * headSize;
    for (const cache of this.#self) cache.gather(parents, rows, width);
  }

  async #nodes(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { ranOn } of new Set(Object.values(this.#sessions) as LoadedSession[])) {
      for (const [name, count] of Object.entries(await ranOn())) counts[name] = (counts[name] ?? 0) + count;
    }
    return counts;
  }

  #numbers(size: number): Numbers {
    return this.shape.type === 'float32' ? new Float32Array(size) : new Uint16Array(size);
  }

  #tensor(data: Numbers, dims: readonly number[]): Tensor {
    return new this.#runtime.Tensor(this.shape.type, data as Float32Array, dims);
  }

  #integers(data: BigInt64Array, dims: readonly number[]): Tensor {
    return new this.#runtime.Tensor('int64', data, dims);
  }
}

/** The inputs that a graph has; layouts and exporters differ in which they need. */
const only = (names: readonly string[], tensors: Tensors): Tensors =>
  Object.fromEntries(names.map((name) => [name, tensors[name] as Tensor]));

const cacheShape = ({ session }: LoadedSession, file: string, config: Seq2seqFiles['config']): CacheShape => {
  const inputs = session.inputNames.filter((name) => name.startsWith('past_key_values.'));
  const names = inputs.map((name) => name.slice('past_key_values.'.length));
  const self = names.filter((name) => name.includes('.decoder.'));
  const key = session.inputMetadata.find(({ name }) => name === `past_key_values.${self[0]}`);
  const logits = session.outputMetadata.find(({ name }) => name === 'logits');
  const type = key?.isTensor === true ? key.type : undefined;
  const [, heads, , headSize] = key?.isTensor === true ? key.shape : [];
  const columns = logits?.isTensor === true ? logits.shape[2] : undefined;
  // Some exporters leave the last dimension open.
  const vocabulary = typeof columns === 'string' ? config.vocab_size : columns;
  if (typeof heads !== 'number' || typeof headSize !== 'number' || typeof vocabulary !== 'number')
    throw layoutError(file, 'a decoder without a cache of keys and values');
  if (type !== 'float32' && type !== 'float16') throw layoutError(file, `a cache of the type ${type}`);
  return {
    self,
    cross: names.filter((name) => name.includes('.encoder.')),
    heads,
    headSize,
    type,
    vocabulary,
  };
};

const layoutError = (file: string, found: string): ConfigError =>
  new ConfigError(
    'model-load',
    {
      where: file,
      found,
      expected: "a decoder of optimum's export for text2text-generation-with-past",
      fix: 'Export the model again (docs/models.md).',
    },
    { data: { file } },
  );
