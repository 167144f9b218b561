/** What became of one request that brought no completion, and what may be done about it. */
import { retryAfter } from './limit-headers.ts';

/** `waitMs`: what the server told. */
export type Failure =
  /** The provider has had too many requests; it has not worked on this one. */
  | { readonly kind: 'limited'; readonly reason: string; readonly waitMs: number | undefined }
  /** No answer began: asking again is likely to help. */
  | { readonly kind: 'transient'; readonly reason: string; readonly waitMs: number | undefined }
  /** An answer began or was being made and did not arrive: it may be billed. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** An answer arrived that is no completion. */
  | { readonly kind: 'malformed'; readonly reason: string }
  /** The provider's filter refused the prompt. */
  | { readonly kind: 'filtered'; readonly reason: string }
  /** This request will never be answered. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly status: number }
  /** No request will be answered: key, address or model are wrong, or the money is gone. */
  | { readonly kind: 'closed'; readonly reason: string };

/** The parts of an HTTP error that decide. */
export interface HttpError {
  readonly status: number;
  readonly headers: Headers;
  /** The provider's own code, such as `insufficient_quota`. */
  readonly code: string | undefined;
  /** Without secrets: it is cut, and no one finds a secret of which only a piece is left. */
  readonly message: string;
}

const closing: ReadonlySet<number> = new Set([401, 402, 403, 404]);
const passing: ReadonlySet<number> = new Set([408, 409, 425]);
const filters: ReadonlySet<string> = new Set(['content_filter', 'content_policy_violation']);
const spent: ReadonlySet<string> = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/** Sorts an HTTP error. `date`: milliseconds since 1970. */
export const failureOf = ({ status, headers, code, message }: HttpError, date: number): Failure => {
  const reason = `HTTP ${status}: ${message.replace(/\s+/gu, ' ').trim().slice(0, 200)}`;
  const waitMs = retryAfter(headers, date);
  if (closing.has(status) || spent.has(code ?? '')) return { kind: 'closed', reason };
  if (filters.has(code ?? '')) return { kind: 'filtered', reason };
  if (status === 429) return { kind: 'limited', reason, waitMs };
  if (status >= 500 || passing.has(status)) return { kind: 'transient', reason, waitMs };
  // a redirect would carry the key to another address
  return { kind: 'rejected', reason, status };
};

/** The innermost message of a broken connection, such as `ECONNRESET`. */
export const connectionReason = (error: unknown): string => {
  let told = '';
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1)
    told = (each as { code?: string }).code ?? each.message;
  return told || 'the connection broke';
};
