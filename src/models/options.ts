/** Options of everything that runs an ONNX model. Key names are those of the YAML. */
import { z } from 'zod';
import { count } from '../schema.ts';
import { devicePattern } from './device.ts';
import { dtypes } from './model-files.ts';

const model = z.string().min(1);
const about = 'Folder of an exported model, or a hub id.';

/** Where a model comes from; the words are said of each, since they would stay inside of an optional one. */
export const modelName = model.describe(about);
export const optionalModelName = model.optional().describe(about);

/** Which of its files run where. */
export const modelKeys = {
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
  threads: count.optional().describe('Threads of a model. Default: the cores of the machine.'),
};
