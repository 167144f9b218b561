import fc from 'fast-check';
import t from 'tap';
import { addTokens, markOf } from '../../src/metrics/full-stop-sentences.ts';
import { EMPTY_WORD, TextTable } from '../../src/metrics/text-table.ts';
import { pythonSplit } from '../../src/text/python.ts';

const table = new TextTable(markOf);

/** The sentences of a text, as words again. */
const sentencesOf = (tokens: readonly string[], vocabulary: readonly string[]): string[][] => {
  table.clear();
  const text = addTokens(table, tokens);
  const names = new Map(vocabulary.map((word) => [table.codeOf(word), word]));
  let start = 0;
  return [...table.sentenceEnds.subarray(0, table.textEnds[text])].map((end) => {
    const words = [...table.words.subarray(start, end)];
    start = end;
    return words.map((id) => (id === EMPTY_WORD ? '' : (names.get(id) ?? '?')));
  });
};

const words = ['a', 'b', '가', '3', '5', '\ufeff'];
const token = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.constantFrom('.', '..', '3.5', '', ' ', '\u0085', 'a b', '.a') },
);

t.test('sentences are those of the joined text, whichever way it is read', async (t) => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 10 }), (tokens) => {
      const expected = tokens
        .join(' ')
        .split('.')
        .filter((piece) => piece !== '')
        .map((piece) => pythonSplit(piece).join(' ').split(' '));
      t.same(sentencesOf(tokens, words), expected);
    }),
    { seed: 1, numRuns: 600 },
  );
});
