/** Asks one model of one server for any number of answers to the same messages, each stored when it arrives. */
import { createHash } from 'node:crypto';
import { type ChatBody, type ChatClient, openChatClient } from '../../models/chat.ts';
import type { Choice } from '../../models/chat-answer.ts';
import type { Clock } from '../../models/clock.ts';
import { Limiter } from '../../models/limiter.ts';
import type { ChatMessage } from '../../models/prompts.ts';
import type { Host } from '../../registry.ts';
import type { AnswerParts, GeneratorContext, Json } from '../../types.ts';
import { estimateTokens, usageReport } from './money.ts';
import type { EndpointOptions, SamplingOptions } from './options.ts';

/** What to ask, how often. */
export interface Question {
  readonly messages: readonly ChatMessage[];
  readonly count: number;
}

/** One answer, or why there is none. */
export type Given =
  | { readonly status: 'given'; readonly choice: Choice }
  | { readonly status: 'failed'; readonly reason: string };

export interface Asker {
  /** Of the server, the model and everything that changes its answers. */
  readonly identity: string;
  /** As many answers as asked for. Rejects only when `signal` is aborted. */
  ask(question: Question, context: GeneratorContext, signal: AbortSignal): Promise<readonly Given[]>;
  report(): Json;
}

export type AskerOptions = EndpointOptions & SamplingOptions & { readonly model: string };

/** Systems of one run that use one key at one address are one customer there. */
const limiters = new WeakMap<Host, Map<string, Limiter>>();

const limiterOf = (host: Host, options: EndpointOptions, clock: Clock): Limiter => {
  const own = limiters.get(host) ?? new Map<string, Limiter>();
  limiters.set(host, own);
  const provider = JSON.stringify([options.base_url, options.api_key ?? null]);
  const shared = own.get(provider);
  shared?.tighten(options);
  const limiter = shared ?? new Limiter(options, clock);
  own.set(provider, limiter);
  return limiter;
};

/** Opens the client; sends nothing yet. */
export const openAsker = async (options: AskerOptions, host: Host, clock: Clock): Promise<Asker> => {
  const { base_url, api_key, headers, timeout, attempts, retry_seconds } = options;
  const client = await openChatClient(
    { baseUrl: base_url.replace(/\/+$/u, ''), apiKey: api_key, headers, timeoutMs: timeout * 1000 },
    { attempts, budgetMs: retry_seconds * 1000 },
    { limiter: limiterOf(host, options, clock), clock, seed: 0 },
  );
  return createAsker(options, client);
};

const createAsker = (options: AskerOptions, client: ChatClient): Asker => {
  const identity = identityOf(options);
  let reused = 0;
  /** Whether the server gives several answers to one request; many ignore `n` without a word, so the first shows it. */
  let honoursN: boolean | undefined;

  const ask: Asker['ask'] = async ({ messages, count }, context, signal) => {
    const prompt = JSON.stringify(messages.map(({ role, content }) => [role, content.normalize('NFC')]));
    const base = options.seed === 'none' || options.seed === undefined ? context.seed : options.seed;
    const partsOf = (candidate: number): AnswerParts => ({
      identity,
      prompt,
      seed: base + candidate,
      candidate,
    });
    const given: (Given | undefined)[] = await Promise.all(
      Array.from({ length: count }, async (_, candidate) => {
        const stored = await context.answers?.get(partsOf(candidate));
        return stored === undefined ? undefined : choiceGiven(stored as unknown as Choice);
      }),
    );
    const missing = (): number[] => [...given.keys()].filter((candidate) => given[candidate] === undefined);
    reused += count - missing().length;

    const keep = async (candidate: number, choice: Choice): Promise<void> => {
      await context.answers?.put(partsOf(candidate), { ...choice });
      given[candidate] = choiceGiven(choice);
    };

    /** One request for all of `candidates`; those that the server left out stay missing. */
    const request = async (candidates: readonly number[]): Promise<void> => {
      const seed = options.seed === 'none' ? undefined : base + candidates[0]!;
      const n = candidates.length;
      const reply = await client.call(
        {
          body: bodyOf(options, messages, seed, n),
          tokens: estimateTokens(prompt) + n * (options.max_tokens ?? expectedTokens),
          key: `${identity} ${createHash('sha256').update(prompt).digest('hex')} ${candidates[0]}`,
        },
        signal,
      );
      if (reply.kind === 'answered') {
        const { choices } = reply.completion;
        await Promise.all(candidates.map((each, place) => choices[place] && keep(each, choices[place])));
        if (n > 1) honoursN = choices.length >= n;
      } else if (reply.kind === 'filtered') {
        await Promise.all(candidates.map((each) => keep(each, { text: '', status: 'filtered' })));
      } else if (n > 1 && reply.status !== undefined) {
        honoursN = false; // some refuse `n` aloud: a request for one answer shows whether that was it
      } else {
        for (const each of candidates) given[each] = { status: 'failed', reason: reply.reason };
      }
    };

    if (missing().length > 1 && honoursN !== false) await request(missing());
    await Promise.all(missing().map((candidate) => request([candidate])));
    return given as Given[];
  };

  return { identity, ask, report: () => usageReport(client.stats, reused, options.prices) };
};

/** Tokens of a summary, where nothing limits it: for limits a minute, until the server tells. */
const expectedTokens = 150;

const choiceGiven = (choice: Choice): Given => ({ status: 'given', choice });

/** Keys, limits and prices change no answer. */
const identityOf = ({ base_url, model, temperature, top_p, max_tokens, stop, extra }: AskerOptions): string =>
  createHash('sha256')
    .update(JSON.stringify(['chat', 1, base_url, model, temperature, top_p, max_tokens, stop, extra]))
    .digest('hex');

const bodyOf = (
  { model, temperature, top_p, max_tokens, stop, logprobs, extra }: AskerOptions,
  messages: readonly ChatMessage[],
  seed: number | undefined,
  n: number,
): ChatBody => ({
  ...extra,
  model,
  messages: messages.map(({ role, content }) => ({ role, content })),
  ...(n > 1 ? { n } : {}),
  ...(seed === undefined ? {} : { seed }),
  ...(temperature === undefined ? {} : { temperature }),
  ...(top_p === undefined ? {} : { top_p }),
  ...(max_tokens === undefined ? {} : { max_tokens }),
  ...(stop === undefined ? {} : { stop: typeof stop === 'string' ? stop : [...stop] }),
  ...(logprobs ? { logprobs } : {}),
});
