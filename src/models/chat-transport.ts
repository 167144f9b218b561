/** One request to a chat server, over the official client: exactly one, whatever comes of it. */
import type OpenAI from 'openai';
import { type Completion, readCompletion } from './chat-answer.ts';
import { connectionReason, type Failure, failureOf } from './chat-failure.ts';
import type { Clock } from './clock.ts';

/** What is sent. */
export type ChatBody = OpenAI.ChatCompletionCreateParamsNonStreaming;

export interface Endpoint {
  readonly baseUrl: string;
  /** Undefined for a server that asks for none. */
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** For one request, from sending it to the last byte of its answer. */
  readonly timeoutMs: number;
}

/** What came of a request; `headers` where the server answered at all. */
export interface Outcome {
  readonly result: { readonly kind: 'answered'; readonly completion: Completion } | Failure;
  readonly headers?: Headers | undefined;
}

/** Sends one request. Rejects only when `signal` is aborted. */
export type Transport = (body: ChatBody, signal: AbortSignal) => Promise<Outcome>;

/** No completion is that long; a server that sends without end must not fill the memory. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Opens the client; the package is loaded here, since commands without chat systems start faster without it. */
export const openTransport = async (
  endpoint: Endpoint,
  clock: Clock,
  redact: (text: string) => string,
): Promise<Transport> => {
  const openai = await import('openai');
  const { baseUrl, apiKey, headers, timeoutMs } = endpoint;
  const client = new openai.OpenAI({
    baseURL: baseUrl,
    // Without a value of its own the client takes keys and names from the environment, for whatever address.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    defaultHeaders: { ...(apiKey === undefined ? { Authorization: null } : {}), ...headers },
    maxRetries: 0,
    timeout: timeoutMs + 1000, // ours ends first, and covers the body too
    logLevel: 'off',
    fetchOptions: { redirect: 'manual' },
  });
  const sortError = (error: unknown): Outcome | undefined => {
    if (!(error instanceof openai.APIError) || error.status === undefined) return undefined;
    const { status, headers: told = new Headers(), code, message } = error;
    const kind = { status, headers: told, code: code ?? undefined, message: redact(message) };
    return { result: failureOf(kind, clock.date()), headers: told };
  };
  return async (body, signal) => {
    const deadline = startDeadline(timeoutMs, signal);
    let headers: Headers | undefined;
    try {
      const response = await client.chat.completions.create(body, { signal: deadline.signal }).asResponse();
      headers = response.headers;
      return { result: answerOf(await readBody(response), redact), headers };
    } catch (error) {
      signal.throwIfAborted();
      const reason = deadline.isOver() ? `no whole answer within ${timeoutMs / 1000} s` : undefined;
      // an answer began or was being made: it may be billed
      if (reason !== undefined || headers !== undefined)
        return { result: { kind: 'unknown', reason: reason ?? connectionReason(error) }, headers };
      return (
        sortError(error) ?? {
          result: { kind: 'transient', reason: connectionReason(error), waitMs: undefined },
        }
      );
    } finally {
      deadline.clear();
    }
  };
};

const answerOf = (body: string | undefined, redact: (text: string) => string): Outcome['result'] => {
  if (body === undefined) return { kind: 'malformed', reason: `a body of more than ${maxBodyBytes} bytes` };
  const completion = readCompletion(body, redact);
  return 'malformed' in completion
    ? { kind: 'malformed', reason: completion.malformed }
    : { kind: 'answered', completion };
};

const readBody = async (response: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** A signal that ends with `outer` or when time is up; its listeners do not outlive the request. */
const startDeadline = (ms: number, outer: AbortSignal) => {
  const controller = new AbortController();
  let isOver = false;
  const end = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', end, { once: true });
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear: () => {
      outer.removeEventListener('abort', end);
      clearTimeout(timer);
    },
  };
};
