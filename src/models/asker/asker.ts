/** Asks one model of one server for any number of answers to the same messages, each stored when it arrives. */
import { createHash } from 'node:crypto';
import type { Host } from '../../registry.ts';
import type { Json } from '../../types.ts';
import { type ChatClient, openChatClient } from '../chat.ts';
import type { Choice } from '../chat-answer.ts';
import type { Clock } from '../clock.ts';
import { Limiter } from '../limiter.ts';
import type { ChatMessage } from '../prompts.ts';
import type { AskContext } from './context.ts';
import { type Kept, keep, readKept } from './kept.ts';
import { addTally, estimateTokens, noTally, shareOf, type Tally, type Tokens } from './money.ts';
import type { EndpointOptions } from './options.ts';
import { createPricing } from './pricing.ts';
import { type AskerOptions, bodyOf, identityOf, partsIn, textOf } from './request.ts';
import { usageReport } from './usage-report.ts';

/** What to ask, how often. */
export interface Question {
  readonly messages: readonly ChatMessage[];
  readonly count: number;
  /** Number of the first answer asked for; those before it are another question's. Default 0. */
  readonly first?: number;
}

/** One answer, or why there is none. */
export type Given =
  | ({ readonly status: 'given' } & Kept)
  | { readonly status: 'failed'; readonly reason: string };

export interface Asker {
  /** Of the server, the model and everything that changes its answers. */
  readonly identity: string;
  readonly options: AskerOptions;
  /** Answers found in the store so far. */
  readonly stored: Tally;
  /** As many answers as asked for. Rejects only when `signal` is aborted. */
  ask(question: Question, context: AskContext, signal: AbortSignal): Promise<readonly Given[]>;
  /** The answers that are stored, undefined where there is none; sends nothing. */
  peek(question: Question, context: AskContext): Promise<readonly (Kept | undefined)[]>;
  /** Takes note of answers that others found in the store. */
  recall(tally: Tally): void;
  report(): Json;
}

export type { AskerOptions } from './request.ts';

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
  const prices = createPricing(options);
  let stored = noTally;
  /** Whether the server gives several answers to one request; many ignore `n` without a word, so the first shows it. */
  let honoursN: boolean | undefined;

  const peek: Asker['peek'] = async ({ messages, count, first = 0 }, context) => {
    const partsOf = partsIn(identity, textOf(messages), options, context);
    const kept = await Promise.all(
      Array.from({ length: count }, (_, candidate) => readKept(context, partsOf(first + candidate))),
    );
    stored = kept.reduce((sum, each) => (each ? addTally(sum, each.tally) : sum), stored);
    return kept;
  };

  const ask: Asker['ask'] = async (question, context, signal) => {
    const { messages, count, first = 0 } = question;
    const prompt = textOf(messages);
    const allParts = partsIn(identity, prompt, options, context);
    const partsOf = (candidate: number) => allParts(first + candidate);
    const given: (Given | undefined)[] = (await peek(question, context)).map(
      (kept) => kept && { status: 'given', ...kept },
    );
    const missing = (): number[] =>
      Array.from({ length: count }, (_, candidate) => candidate).filter((candidate) => !given[candidate]);

    const give = async (candidate: number, choice: Choice, usage: Tokens | undefined): Promise<void> => {
      const kept = await keep(context, partsOf(candidate), choice, usage);
      given[candidate] = { status: 'given', ...kept };
    };

    /** One request for all of `candidates`; those that the server left out stay missing. */
    const request = async (candidates: readonly number[]): Promise<void> => {
      const seed = options.seed === 'none' ? undefined : partsOf(candidates[0]!).seed;
      const n = candidates.length;
      const reply = await client.call(
        {
          body: bodyOf(options, messages, seed, n),
          tokens: estimateTokens(prompt) + n * (options.max_tokens ?? expectedTokens),
          key: `${identity} ${createHash('sha256').update(prompt).digest('hex')} ${first + candidates[0]!}`,
          leave: (ending) => prices.leaveFor(prompt, n, context, ending),
        },
        signal,
      );
      if (reply.kind === 'answered') {
        const { choices, usage } = reply.completion;
        const came = candidates.slice(0, choices.length);
        await Promise.all(
          came.map((each, place) => give(each, choices[place]!, usage && shareOf(usage, came.length, place))),
        );
        if (n > 1) honoursN = choices.length >= n;
      } else if (reply.kind === 'filtered') {
        await Promise.all(candidates.map((each) => give(each, { text: '', status: 'filtered' }, undefined)));
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

  return {
    identity,
    options,
    get stored() {
      return stored;
    },
    ask,
    peek,
    recall: (tally) => {
      stored = addTally(stored, tally);
    },
    report: () =>
      usageReport({ stats: client.stats, stored, prices: options.prices, unknownUsd: prices.unknownUsd() }),
  };
};

/** Tokens of a summary, where nothing limits it: for limits a minute, until the server tells. */
const expectedTokens = 150;
