/** What one request to a chat server is billed, as far as its end tells. */
import type { Usage } from './chat-answer.ts';
import type { Outcome } from './chat-transport.ts';

/** Tokens, or `nothing`; `unknown` where it may or may not be billed, or where the server does not count. */
export type Bill = Usage | 'nothing' | 'unknown';

/** Leave for one request; settled once it has ended. */
export interface CallLeave {
  settle(bill: Bill): void;
}

/** A request that met these never reached a server. */
const unsent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The bill of a request; undefined: it was sent and its end was not awaited. */
export const billOf = (outcome: Outcome | undefined): Bill => {
  if (outcome === undefined) return 'unknown';
  const { result, headers } = outcome;
  switch (result.kind) {
    case 'answered':
      return result.completion.usage ?? 'unknown';
    case 'limited':
    case 'rejected':
    case 'closed':
      return 'nothing';
    case 'transient':
      return headers !== undefined || unsent.has(result.reason) ? 'nothing' : 'unknown';
    case 'filtered': // some providers bill the prompt that their filter refused
    case 'malformed':
    case 'unknown':
      return 'unknown';
    default:
      throw new Error(`unknown outcome ${result satisfies never}`);
  }
};
