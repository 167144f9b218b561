/** Options of everything that asks a chat server. Key names are those of the YAML. */
import { z } from 'zod';
import { count, wholeNumber } from '../../schema.ts';

const price = z.number().min(0);

/** Which server, how often, for how much. */
export const endpointKeys = {
  base_url: z
    .url({ protocol: /^https?$/u })
    .default('https://api.openai.com/v1')
    .describe('Address of the server, up to and with `/v1`.'),
  api_key: z.string().min(1).optional().describe('Key, as `${NAME}`; none is sent where it is absent.'),
  headers: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe('Further headers; values with `${NAME}`.'),
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(120)
    .describe('Seconds for one request, to the last byte.'),
  concurrency: count.max(256).default(8).describe('Requests in flight; fewer after the server refuses.'),
  rpm: count.optional().describe('Requests a minute. Default: as many as the server takes.'),
  tpm: count.optional().describe('Tokens a minute, prompt and answer. Default: as many as the server takes.'),
  attempts: count.default(5).describe('Requests for one answer that fail; being told to wait is no failure.'),
  retry_seconds: z.number().min(0).default(300).describe('Seconds that one answer may wait for its retries.'),
  prices: z
    .strictObject({
      input: price.describe('Per million prompt tokens.'),
      output: price.describe('Per million answer tokens.'),
      cached_input: price
        .optional()
        .describe('Per million prompt tokens that the server had cached. Default: as `input`.'),
    })
    .optional()
    .describe('Prices in USD, for the cost in `run.json`.'),
};

/** How an answer is drawn. */
export const samplingKeys = {
  temperature: z.number().min(0).max(2).optional().describe('Sampling temperature. Default: the server’s.'),
  top_p: z.number().gt(0).max(1).optional().describe('Nucleus sampling. Default: the server’s.'),
  seed: z
    .union([wholeNumber, z.literal('none')])
    .optional()
    .describe(
      'Seed of the first candidate; each further one adds 1. `none` sends none. Default: the run’s `seed`.',
    ),
  max_tokens: count.optional().describe('Tokens of an answer at most. Default: the server’s.'),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(4)])
    .optional()
    .describe('Texts that end an answer.'),
  logprobs: z
    .boolean()
    .default(false)
    .describe('Ask for log-probabilities; kept where the server gives them.'),
  extra: z
    .record(z.string(), z.unknown())
    .refine(
      (fields) => !('n' in fields || 'stream' in fields),
      'neither `n` (that is `candidates`) nor `stream`',
    )
    .default({})
    .describe('Further fields of the request, sent as they are, such as `reasoning_effort`.'),
};

/** The same for answers that are to be as steady as the server can make them. */
export const steadyKeys = {
  ...samplingKeys,
  temperature: z
    .union([z.number().min(0).max(2), z.literal('none')])
    .default(0)
    .describe('Sampling temperature. `none` sends none, for models that refuse one.'),
};

/** Options with `steadyKeys`, as an asker takes them. */
export const steady = <Options extends { readonly temperature: number | 'none' }>({
  temperature,
  ...options
}: Options): Omit<Options, 'temperature'> & { readonly temperature: number | undefined } => ({
  ...options,
  temperature: temperature === 'none' ? undefined : temperature,
});

export type EndpointOptions = z.output<z.ZodObject<typeof endpointKeys>>;
export type SamplingOptions = z.output<z.ZodObject<typeof samplingKeys>>;
