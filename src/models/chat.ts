/**
 * A chat model behind an OpenAI-compatible server. Every way in which a call can end is a value: a completion, a prompt
 * that a filter refused, or a failure with its reason. Nothing is retried without end, and nothing that was perhaps paid
 * for is asked more than once again.
 */
import { createRandom } from '../random.ts';
import type { Completion, Usage } from './chat-answer.ts';
import { billOf, type CallLeave } from './chat-bill.ts';
import type { Failure } from './chat-failure.ts';
import { redactorOf, secretFinder } from './chat-secrets.ts';
import {
  type ChatBody,
  type Endpoint,
  type Outcome,
  openTransport,
  type Transport,
} from './chat-transport.ts';
import type { Clock } from './clock.ts';
import { exhaustedFor } from './limit-headers.ts';
import type { Limiter } from './limiter.ts';

export type { Bill, CallLeave } from './chat-bill.ts';
export type { ChatBody, Endpoint } from './chat-transport.ts';

/** How long to go on asking. */
export interface RetryLimits {
  /** Requests for one call that fail without a word of the provider's limits. */
  readonly attempts: number;
  /** Milliseconds that one call may wait for its retries, all together. */
  readonly budgetMs: number;
}

export interface ChatCall {
  readonly body: ChatBody;
  /** Estimate of the tokens it takes, prompt and answer, for limits a minute. */
  readonly tokens: number;
  /** Whose call it is: jitter is drawn from it. */
  readonly key: string;
  /** Leave for each of its requests, undefined where there is none any more. Default: always. */
  readonly leave?: (signal: AbortSignal) => Promise<CallLeave | undefined>;
}

/** How a call ended. */
export type ChatReply =
  | { readonly kind: 'answered'; readonly completion: Completion }
  | { readonly kind: 'filtered'; readonly reason: string }
  /** `status`: the server's, where it refused this very request. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status?: number };

/** What was sent and came back, for `run.json`. */
export interface ChatStats {
  requests: number;
  answered: number;
  /** Requests refused as too many. */
  limited: number;
  /** Requests asked again after a failure of server or connection. */
  retried: number;
  /** Answers lost on the way: they may have been billed. */
  unknown: number;
  malformed: number;
  /** Calls given up. */
  failed: number;
  input_tokens: number;
  cached_tokens: number;
  output_tokens: number;
  /** Answers whose tokens the server did not count. */
  uncounted: number;
}

export interface ChatClient {
  readonly stats: Readonly<ChatStats>;
  /** Why no call is made any more, once a server has shut the door. */
  readonly closed: string | undefined;
  /** Makes a call. Rejects only when `signal` is aborted. */
  call(call: ChatCall, signal: AbortSignal): Promise<ChatReply>;
}

export interface ClientWorld {
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly seed: number;
}

/** No leave was given: the request was not sent. */
interface NoLeave {
  readonly kind: 'no-leave';
}

const firstBackoffMs = 500;
const longestBackoffMs = 20_000;

/** Opens a client of one system; systems of one provider share a limiter. */
export const openChatClient = async (
  endpoint: Endpoint,
  retries: RetryLimits,
  world: ClientWorld,
): Promise<ChatClient> => {
  const transport = await openTransport(endpoint, world.clock, redactorOf(endpoint));
  return new Client(transport, retries, world, endpoint);
};

const always = async (): Promise<CallLeave> => ({ settle: () => {} });

/** What a call has used up so far. */
interface Spent {
  attempts: number;
  limited: number;
  lost: number;
  waitedMs: number;
}

class Client implements ChatClient {
  readonly stats: ChatStats = {
    requests: 0,
    answered: 0,
    limited: 0,
    retried: 0,
    unknown: 0,
    malformed: 0,
    failed: 0,
    input_tokens: 0,
    cached_tokens: 0,
    output_tokens: 0,
    uncounted: 0,
  };
  #closed: string | undefined;
  readonly #transport: Transport;
  readonly #retries: RetryLimits;
  readonly #world: ClientWorld;
  readonly #redact: (text: string) => string;
  readonly #secretIn: (completion: Completion) => string | undefined;

  constructor(transport: Transport, retries: RetryLimits, world: ClientWorld, endpoint: Endpoint) {
    this.#transport = transport;
    this.#retries = retries;
    this.#world = world;
    this.#redact = redactorOf(endpoint);
    this.#secretIn = secretFinder(endpoint);
  }

  get closed(): string | undefined {
    return this.#closed;
  }

