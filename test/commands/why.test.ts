/** What `why` says beside the votes; expectations follow from the texts and scores written here. */
import t from 'tap';
import { bracketed, choicesAlone } from '../../src/commands/why-alone.ts';
import type { FinishedDialogue } from '../../src/run/finished.ts';
import type { ScoreRecord } from '../../src/types.ts';

const score = (
  system: string,
  scores: ScoreRecord['scores'],
  more: Partial<ScoreRecord> = {},
): ScoreRecord => ({
  id: 'a',
  system,
  candidate: 0,
  text: system,
  count: 1,
  status: 'ok',
  gate: null,
  prior: 1,
  logprob: null,
  scores,
  fused: null,
  rank: 0,
  ...more,
});

const decided = (...scores: ScoreRecord[]): FinishedDialogue => ({
  decision: {} as FinishedDialogue['decision'],
  scores: scores.map((each, rank) => ({ ...each, rank })),
});

t.test('each column names its best candidate among those that may win', async (t) => {
  const gate = { name: 'tags', reason: 'x' };
  const dialogue = decided(
    score('a', { mbr: 0.5, cross: null }),
    score('b', { mbr: 0.5, cross: 0.2 }),
    score('c', { mbr: 0.9, cross: 0.1 }, { gate }),
    score('d', { mbr: 0.7, cross: 0.3 }, { text: ' ' }),
  );
  t.strictSame(choicesAlone(dialogue), [
    { column: 'mbr', row: 0 },
    { column: 'cross', row: 1 },
  ]);
  t.strictSame(choicesAlone(decided(score('a', { mbr: 0.4 }, { gate: { ...gate, lifted: true } }))), [
    { column: 'mbr', row: 0 },
  ]);
});

t.test('brackets stand around what more than half of the others have', async (t) => {
  const others = ['Amy buys a red car.', 'Amy buys a bike.', 'He sings.'];
  t.equal(bracketed('Amy buys a red car today.', others), '[Amy buys a] red car today.');
  t.equal(bracketed('Amy buys a red car.', others.slice(0, 2)), '[Amy buys a] red car.');
  t.equal(bracketed('Ben sleeps.', others), 'Ben sleeps.');
  t.equal(bracketed('Ben sleeps.', []), 'Ben sleeps.');
  const korean = bracketed('#Person1#은 표를 산다.', ['#Person1#은 표를 산다.', '#Person1#은 표를 판다.']);
  t.equal(korean, '[#Person1#은 표를] 산다.');
});
