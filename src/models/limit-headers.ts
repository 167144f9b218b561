/** What a provider tells of its limits, in the headers of its answers. */

/** Milliseconds after which to ask again; undefined where nothing is told. `date`: milliseconds since 1970. */
export const retryAfter = (headers: Headers, date: number): number | undefined => {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return Math.max(0, ms);
  const told = headers.get('retry-after');
  if (told === null) return undefined;
  const seconds = Number(told);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(told) - date;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
};

/** Milliseconds until requests and tokens are left again; 0 where some are left now, or nothing is told. */
export const exhaustedFor = (headers: Headers): number =>
  Math.max(...['requests', 'tokens'].map((what) => resetOf(headers, what)));

const resetOf = (headers: Headers, what: string): number => {
  const remaining = headers.get(`x-ratelimit-remaining-${what}`);
  if (remaining === null || Number(remaining) > 0) return 0;
  return durationMs(headers.get(`x-ratelimit-reset-${what}`) ?? '') ?? 0;
};

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `6m0s`, `20ms`, `1.5` (seconds); undefined for anything else. */
export const durationMs = (text: string): number | undefined => {
  if (/^\d+(\.\d+)?$/u.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/u.test(text)) return undefined;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/gu))
    total += Number(number) * units[unit as string]!;
  return total;
};
