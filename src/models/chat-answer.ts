/** The body of a chat completion, checked: what servers send is not always what the protocol says. */
import { z } from 'zod';
import type { CandidateStatus } from '../types.ts';

/** One answer of a completion, as it came. */
export interface Choice {
  readonly text: string;
  readonly status: CandidateStatus;
  readonly finish?: 'end' | 'length';
  /** Sum of the log-probabilities of its tokens, where the server gives them. */
  readonly logprob?: number;
  /** Number of its tokens, where the server gives their log-probabilities. */
  readonly length?: number;
}

/** Tokens of one call. */
export interface Usage {
  readonly input: number;
  /** Part of `input` that the server had cached. */
  readonly cached: number;
  readonly output: number;
}

/** A completion that can be used. */
export interface Completion {
  readonly choices: readonly Choice[];
  /** Undefined where the server does not count. */
  readonly usage: Usage | undefined;
}

/** A count that is none, such as half a token, makes the usage unknown: it is charged at its dearest. */
const tokens = z.int().min(0);

const usageSchema = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
});

const choiceSchema = z.object({
  finish_reason: z.string().nullish(),
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
  logprobs: z
    .object({ content: z.array(z.object({ logprob: z.number() })).nullish() })
    .nullish()
    .catch(undefined),
});

const completionSchema = z.object({
  choices: z.array(choiceSchema).min(1),
  usage: usageSchema.nullish().catch(undefined),
});

/** The completion in `body`, or why there is none in it; `redact` takes secrets out of what is told of the body. */
export const readCompletion = (
  body: string,
  redact: (text: string) => string,
): Completion | { readonly malformed: string } => {
  const value = parsed(body);
  if (value === undefined) return { malformed: `a body that is no JSON (${beginning(redact(body))})` };
  const result = completionSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return { malformed: `no completion (${issue?.path.join('.')}: ${issue?.message})` };
  }
  const { choices, usage } = result.data;
  return {
    choices: choices.map(choiceOf),
    usage: usage
      ? {
          input: usage.prompt_tokens,
          // More cached than asked would cost less than nothing, and lend to the budget.
          cached: Math.min(usage.prompt_tokens_details?.cached_tokens ?? 0, usage.prompt_tokens),
          output: usage.completion_tokens,
        }
      : undefined,
  };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const beginning = (body: string): string => JSON.stringify(body.trim().slice(0, 40));

const choiceOf = ({ finish_reason, message, logprobs }: z.output<typeof choiceSchema>): Choice => {
  // A server that cuts amid an emoji sends half a surrogate pair, which no file can hold.
  const text = (message.content ?? message.refusal ?? '').replace(/\p{Surrogate}/gu, '\ufffd');
  const scores = logprobs?.content ?? [];
  const finish = finish_reason === 'length' ? 'length' : finish_reason === 'stop' ? 'end' : undefined;
  return {
    text,
    status: statusOf(text, finish_reason, message.refusal),
    ...(finish === undefined ? {} : { finish }),
    ...(scores.length === 0
      ? {}
      : {
          logprob: Math.min(
            0,
            scores.reduce((sum, { logprob }) => sum + logprob, 0),
          ),
          length: scores.length,
        }),
  };
};

const statusOf = (
  text: string,
  finish: string | null | undefined,
  refusal: string | null | undefined,
): CandidateStatus => {
  if (refusal) return 'refused';
  if (finish === 'content_filter') return 'filtered';
  if (finish === 'length') return 'truncated';
  return text.trim() === '' ? 'empty' : 'ok';
};
