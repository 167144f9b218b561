import t from 'tap';
import { billOf } from '../../src/models/chat-bill.ts';
import type { Outcome } from '../../src/models/chat-transport.ts';

const headers = new Headers();
const usage = { input: 3, cached: 0, output: 2 };
const failure = (kind: string, reason = 'x', more: object = {}): Outcome =>
  ({ result: { kind, reason, waitMs: undefined }, ...more }) as unknown as Outcome;

t.test('tokens are billed, refusals are not, and what nobody knows may be', async (t) => {
  const answered = (counted: typeof usage | undefined): Outcome => ({
    result: { kind: 'answered', completion: { choices: [], usage: counted } },
    headers,
  });
  t.equal(billOf(answered(usage)), usage);
  t.equal(billOf(answered(undefined)), 'unknown');
  for (const kind of ['limited', 'rejected', 'closed']) t.equal(billOf(failure(kind)), 'nothing', kind);
  for (const kind of ['filtered', 'malformed', 'unknown']) t.equal(billOf(failure(kind)), 'unknown', kind);
  t.equal(billOf(undefined), 'unknown', 'sent, its end not awaited');
});

t.test('a broken connection may have been heard, unless it never stood', async (t) => {
  t.equal(billOf(failure('transient', 'ECONNRESET')), 'unknown');
  t.equal(billOf(failure('transient', 'ECONNREFUSED')), 'nothing');
  t.equal(billOf(failure('transient', 'HTTP 500: x', { headers })), 'nothing');
});
