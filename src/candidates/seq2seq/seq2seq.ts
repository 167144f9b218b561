/** `kind: seq2seq`: summaries by encoder-decoder models over ONNX, n-best lists exactly as Hugging Face would give them. */
import { createHash } from 'node:crypto';
import { ConfigError, GeneratorError } from '../../errors.ts';
import { chooseDevice } from '../../models/device.ts';
import { loadRuntime, reasonOf } from '../../models/onnx.ts';
import {
  findSeq2seqFolder,
  hashSeq2seqFiles,
  readSeq2seqFolder,
  type Seq2seqFiles,
  sessionBytes,
} from '../../models/seq2seq-files.ts';
import { openSeq2seqModel, type Seq2seqModel } from '../../models/seq2seq-model.ts';
import { openTokenScores, type TokenScores } from '../../models/token-scores.ts';
import { defineGenerator, type Host } from '../../registry.ts';
import { isBlank } from '../../text/blank.ts';
import type { Candidate, Dialogue, Generated, Generator, GeneratorContext } from '../../types.ts';
import { cutBatches } from './batches.ts';
import type { Hypothesis } from './hypothesis.ts';
import { type Seq2seqOptions, seq2seqOptions } from './options.ts';
import { search } from './search.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { type CutTally, countCuts, describeCut, encodeSource, type Source, sourceLimit } from './source.ts';

/** Raised when the same options and files would give other answers than before. */
const version = 1;

/** Runs KoBART, T5 and their kin in a worker thread, a batch at a time. */
export const seq2seq = defineGenerator<Seq2seqOptions>({
  name: 'seq2seq',
  about: 'Encoder-decoder models (KoBART, T5, mT5, Pegasus, mBART) exported to ONNX, decoded here.',
  options: seq2seqOptions,
  cost: 'slow',
  thread: 'worker',
  parallel: 'one',
  cut: (window, options) =>
    cutBatches(window, {
      tokens: options.batch_tokens,
      dialogues: options.batch_size,
      longest: options.max_source_tokens,
    }),
  create: (options, host) => createSeq2seq(options, host),
});

const createSeq2seq = async (options: Seq2seqOptions, host: Host): Promise<Generator> => {
  const members = await readMembers(options, host);
  const first = members[0] as Seq2seqFiles;
  const settings = resolveSettings({
    generate: options.generate,
    candidates: options.candidates,
    generation: first.generation,
    config: first.config,
  });
  const limit = sourceLimit(first, options.max_source_tokens);
  const identity = await identityOf(members, { settings, prefix: options.prefix, limit });
  const decoder = await openDecoder(options, members, settings);
  const sources: CutTally = { dialogues: 0, cut: 0, tokens: 0, dropped_tokens: 0 };
  const ready: Ready = { decoder, files: first, settings, limit, prefix: options.prefix, sources };
  return {
    identity,
    generate: (batch, context, signal) => generateBatch(ready, batch, context, signal),
    report: () => ({
      devices: decoder.reports.map((report) => ({ ...report })),
      sources: { ...sources },
      session_bytes: members.reduce((sum, files) => sum + sessionBytes(files), 0),
    }),
    close: () => decoder.close(),
  };
};

const readMembers = async (options: Seq2seqOptions, host: Host): Promise<Seq2seqFiles[]> => {
  const names = options.models ?? [options.model as string];
  const members: Seq2seqFiles[] = [];
  for (const name of names) {
    const folder = await findSeq2seqFolder(name, host.resolve(name), {
      revision: options.revision,
      dtype: options.dtype,
      allowDownload: host.allowDownload ?? false,
    });
    members.push(await readSeq2seqFolder(folder, options.dtype));
  }
  const other = members.find(({ codec }) => codec.vocabularyHash !== members[0]?.codec.vocabularyHash);
  if (other === undefined) return members;
  throw new ConfigError('config-conflict', {
    where: 'models',
    found: `${other.folder} has another vocabulary than ${members[0]?.folder}`,
    expected: 'models that share one tokenizer: probabilities are averaged token by token',
  });
};

