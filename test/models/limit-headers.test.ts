import t from 'tap';
import { durationMs, exhaustedFor, retryAfter } from '../../src/models/limit-headers.ts';

t.test('retry-after is milliseconds, seconds or a date', async (t) => {
  t.equal(retryAfter(new Headers({ 'retry-after-ms': '250', 'retry-after': '9' }), 0), 250);
  t.equal(retryAfter(new Headers({ 'retry-after': '1.5' }), 0), 1500);
  t.equal(retryAfter(new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }), 4000), 6000);
  t.equal(retryAfter(new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }), 20_000), 0);
  t.equal(retryAfter(new Headers({ 'retry-after': 'soon' }), 0), undefined);
  t.equal(retryAfter(new Headers(), 0), undefined);
});

t.test('durations are read as providers write them', async (t) => {
  t.equal(durationMs('6m0s'), 360_000);
  t.equal(durationMs('1h2m3s'), 3_723_000);
  t.equal(durationMs('20ms'), 20);
  t.equal(durationMs('7.66s'), 7660);
  t.equal(durationMs('2'), 2000);
  t.equal(durationMs('never'), undefined);
});

t.test('only what has run out makes wait, the longest of requests and tokens', async (t) => {
  const headers = (requests: string, tokens: string) =>
    new Headers({
      'x-ratelimit-remaining-requests': requests,
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-tokens': tokens,
      'x-ratelimit-reset-tokens': '6m0s',
    });
  t.equal(exhaustedFor(headers('0', '5')), 1000);
  t.equal(exhaustedFor(headers('0', '0')), 360_000);
  t.equal(exhaustedFor(headers('3', '5')), 0);
  t.equal(exhaustedFor(new Headers()), 0);
});
