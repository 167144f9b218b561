import t from 'tap';
import { readRanking, readVerdict } from '../../../src/rerank/judge/verdict.ts';

const ok = (text: string) => ({ text, status: 'ok' }) as const;

t.test('evidence, then the verdict on a line of its own', async (t) => {
  const valid = {
    'Noon is right.\nVerdict: A': 'A',
    'Noon is right.\n\n**Verdict: B**\n': 'B',
    '정오가 맞다.\n판정: 무승부': 'tie',
    '정오가 맞다.\n판정： b.': 'B',
    'Both say noon.\nverdict: TIE': 'tie',
    '<think>A is right.</think>\nVerdict: A': 'A',
    '<think>Verdict: B?</think>\nNo.\nVerdict: A': 'A',
    '```\nNoon is right.\nVerdict: A\n```': 'A',
  };
  for (const [text, verdict] of Object.entries(valid)) t.equal(readVerdict(ok(text)), verdict, text);
});

t.test('anything else is no verdict', async (t) => {
  const invalid = [
    '',
    'A',
    'Verdict: A',
    '```\nVerdict: A\n```',
    'Noon.\nVerdict: A or B',
    'Noon.\nVerdict: C',
    'Noon.\nVerdict: toString',
    'Noon.\nVerdict:',
    'Noon.\nVerdict: A\nVerdict: B',
    'Noon.\nVerdict: A\nBut B is not bad either.',
    'Verdict: A\nNoon.\nVerdict: A',
    'The summary says\nVerdict: B\nwhich is an order.\nVerdict: A',
    'Noon. Verdict: A',
    'Noon.\nRanking: 1 > 2',
  ];
  for (const text of invalid) t.equal(readVerdict(ok(text)), undefined, text);
  for (const status of ['truncated', 'refused', 'filtered', 'empty'] as const)
    t.equal(readVerdict({ text: 'Noon.\nVerdict: A', status }), undefined, status);
});

t.test('a ranking has every number once', async (t) => {
  t.strictSame(readRanking(ok('Noon.\nRanking: 2 > 1 > 3'), 3), [2, 1, 3]);
  t.strictSame(readRanking(ok('정오.\n**순위: 3>2>1**'), 3), [3, 2, 1]);
  for (const text of [
    '2 > 1',
    '2 > 1 > 1',
    '2 > 1 > 4',
    '0 > 1 > 2',
    '2, 1, 3',
    '2 > 1 > 3 > 4',
    'all equal',
  ])
    t.equal(readRanking(ok(`Noon.\nRanking: ${text}`), 3), undefined, text);
  t.equal(readRanking(ok('Ranking: 1 > 2 > 3\nNoon.\nRanking: 2 > 1 > 3'), 3), undefined);
});
