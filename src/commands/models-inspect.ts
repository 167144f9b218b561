/** `hapui models inspect DIR`: what a model folder holds, whether it loads and runs, and what decoding would take from it. */
import { resolve } from 'node:path';
import { resolveSettings, type Settings } from '../candidates/seq2seq/settings.ts';
import { sourceLimit } from '../candidates/seq2seq/source.ts';
import { chooseDevice, type DeviceReport } from '../models/device.ts';
import { defaultRuntime, loadRuntime } from '../models/onnx.ts';
import {
  type Dtype,
  hashSeq2seqFiles,
  modelFiles,
  readSeq2seqFolder,
  type Seq2seqFiles,
  sessionBytes,
} from '../models/seq2seq-files.ts';
import { openSeq2seqModel, type Seq2seqModel } from '../models/seq2seq-model.ts';
import type { Io } from './io.ts';

export interface ModelsInspectArgs {
  readonly folder: string;
  /** Default: the first that is there of fp32, fp16, int8. */
  readonly dtype?: Dtype | undefined;
  /** Default: `auto`. */
  readonly device?: string | undefined;
  /** Package that runs the model. Default: `onnxruntime-node`. */
  readonly runtime?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What is printed. */
interface Inspection {
  readonly folder: string;
  readonly type: string;
  readonly dtype: Dtype;
  readonly layout: 'merged' | 'split';
  readonly files: readonly string[];
  readonly bytes: number;
  readonly memory: number;
  readonly sha256: string;
  readonly vocabulary: { readonly model: number; readonly tokenizer: number };
  readonly layers: number;
  readonly heads: number;
  readonly sharesSource: boolean;
  readonly maxSourceTokens: number;
  readonly generate: Settings;
  readonly device: DeviceReport | undefined;
}

/** Runs the command; resolves to its exit code. Throws `model-load` for a folder that cannot be used. */
export const modelsInspect = async (args: ModelsInspectArgs, io: Io): Promise<number> => {
  const files = await readSeq2seqFolder(resolve(io.cwd, args.folder), args.dtype);
  const runtime = await loadRuntime(args.runtime ?? defaultRuntime);
  const device = await chooseDevice(runtime, args.device ?? 'auto');
  const model = await openSeq2seqModel(runtime, files, device);
  try {
    const inspection = await inspect(files, model);
    io.out(args.json === true ? `${JSON.stringify(inspection)}\n` : described(inspection));
  } finally {
    await model.close();
  }
  return 0;
};

const inspect = async (files: Seq2seqFiles, model: Seq2seqModel): Promise<Inspection> => {
  const generate = resolveSettings({
    generate: {},
    candidates: 1,
    generation: files.generation,
    config: files.config,
  });
  // A first step shows that encoder and decoder fit together, and where they run.
  await model.begin([files.codec.encode('a')], generate.pad, generate.start);
  const { folder, dtype, bytes, config, decoder } = files;
  return {
    folder,
    type: String(config.model_type),
    dtype,
    layout: decoder.layout,
    files: modelFiles(files),
    bytes,
    memory: sessionBytes(files),
    sha256: await hashSeq2seqFiles(files),
    vocabulary: { model: model.shape.vocabulary, tokenizer: files.codec.size },
    layers: model.shape.self.length / 2,
    heads: model.shape.heads,
    sharesSource: model.sharesCross,
    maxSourceTokens: sourceLimit(files),
    generate,
    device: model.report,
  };
};

const described = (found: Inspection): string => {
  const { generate, device, vocabulary } = found;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const lines: readonly (readonly [string, string])[] = [
    [
      'model',
      `${found.type}, ${found.dtype}, ${found.layout} decoder, ${found.layers} layers, ${found.heads} heads`,
    ],
    [
      'files',
      `${mebibytes(found.bytes)} in ${found.files.length}, about ${mebibytes(found.memory)} of memory`,
    ],
    ['sha256', found.sha256],
    ['vocabulary', `${vocabulary.model} scores, ${vocabulary.tokenizer} tokens`],
    ['source', `at most ${found.maxSourceTokens} tokens`],
    ['beams', found.sharesSource ? 'share the source of their dialogue' : 'each need their source: slower'],
    [
      'generation',
      `${generate.strategy}, ${generate.beams} beams, ${generate.minNewTokens} to ${generate.maxNewTokens} new tokens`,
    ],
    [
      'tokens',
      `start ${generate.start}, end ${generate.ends.join(' ')}, pad ${generate.pad}, forced last ${generate.forcedLastTokens.join(' ') || 'none'}`,
    ],
    ['device', `${device?.used}: ${device?.why}`],
  ];
  return `${found.folder}\n${lines.map(([name, text]) => `  ${name.padEnd(11)}${text}\n`).join('')}`;
};
