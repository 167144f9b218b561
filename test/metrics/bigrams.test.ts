import fc from 'fast-check';
import t from 'tap';
import { BigramTable } from '../../src/metrics/bigrams.ts';
import { TextTable } from '../../src/metrics/text-table.ts';

t.test('equal ids are equal pairs of neighbours, across sentences but not across texts', async (t) => {
  const table = new TextTable(() => 0);
  const bigrams = new BigramTable();
  const text = fc.array(fc.integer({ min: 0, max: 300 }).map(String), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
      table.clear();
      for (const words of texts) {
        table.reserve(words.length);
        for (const [position, word] of words.entries()) {
          table.addWord(table.codeOf(word));
          if (position % 3 === 0) table.endSentence();
        }
        table.endText();
      }
      bigrams.fill(table);
      const expected = texts.map((words) => words.slice(1).map((word, at) => `${words[at]} ${word}`));
      let end = 0;
      t.same(
        [...bigrams.ends.subarray(0, texts.length)],
        expected.map((pairs) => (end += pairs.length)),
      );
      const ids = [...bigrams.grams.subarray(0, end)];
      const first = new Map<string, number>();
      for (const [at, pair] of expected.flat().entries()) if (!first.has(pair)) first.set(pair, ids[at]!);
      t.ok(expected.flat().every((pair, at) => first.get(pair) === ids[at]));
      t.equal(new Set(ids).size, first.size);
      t.equal(bigrams.vocabulary, first.size);
    }),
    { seed: 1, numRuns: 60 },
  );
});
