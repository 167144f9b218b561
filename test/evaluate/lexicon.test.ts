// Expectations are worked by hand from the formulas in `lexicon.ts` and `sayings.ts`.
import t from 'tap';
import { fitPairwise } from '../../src/evaluate/fit-pairwise.ts';
import type { LabelledPool } from '../../src/evaluate/labelled-pool.ts';
import { fitLexicon } from '../../src/evaluate/lexicon.ts';
import { fitSayings } from '../../src/evaluate/sayings.ts';
import { createRandom } from '../../src/random.ts';
import { circumstances } from '../../src/rerank/features/wording.ts';
import { invent } from './invented.ts';

const set = invent({ dialogues: 1, skills: [0.5, 0.5], spread: 0, insight: 0, seed: 1 });
const [pool] = set.pools as readonly [LabelledPool];

/** A dialogue whose two systems say `grams`, each once; references say `share` of each. */
const saying = (
  texts: readonly (readonly number[])[],
  share: readonly number[],
  length = 2,
): LabelledPool => {
  const grams = [...new Set(texts.flat())].sort((a, b) => a - b);
  const said = (kept: boolean) => ({
    grams: Int32Array.from(kept ? grams : []),
    circumstance: new Uint8Array(kept ? grams.length : 0),
    texts: texts.map((own) => Int32Array.from(kept ? own : [], (gram) => grams.indexOf(gram))),
  });
  return {
    ...pool,
    wording: { words: said(true), pairs: said(false) },
    usage: {
      words: { share: Float64Array.from(share), length },
      pairs: { share: new Float64Array(), length: 0 },
    },
  };
};
const close = (a: number | undefined, b: number): boolean => Math.abs(a! - b) < 1e-12;

t.test('odds are those of a word by those of all that are said like it, smoothed', async (t) => {
  const by = { base: new Float64Array(circumstances).fill(4), systems: Float64Array.of(0.5, 1) };
  const pools = [saying([[0, 1], [1]], [1, 0], 4), saying([[0], []], [1], 6)];
  const lexicon = fitLexicon(pools, 2, { words: by, pairs: by })!;
  t.equal(lexicon.words.length, 5);
  t.equal(lexicon.words.base, by.base);
  // odds of 4 · 0.5 expect 4/3 of 2 uses; kept are 2; two of three hits in all:
  // (2 + 8/3) / (4/3 + 8/3) · (2 − 4/3 + 4/3) / (2 − 2 + 4/3) = 7/4. The other was seen in one dialogue: 1
  t.ok(close(lexicon.odds[0], 1.75), String(lexicon.odds[0]));
  t.equal(lexicon.odds[1], 1);
});

t.test('what better systems say is likelier to be said by references', async (t) => {
  const pools = Array.from({ length: 20 }, () => saying([[0], [1]], [1, 0]));
  const { words } = fitSayings(pools, 3)!;
  const [first, second, absent] = words.systems as unknown as [number, number, number];
  t.ok(first > 3 && second < 1 / 3, `${first} ${second}`);
  t.equal(absent, 1, 'a system that says nothing changes nothing');
  t.ok(words.base[0]! > 0.5 && words.base[0]! < 2, 'of all that is said there, references say half');
});

t.test('a candidate may say more words than a call takes arguments', async (t) => {
  const words = 200_000;
  const grams = Int32Array.from({ length: words }, (_, gram) => gram);
  const said = { grams, circumstance: new Uint8Array(words), texts: [grams, new Int32Array()] };
  const use = { share: Float64Array.from(grams, (gram) => gram % 2), length: words };
  const large = { ...pool, wording: { words: said, pairs: said }, usage: { words: use, pairs: use } };
  const { systems } = fitSayings([large], 2)!.words;
  t.ok(close(systems[0], 1) && systems[1] === 1, `half of them are in references: ${systems}`);
});

t.test('pools that hold no words give no lexicon', async (t) => {
  t.equal(fitSayings([pool], 2), undefined);
  t.equal(fitLexicon([pool], 0, undefined), undefined);
});

/**
 * Dialogues whose two systems say four words each out of 60, and whose references say each word or not: by a rule that holds for
 * all dialogues, or by chance. Gold is the share of its words that the references say.
 */
const world = (rule: 'words' | 'chance') => {
  const dialogues = 120;
  const own = invent({ dialogues, skills: [0.5, 0.5], spread: 0, insight: 0, seed: 2 });
  const pools = own.pools.map((each) => {
    const random = createRandom(7, each.id);
    const texts = [0, 1].map(() => [...new Set(Array.from({ length: 4 }, () => random.below(60)))]);
    const grams = [...new Set(texts.flat())].sort((a, b) => a - b);
    const share = grams.map((gram) => Number(rule === 'words' ? gram % 2 === 0 : random.next() < 0.5));
    const gold = texts.map(
      (text) => text.filter((gram) => share[grams.indexOf(gram)] === 1).length / text.length,
    );
    const { wording, usage } = saying(texts, share);
    return { ...each, gold: Float64Array.from(gold), wording, usage } as LabelledPool;
  });
  const { systems, features } = own;
  const vocabulary = Array.from({ length: 60 }, (_, gram) => `w${gram}`);
  const context = { systems, features, vocabulary, clusterOf: Int32Array.of(0, 1), seed: 1, strength: 0.1 };
  const { weights } = fitPairwise(pools, context);
  const told = features.flatMap((name, place) => (name.startsWith('lexicon.words') ? [weights[place]!] : []));
  return told.reduce((sum, weight) => sum + weight, 0);
};

t.test('a training dialogue tells nothing of its own references by its lexicon', async (t) => {
  const learned = world('words');
  t.ok(learned > 0.5, `words that references always say are found: ${learned}`);
  // Told its own references, it would find them as useful here; held out, they say nothing, or what is not so.
  const chance = world('chance');
  t.ok(chance < 0.1 * learned, `where nothing holds for other dialogues, nothing is learned: ${chance}`);
});
