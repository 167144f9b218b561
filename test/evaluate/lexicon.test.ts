// Expectations are worked by hand from the formula in `lexicon.ts`.
import t from 'tap';
import type { LabelledPool } from '../../src/evaluate/labelled-pool.ts';
import { fitLexicon } from '../../src/evaluate/lexicon.ts';
import { invent } from './invented.ts';

const [pool] = invent({ dialogues: 1, skills: [0.5], spread: 0, insight: 0, seed: 1 }).pools;
const nothing = { grams: new Int32Array(), circumstance: new Uint8Array(), texts: [] };

const saying = (grams: readonly number[], share: readonly number[], length: number): LabelledPool => ({
  ...(pool as LabelledPool),
  wording: {
    words: { grams: Int32Array.from(grams), circumstance: new Uint8Array(grams.length), texts: [] },
    pairs: nothing,
  },
  usage: {
    words: { share: Float64Array.from(share), length },
    pairs: { share: new Float64Array(), length: 0 },
  },
});

t.test('odds are those of a word by those of all that stands as it does, smoothed', async (t) => {
  const lexicon = fitLexicon([saying([0, 1], [1, 0], 4), saying([0], [1], 6)], 2);
  // two of three hits: 2 to 1 in all circumstances
  t.ok(Math.abs(lexicon!.words.base[0]! - 2) < 1e-12);
  t.ok(Math.abs(lexicon!.words.base[50]! - 2) < 1e-12);
  t.equal(lexicon!.words.length, 5);
  // 2 kept of 2, 4/3 expected: (2 + 8/3) / (4/3 + 8/3) · (2 − 4/3 + 4/3) / (2 − 2 + 4/3) = 7/4; seen in one dialogue: 1
  t.ok(Math.abs(lexicon!.odds[0]! - 1.75) < 1e-12);
  t.equal(lexicon!.odds[1], 1);
});

t.test('pools that hold no words give no lexicon', async (t) => {
  t.equal(fitLexicon([pool as LabelledPool], 0), undefined);
});
