import t from 'tap';
import { type FusionOptions, tuneFusion } from '../../../src/evaluate/tune/fusion.ts';
import { votesOptions } from '../../../src/rerank/votes.ts';
import { invent, permute, shuffleLabels } from '../invented.ts';

/** Votes say nothing; the model may learn that `hint` follows gold. */
const set = invent({
  dialogues: 90,
  skills: [0.5, 0.5, 0.5, 0.5],
  spread: 0.5,
  insight: 0,
  hint: 0.7,
  seed: 3,
});

const options: FusionOptions = {
  source: { names: ['mbr', 'pairwise'], votes: votesOptions.parse({}), priors: undefined },
  configured: { method: 'zscore', weights: { mbr: 1 } },
  methods: ['zscore', 'raw'],
  folds: 3,
  repeats: 1,
  seed: 1,
  threshold: 0.85,
};

t.test(
  'weight goes where the scores tell good from bad, and the gain is that of other dialogues',
  async (t) => {
    const found = tuneFusion(set, options);
    t.ok((found.chosen.weights.pairwise ?? 0) >= 0.5, JSON.stringify(found.chosen));
    t.equal(found.keeps, false);
    t.ok(found.claims_gain);
    t.ok(found.auto.gain.low > 0 && found.auto.gain.mean > 5, JSON.stringify(found.auto));
    t.equal(
      Object.values(found.found.weights).reduce((sum, weight) => sum + weight, 0),
      1,
    );
    const [mbr, pairwise] = found.alone;
    t.ok(pairwise!.score > mbr!.score + 5);
    t.ok(Math.abs(mbr!.gain.mean) < 1e-9, 'mbr alone is what is configured');

    t.test('the order of systems, candidates and dialogues changes nothing', async (t) => {
      t.strictSame(tuneFusion(permute(set, 5), options), found);
    });
  },
);

t.test('labels that tell nothing are claimed nothing for', async (t) => {
  const results = [11, 12, 13, 14].map((seed) => tuneFusion(shuffleLabels(set, seed), options));
  t.strictSame(
    results.map(({ claims_gain }) => claims_gain),
    [false, false, false, false],
  );
  t.ok(results.filter(({ keeps }) => keeps).length >= 3);
});
