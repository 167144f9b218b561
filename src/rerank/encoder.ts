/** What scorers that run an encoder have in common: options of the model, and the model opened by them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GeneratorError } from '../errors.ts';
import { devicePattern } from '../models/device.ts';
import { type EncoderFiles, hashEncoderFiles, readEncoder, tokenLimit } from '../models/encoder-files.ts';
import { type EncoderModel, openEncoder } from '../models/encoder-model.ts';
import { dtypes } from '../models/model-files.ts';
import { reasonOf } from '../models/onnx.ts';
import { createTextFrame, type TextFrame } from '../models/text-frame.ts';
import type { Host } from '../registry.ts';
import { count } from '../schema.ts';

/** Options of every scorer with an encoder. */
export const encoderOptions = {
  model: z.string().min(1).describe('Folder of an exported model, or a hub id.'),
  revision: z
    .string()
    .min(1)
    .optional()
    .describe('Commit, tag or branch of a hub id. Default: main, pinned when fetched.'),
  dtype: z
    .enum(dtypes)
    .optional()
    .describe(
      'Number format, by the ending of the file names. Default: the first that is there of fp32, fp16, int8.',
    ),
  device: z
    .string()
    .regex(devicePattern, 'auto, cpu, cuda or cuda:1')
    .default('auto')
    .describe('`auto`: the GPU if one can be used, else the CPU; what really ran is reported.'),
  runtime: z
    .string()
    .min(1)
    .default('onnxruntime-node')
    .describe('Package that runs the model; any with the same interface.'),
  threads: count.optional().describe('Threads of the model. Default: the cores of the machine.'),
  max_tokens: count
    .min(8)
    .optional()
    .describe(
      'Longer texts are cut, of a pair the longer one first. Default: what model and tokenizer allow.',
    ),
  batch_tokens: count.default(8192).describe('Texts or pairs × tokens of the longest: memory grows with it.'),
  batch_size: count.default(64).describe('Most texts or pairs in a batch.'),
} as const;

const schema = z.strictObject(encoderOptions);
export type EncoderOptions = z.output<typeof schema>;

/** An encoder, ready for texts. */
export interface OpenEncoder {
  readonly files: EncoderFiles;
  readonly model: EncoderModel;
  readonly frame: TextFrame;
  /** Most tokens of an input. */
  readonly limit: number;
  /** Names the model and all that changes what it gives. */
  readonly identity: string;
}

/** Finds and loads the model; `check` looks at it before anything is run. */
export const openEncoderFor = async (
  name: string,
  options: EncoderOptions,
  host: Host,
): Promise<OpenEncoder> => {
  const files = await readEncoder({
    name: options.model,
    path: host.resolve(options.model),
    revision: options.revision,
    dtype: options.dtype,
    allowDownload: host.allowDownload ?? false,
  });
  const limit = tokenLimit(files, options.max_tokens);
  const parts = [name, version, await hashEncoderFiles(files), files.dtype, limit];
  const identity = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return {
    files,
    limit,
    identity,
    frame: createTextFrame(files.codec),
    model: await openEncoder(files, options),
  };
};

/** Raised when the same options and files would give other scores than before. */
const version = 1;

/** Words what went wrong inside the runtime, for the user. */
export const encoderFailure = (scorer: string, cause: unknown, inputs: number): GeneratorError => {
  const reason = reasonOf(cause);
  const isMemory = /bad_alloc|out of memory|failed to allocate|allocation failed/iu.test(reason);
  return new GeneratorError(
    'generator',
    {
      where: scorer,
      found: `${isMemory ? 'out of memory' : 'the model failed'} on ${inputs} inputs (${reason})`,
      fix: isMemory ? 'Lower batch_tokens or max_tokens, or use dtype: int8.' : undefined,
    },
    { cause, data: { inputs } },
  );
};
