import t from 'tap';
import { asOneSentence, TextTable } from '../../src/metrics/text-table.ts';

const table = new TextTable((token) => (token === '|' ? -1 : 0));
/** The first id that a word can have. */
const first = 3;

t.test('ids are small and new in every call, whatever was seen before', async (t) => {
  table.clear();
  for (let word = 0; word < 40_000; word++) table.codeOf(`word ${word}`);
  table.clear();
  t.equal(table.codeOf('word 39999'), first);
  t.equal(table.codeOf('other'), first + 1);
  t.equal(table.codeOf('word 39999'), first);
  t.equal(table.codeOf('|'), -1);
  t.equal(table.vocabulary, first + 2);
});

t.test('texts are cut where sentences and texts end', async (t) => {
  table.clear();
  table.reserve(3);
  for (const word of ['a', 'b']) table.addWord(table.codeOf(word));
  table.endSentence();
  table.addWord(table.codeOf('a'));
  table.endSentence();
  table.endText();
  table.endText();
  t.same([...table.words.subarray(0, table.wordCount)], [first, first + 1, first]);
  t.same([table.wordStart(1), table.wordEnds[1]], [3, 3]);
  t.same([...table.textEnds.subarray(0, 2)], [2, 2]);
  t.match(asOneSentence(table), {
    sentenceCount: 2,
    textEnds: Int32Array.of(1, 2),
    sentenceEnds: table.wordEnds,
  });
});
