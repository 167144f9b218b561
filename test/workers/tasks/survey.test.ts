import t from 'tap';
import type { PreparedPool } from '../../../src/workers/tasks/prepare.ts';
import { gatedDialogue } from '../../../src/workers/tasks/survey.ts';

const tokensSeen = (tokens: readonly string[]): number | undefined => {
  const prepared = {
    pool: {
      dialogue: { id: 'd', index: 0, text: '', references: [] },
      candidates: [{ system: 's', candidate: 0, text: 'a b c', status: 'ok' }],
    },
    collapsed: { hypotheses: [{ text: 'a b c', rows: [0] }], hypothesisOf: Int32Array.of(0) },
    tokens: [tokens],
  } as unknown as PreparedPool;
  return gatedDialogue(prepared).rows[0]?.tokens;
};

t.test('gates count the words of a text that its tokenizer hands over whole', async (t) => {
  t.equal(tokensSeen(['the meeting is at three']), 5);
  t.equal(tokensSeen(['word']), 1);
  t.equal(tokensSeen([' ']), 0);
});

t.test('gates count tokens', async (t) => {
  t.equal(tokensSeen(['a', 'b', 'c']), 3);
  t.equal(tokensSeen([]), 0);
});
