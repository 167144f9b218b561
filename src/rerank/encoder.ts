/** What scorers that run an encoder have in common: options of the model, and the model opened by them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GeneratorError } from '../errors.ts';
import { type EncoderFiles, hashEncoderFiles, readEncoder, tokenLimit } from '../models/encoder-files.ts';
import { type EncoderModel, openEncoder } from '../models/encoder-model.ts';
import { reasonOf } from '../models/onnx.ts';
import { modelKeys, modelName } from '../models/options.ts';
import { createTextFrame, type TextFrame } from '../models/text-frame.ts';
import type { Host } from '../registry.ts';
import { count } from '../schema.ts';

/** Options of every scorer with an encoder. */
export const encoderOptions = {
  model: modelName,
  ...modelKeys,
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
