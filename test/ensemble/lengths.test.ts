import t from 'tap';
import {
  addLengths,
  createLengthCounts,
  fitLengths,
  longestFor,
  mergeLengths,
} from '../../src/ensemble/lengths.ts';

const dialogueOf = (length: number) => '가'.repeat(length);
/** Summaries of about a fifth of the dialogue, each length once. */
const usual = (runaways = 0) => {
  const counts = createLengthCounts();
  for (let length = 50; length < 1600; length += 5)
    addLengths(counts, dialogueOf(length), [length / 5, length / 5 + 2, length / 6]);
  for (let extra = 0; extra < runaways; extra++) addLengths(counts, dialogueOf(50 + 5 * extra), [5000]);
  return counts;
};

t.test('the limit follows the length of the dialogue', async (t) => {
  const fit = fitLengths(usual());
  if (!fit) throw new Error('no fit');
  t.ok(Math.abs(fit.slope - 1) < 0.1, `slope ${fit.slope}`);
  for (const length of [100, 400, 1500]) {
    const longest = longestFor(fit, dialogueOf(length));
    t.ok(
      longest > (1.7 * length) / 5 && longest < (2.6 * length) / 5,
      `${longest} tokens for ${length} characters`,
    );
  }
});

t.test('runaways move neither the line nor the limit much', async (t) => {
  const [clean, dirty] = [fitLengths(usual()), fitLengths(usual(90))];
  if (!clean || !dirty) throw new Error('no fit');
  const text = dialogueOf(500);
  t.ok(longestFor(dirty, text) < 1.5 * longestFor(clean, text), `${longestFor(dirty, text)}`);
  t.ok(longestFor(dirty, text) < 5000);
});

t.test('without dialogues the limit is one for all', async (t) => {
  const counts = createLengthCounts();
  for (let item = 0; item < 40; item++) addLengths(counts, '', [20 + (item % 5)]);
  const fit = fitLengths(counts);
  if (!fit) throw new Error('no fit');
  const longest = longestFor(fit, '');
  t.ok(longest > 40 && longest < 60, `${longest}`);
});

t.test('few candidates say nothing, and empty ones do not count', async (t) => {
  const counts = createLengthCounts();
  addLengths(counts, dialogueOf(100), new Array<number>(29).fill(20));
  addLengths(counts, dialogueOf(100), new Array<number>(29).fill(0));
  t.equal(fitLengths(counts), undefined);
});

t.test('merged counts give the fit of the whole', async (t) => {
  const [whole, left, right] = [createLengthCounts(), createLengthCounts(), createLengthCounts()];
  for (let item = 0; item < 100; item++) {
    const [text, tokens] = [dialogueOf(40 + 7 * item), [10 + item]] as const;
    addLengths(whole, text, tokens);
    addLengths(item % 2 ? left : right, text, tokens);
  }
  mergeLengths(left, right);
  t.strictSame(fitLengths(left), fitLengths(whole));
});