const openDecoder = async (
  options: Seq2seqOptions,
  members: readonly Seq2seqFiles[],
  settings: Settings,
): Promise<TokenScores> => {
  const runtime = await loadRuntime(options.runtime);
  const device = await chooseDevice(runtime, options.device);
  const { threads } = options;
  const models: Seq2seqModel[] = [];
  for (const files of members) models.push(await openSeq2seqModel(runtime, files, device, { threads }));
  const { strategy, pad, start } = settings;
  const output = strategy === 'beam' || strategy === 'diverse' ? 'log-probabilities' : 'logits';
  return openTokenScores(runtime, models, { output, pad, start });
};

const identityOf = async (members: readonly Seq2seqFiles[], rest: object): Promise<string> => {
  const hashes = await Promise.all(members.map((files) => hashSeq2seqFiles(files)));
  const dtypes = members.map(({ dtype }) => dtype);
  return createHash('sha256')
    .update(JSON.stringify(['seq2seq', version, hashes, dtypes, rest]))
    .digest('hex');
};

interface Ready {
  readonly decoder: TokenScores;
  readonly files: Seq2seqFiles;
  readonly settings: Settings;
  readonly limit: number;
  readonly prefix: string;
  readonly sources: CutTally;
}

const generateBatch = async (
  { decoder, files, settings, limit, prefix, sources: tally }: Ready,
  batch: readonly Dialogue[],
  context: GeneratorContext,
  signal: AbortSignal,
): Promise<Generated[]> => {
  signal.throwIfAborted();
  const texts = batch.map(({ text }) => text.normalize('NFC'));
  const present = texts.filter((text) => !isBlank(text));
  const sources = present.map((text) => encodeSource(files.codec, prefix, text, limit));
  countCuts(tally, sources);
  const found = await decodeAll(decoder, sources, present, settings, context, signal);
  const answers = present.map((text, index) => ({
    text,
    source: sources[index] as Source,
    list: found[index] ?? [],
  }));
  return texts.map((text) => {
    if (isBlank(text)) return emptyAnswer(context.system);
    const { source, list } = answers.shift() as (typeof answers)[number];
    const note = source.cut && describeCut(source.cut);
    const candidates = list.map((each, index) => ({
      ...toCandidate(each, index, files, settings, context.system),
      ...(note === undefined ? {} : { note }),
    }));
    return { status: 'ok', candidates };
  });
};

const decodeAll = async (
  decoder: TokenScores,
  sources: readonly Source[],
  texts: readonly string[],
  settings: Settings,
  { seed }: GeneratorContext,
  signal: AbortSignal,
): Promise<Hypothesis[][]> => {
  if (sources.length === 0) return [];
  try {
    return await search(
      decoder,
      sources.map(({ ids }) => ids),
      settings,
      { seed, texts, signal },
    );
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw runtimeError(cause, sources);
  }
};

/** A model that was given nothing would make something up. */
const emptyAnswer = (system: string): Generated => ({
  status: 'ok',
  candidates: [{ system, candidate: 0, text: '', status: 'empty', note: 'the dialogue is empty' }],
});

const toCandidate = (
  { ids, logprob, finish }: Hypothesis,
  candidate: number,
  { codec }: Seq2seqFiles,
  { bos, ends, pad, start }: Settings,
  system: string,
): Candidate => {
  const dropped = new Set([bos, ...ends, pad, start]);
  const text = codec.decode(ids.filter((id) => !dropped.has(id)));
  const status = text.trim() === '' ? 'empty' : finish === 'length' ? 'truncated' : 'ok';
  return { system, candidate, text, status, logprob, length: ids.length - 1, finish };
};

const runtimeError = (cause: unknown, sources: readonly Source[]): GeneratorError => {
  const reason = reasonOf(cause);
  const longest = Math.max(...sources.map(({ ids }) => ids.length));
  const isMemory = /bad_alloc|out of memory|failed to allocate|allocation failed/i.test(reason);
  return new GeneratorError(
    'generator',
    {
      where: 'seq2seq',
      found: isMemory
        ? `out of memory with ${sources.length} dialogues of up to ${longest} tokens (${reason})`
        : `the model failed on ${sources.length} dialogues of up to ${longest} tokens (${reason})`,
      fix: isMemory ? 'Lower batch_tokens, beams or max_source_tokens, or use dtype: int8.' : undefined,
    },
    { cause, data: { dialogues: sources.length, longest } },
  );
};
