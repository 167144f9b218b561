// Expectations are worked by hand from the definitions in `wording.ts` and `lexicon.ts`.
import t from 'tap';
import { lexicon } from '../../../src/rerank/features/lexicon.ts';
import { sayingsOf } from '../../../src/rerank/features/wording.ts';
import { featuresOf, poolOf } from './pool.ts';

t.test(
  'what candidates say is told once, with who says it, how often, and how often the dialogue does',
  async (t) => {
    const spelled = {
      hypotheses: [
        ['a', 'b', '.', 'a'],
        ['b', 'c'],
      ],
      counts: [2, 1],
      source: ['b', 'b', 'x'],
    };
    t.strictSame(sayingsOf(spelled, 'words'), {
      grams: ['a', 'b', 'c'],
      // a: two say it, twice each, not in the dialogue; b: three, once, twice in the dialogue; c: one, once, not in it
      circumstance: Uint8Array.of((1 * 4 + 0) * 3 + 1, (2 * 4 + 2) * 3 + 0, 0),
      texts: [Int32Array.of(0, 1), Int32Array.of(1, 2)],
    });
    t.strictSame(sayingsOf(spelled, 'pairs').grams, ['a b', 'b a', 'b c']);
  },
);

t.test(
  'what is expected takes every word for as likely as where it stands, who says it and its own odds say',
  async (t) => {
    const nothing = { grams: new Int32Array(), circumstance: new Uint8Array(), texts: [] };
    const pool = {
      ...poolOf({ written: ['a b', 'c'] }),
      wording: {
        words: {
          grams: Int32Array.of(0, 1, -1),
          circumstance: Uint8Array.of(0, 0, 1),
          texts: [Int32Array.of(0, 1), Int32Array.of(2)],
        },
        pairs: { ...nothing, texts: [new Int32Array(), new Int32Array()] },
      },
    };
    const fitted = {
      skills: new Float64Array(),
      intercepts: new Float64Array(),
      lexicon: {
        odds: Float64Array.of(1, 3),
        words: { base: Float64Array.of(1, 1 / 3), systems: Float64Array.of(1, 0.5), length: 2 },
        pairs: { base: Float64Array.of(1, 1), systems: Float64Array.of(1, 1), length: 2 },
      },
    };
    // odds 1, 1 · 3 and 1/3 · 0.5, chances 1/2, 3/4 and 1/7: 2 · 1.25 / (2 + 2), 2 / 7 / (1 + 2)
    t.strictSame(featuresOf(lexicon, pool, fitted), {
      'lexicon.words': [0.625, 0.095238095],
      'lexicon.words.precision': [0.625, 0.142857143],
      'lexicon.words.recall': [0.625, 0.071428571],
      'lexicon.pairs': [0, 0],
      'lexicon.pairs.precision': [0, 0],
      'lexicon.pairs.recall': [0, 0],
      'lexicon.mean': [0.3125, 0.047619048],
    });
  },
);

t.test('where references have no pairs, nothing of them can be had', async (t) => {
  const said = { grams: Int32Array.of(0), circumstance: Uint8Array.of(0), texts: [Int32Array.of(0)] };
  const usage = { base: Float64Array.of(1), systems: Float64Array.of(1) };
  const fitted = {
    skills: new Float64Array(),
    intercepts: new Float64Array(),
    lexicon: {
      odds: Float64Array.of(1),
      words: { ...usage, length: 1 },
      pairs: { ...usage, length: 0 },
    },
  };
  const pool = { ...poolOf({ written: ['a b'] }), wording: { words: said, pairs: said } };
  const features = featuresOf(lexicon, pool, fitted);
  // odds of 1 are a chance of 1/2
  t.strictSame(features['lexicon.words.recall'], [0.5]);
  t.strictSame(features['lexicon.pairs.recall'], [0]);
});
