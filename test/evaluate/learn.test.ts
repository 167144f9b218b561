import t from 'tap';
import { HapuiError } from '../../src/errors.ts';
import { learn } from '../../src/evaluate/learn.ts';
import { rungs } from '../../src/evaluate/rungs/index.ts';
import { isCurrent, parseSecondStage, requireSignature } from '../../src/evaluate/second-stage.ts';
import { skillWeights } from '../../src/rerank/votes.ts';
import { invent, permute } from './invented.ts';

const options = {
  folds: 5,
  seed: 42,
  repeats: 1,
  threshold: 0.85,
  signature: 'rouge-1.0.1|character',
  inputs: { 'dev.csv': 'ab' },
};
const set = invent({ dialogues: 80, skills: [0.4, 0.41, 0.39, 0.42], spread: 0.5, insight: 0.9, seed: 3 });
/** What is learned from it; learning takes most of the time of this file. */
const { secondStage } = learn(set, options);
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof HapuiError) return error.code;
  }
  return 'none';
};

t.test('a second stage tells skills, weights, the judged ladder and the choice', async (t) => {
  t.match(secondStage, {
    version: 1,
    dialogues: 80,
    groups: 80,
    chosen: 'mbr',
    claims_gain: true,
    model: { learner: 'pairwise-logistic' },
  });
  t.match(secondStage.ladder[0], { rung: 'best-single', gain: { mean: 0, low: 0, high: 0 } });
  t.strictSame(
    secondStage.ladder.map(({ rung }) => rung),
    rungs.map(({ name }) => name),
  );
  t.match(secondStage.ladder[1], { rung: 'mbr', over_mbr: { mean: 0, low: 0, high: 0 } });
  t.match(secondStage.summary, /gains over the best single system: \+\d+\.\d\d points \(95 % interval/);
  const skills = Float64Array.from(secondStage.systems, ({ skill }) => skill ?? Number.NaN);
  t.strictSame(
    secondStage.systems.map(({ weight }) => weight),
    [...skillWeights(skills)],
  );
  t.equal(secondStage.best_single, secondStage.systems[skills.indexOf(Math.max(...skills))]?.id);
});

t.test('permuted systems, candidates and dialogues give the same file', async (t) => {
  const wanted = JSON.stringify(secondStage);
  for (const seed of [1, 2]) t.equal(JSON.stringify(learn(permute(set, seed), options).secondStage), wanted);
});

t.test(
  'a system without labelled outputs has no skill, the median weight, and is never the best',
  async (t) => {
    const { secondStage: wider } = learn(
      { ...set, systems: [...set.systems, 'new'], families: [...set.families, undefined] },
      options,
    );
    const [newcomer] = wider.systems;
    t.match(newcomer, { id: 'new', skill: null, dialogues: 0 });
    const weights = wider.systems
      .slice(1)
      .map(({ weight }) => weight)
      .sort();
    t.equal(newcomer?.weight, ((weights[1] ?? 0) + (weights[2] ?? 0)) / 2);
    t.not(wider.best_single, 'new');
  },
);

t.test('the file reads back as it was written', async (t) => {
  t.strictSame(parseSecondStage(JSON.stringify(secondStage), 'second-stage.json'), secondStage);
  const usage = { base: new Array(96).fill(1), systems: [1, 2, 1, 1], length: 9 };
  const odds = Object.fromEntries([
    ['__proto__', 2],
    ['a b', 0.5],
  ]);
  const worded = { ...secondStage, lexicon: { words: usage, pairs: usage, odds } };
  const read = parseSecondStage(JSON.stringify(worded), 'second-stage.json');
  t.strictSame(
    Object.entries(read.lexicon!.odds),
    Object.entries(odds),
    'no word is lost, whatever it reads',
  );
  const [feature, ...features] = worded.model.features;
  const weighing = (changed: object) => ({
    ...worded,
    model: { ...worded.model, features: [{ ...feature, ...changed }, ...features] },
  });
  for (const [name, broken] of Object.entries({
    'odds of one system': { ...worded, lexicon: { ...worded.lexicon, words: { ...usage, systems: [1] } } },
    'a list of odds': { ...worded, lexicon: { ...worded.lexicon, odds: [1, 2] } },
    'odds beyond all': { ...worded, lexicon: { ...worded.lexicon, odds: { a: 1e300 } } },
    'references of next to no length': {
      ...worded,
      lexicon: { ...worded.lexicon, pairs: { ...usage, length: 1e-300 } },
    },
    'a weight that overflows': weighing({ weight: 1e308 }),
    'a scale that overflows': weighing({ scale: 1e-308 }),
  }))
    t.equal(
      codeOf(() => parseSecondStage(JSON.stringify(broken), 'x.json')),
      'input-value',
      name,
    );
});

t.test('the order of the inputs does not show', async (t) => {
  const [a, b] = [
    { 'dev.csv': 'ab', 'system:x': 'cd' },
    { 'system:x': 'cd', 'dev.csv': 'ab' },
  ].map((inputs) => JSON.stringify(learn(set, { ...options, inputs }, rungs.slice(0, 1)).secondStage.inputs));
  t.equal(a, b);
});

t.test('a broken or foreign file is refused with its place', async (t) => {
  t.equal(
    codeOf(() => parseSecondStage('{', 'x.json')),
    'input-format',
  );
  t.equal(
    codeOf(() => parseSecondStage('{"version": 2}', 'x.json')),
    'input-value',
  );
});

t.test('it is current only for the same inputs and signature', async (t) => {
  const { signature, inputs } = options;
  t.ok(isCurrent(secondStage, { signature, inputs }));
  t.notOk(isCurrent(secondStage, { signature, inputs: { 'dev.csv': 'cd' } }));
  t.notOk(isCurrent(secondStage, { signature, inputs: { ...inputs, 'more.csv': 'ef' } }));
  t.notOk(isCurrent(secondStage, { signature: 'rouge-score', inputs }));
  t.equal(
    codeOf(() => requireSignature(secondStage, 'rouge-score', 'x.json')),
    'incompatible-signature',
  );
  t.equal(
    codeOf(() => requireSignature(secondStage, signature, 'x.json')),
    'none',
  );
});

t.test('nothing is learned from one dialogue, or from none of the systems', async (t) => {
  t.equal(
    codeOf(() => learn({ ...set, pools: set.pools.slice(0, 1) }, options)),
    'input-empty',
  );
  const bare = set.pools.map((pool) => ({
    ...pool,
    rows: new Int32Array(0),
    ranks: new Int32Array(0),
    hypothesisOf: new Int32Array(0),
    eligible: new Uint8Array(0),
    statics: { ...pool.statics, rows: 0, values: new Float64Array(0) },
  }));
  t.equal(
    codeOf(() => learn({ ...set, pools: bare }, options)),
    'input-empty',
  );
});
