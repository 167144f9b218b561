import t from 'tap';
import { agreementOf, createCollector, lengthQuantile } from '../../src/report/collect.ts';
import type { DecisionRecord } from '../../src/types.ts';
import { invent } from './invented.ts';

const collected = (
  limit: number,
  margins: readonly (number | null)[],
  kinds: readonly DecisionRecord['kind'][] = [],
) => {
  const { dialogues } = invent({ dialogues: margins.length, margin: (dialogue) => margins[dialogue]! });
  const collector = createCollector(limit);
  for (const [place, { decision, scores }] of dialogues.entries())
    collector.add({ ...decision, kind: kinds[place] ?? 'selected' }, scores);
  return collector.take();
};

t.test('the smallest margins are kept, in input order', async (t) => {
  const margins = Array.from({ length: 50 }, (_, place) => ((place * 37) % 50) / 100);
  const { shown, dialogues } = collected(7, margins);
  t.equal(dialogues, 50);
  const expected = [...margins.keys()]
    .sort((a, b) => margins[a]! - margins[b]!)
    .slice(0, 7)
    .sort((a, b) => a - b);
  t.same(
    shown.map(({ place }) => place),
    expected,
  );
});

t.test('fallbacks come before all, dialogues without another text last', async (t) => {
  const { shown, fallbacks, margins } = collected(
    3,
    [0.1, null, 0.2, null],
    ['selected', 'selected', 'selected', 'fallback'],
  );
  t.same(
    shown.map(({ place }) => place),
    [0, 2, 3],
  );
  t.equal(fallbacks, 1);
  t.same([...margins], [0.1, 0.2]);
});

t.test('the margins of all dialogues are kept, however many', async (t) => {
  const given = Array.from({ length: 2050 }, (_, place) => (place % 7) / 8);
  t.strictSame([...collected(2, given).margins], given);
});

t.test('equal margins are kept by their place', async (t) => {
  const { shown } = collected(2, [0.1, 0.1, 0.1, 0.1, 0.1]);
  t.same(
    shown.map(({ place }) => place),
    [0, 1],
  );
});

t.test('agreement is the mean expected utility of the candidates that have one', async (t) => {
  const scores = invent({ dialogues: 1 }).dialogues.flatMap((dialogue) => dialogue.scores);
  t.equal(agreementOf(scores), (0.5 + 0.4 + 0.3) / 3);
  t.equal(agreementOf([]), null);
});

t.test('quantiles of counted lengths are those of the lengths', async (t) => {
  const counts = new Map([
    [10, 1],
    [5, 2],
    [20, 1],
  ]);
  t.same(
    [0.25, 0.5, 0.75, 1].map((share) => lengthQuantile(counts, share)),
    [5, 5, 10, 20],
  );
  t.ok(Number.isNaN(lengthQuantile(new Map(), 0.5)));
});