  async call(call: ChatCall, signal: AbortSignal): Promise<ChatReply> {
    const spent: Spent = { attempts: 0, limited: 0, lost: 0, waitedMs: 0 };
    for (;;) {
      const result = await this.#request(call, signal);
      if (result === undefined) return this.#fail(this.#closed as string);
      switch (result.kind) {
        case 'answered':
          return this.#checked(result);
        case 'filtered':
          return { kind: 'filtered', reason: this.#redact(result.reason) };
        case 'rejected':
          return this.#fail(result.reason, result.status);
        case 'closed':
          return this.#fail(result.reason);
        case 'no-leave':
          return this.#fail('the budget is used up');
        default:
          if (!(await this.#mayAskAgain(result, call, spent, signal))) return this.#fail(result.reason);
      }
    }
  }

  /** Not asked again where it holds a secret: it was paid for, and every request sends the secret once more. */
  #checked(reply: Extract<ChatReply, { kind: 'answered' }>): ChatReply {
    const secret = this.#secretIn(reply.completion);
    return secret === undefined
      ? reply
      : this.#fail(`an answer that holds the value of ${secret} or a long part of it`);
  }

  /** Sends one request when limiter and budget let it; undefined where the door is shut. */
  async #request(
    { body, tokens, leave: askLeave = always }: ChatCall,
    signal: AbortSignal,
  ): Promise<Outcome['result'] | NoLeave | undefined> {
    const { limiter } = this.#world;
    if (this.#closed !== undefined) return undefined;
    const permit = await limiter.acquire(tokens, signal);
    let leave: CallLeave | undefined;
    let outcome: Outcome | undefined;
    let isSent = false;
    try {
      leave = await askLeave(signal);
      if (leave === undefined) return { kind: 'no-leave' };
      if (this.#closed !== undefined) return undefined; // shut while this call waited
      isSent = true;
      this.stats.requests += 1;
      outcome = await this.#transport(body, signal);
      return outcome.result;
    } finally {
      leave?.settle(isSent ? billOf(outcome) : 'nothing');
      const { result, headers } = outcome ?? {};
      if (headers) this.#heed(headers);
      // before the permit goes back: the next call must find the door shut
      if (result?.kind === 'closed') this.#closed ??= this.#redact(result.reason);
      const usage = result?.kind === 'answered' ? this.#count(result.completion) : undefined;
      permit.done(
        result?.kind === 'answered' ? 'ok' : result?.kind === 'limited' ? 'limited' : 'failed',
        usage && usage.input + usage.output,
      );
    }
  }

  /** Waits as the provider's headers tell, also for the calls beside this one. */
  #heed(headers: Headers): void {
    const ms = exhaustedFor(headers);
    if (ms > 0) this.#world.limiter.pause(Math.min(ms, this.#retries.budgetMs));
  }

  #count({ usage }: Completion): Usage | undefined {
    this.stats.answered += 1;
    if (usage) {
      this.stats.input_tokens += usage.input;
      this.stats.cached_tokens += usage.cached;
      this.stats.output_tokens += usage.output;
    } else this.stats.uncounted += 1;
    return usage;
  }

  /** Whether the call may be made again; resolves when it is time. */
  async #mayAskAgain(
    failure: Extract<Failure, { kind: 'limited' | 'transient' | 'unknown' | 'malformed' }>,
    { key }: ChatCall,
    spent: Spent,
    signal: AbortSignal,
  ): Promise<boolean> {
    this.#note(failure, spent);
    if (spent.lost > 1 || spent.attempts >= this.#retries.attempts) return false;
    const waitMs = this.#backoff(failure, key, spent);
    // a wait of hours is a spent quota: to ask again would only add to the refusals
    if (failure.kind === 'limited' && waitMs > this.#retries.budgetMs)
      this.#closed ??= this.#redact(`${failure.reason} (to be asked again in ${Math.ceil(waitMs / 1000)} s)`);
    if (spent.waitedMs + waitMs > this.#retries.budgetMs) return false;
    spent.waitedMs += waitMs;
    this.stats.retried += 1;
    if (failure.kind === 'limited' && failure.waitMs !== undefined) this.#world.limiter.pause(waitMs);
    else await this.#world.clock.sleep(waitMs, signal);
    return true;
  }

  #note({ kind }: Failure, spent: Spent): void {
    if (kind === 'limited') {
      spent.limited += 1;
      this.stats.limited += 1;
      return; // told to wait is no failure: only the budget ends it
    }
    spent.attempts += 1;
    if (kind === 'malformed') this.stats.malformed += 1;
    if (kind !== 'unknown') return;
    spent.lost += 1;
    this.stats.unknown += 1;
  }

  /** Exponential with equal jitter: half is certain, half is drawn. What the provider tells is the least. */
  #backoff(failure: Failure, key: string, { attempts, limited }: Spent): number {
    const tries = attempts + limited;
    const most = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (tries - 1));
    const own = most * (0.5 + 0.5 * createRandom(this.#world.seed, 'backoff', key, tries).next());
    return 'waitMs' in failure && failure.waitMs !== undefined ? Math.max(failure.waitMs, own / 10) : own;
  }

  #fail(reason: string, status?: number): ChatReply {
    this.stats.failed += 1;
    return { kind: 'failed', reason: this.#redact(reason), ...(status === undefined ? {} : { status }) };
  }
}
