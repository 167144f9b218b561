import t from 'tap';
import { Alignment } from '../../src/metrics/alignment.ts';
import { TextTable } from '../../src/metrics/text-table.ts';

/** An alignment of texts, whose sentences are words between spaces. */
const alignmentOf = (
  ...texts: readonly (readonly string[])[]
): { alignment: Alignment; table: TextTable } => {
  const table = new TextTable(() => 0);
  table.clear();
  for (const sentences of texts) {
    for (const sentence of sentences) {
      const words = sentence.split(' ');
      table.reserve(words.length);
      for (const word of words) table.addWord(table.codeOf(word));
      table.endSentence();
    }
    table.endText();
  }
  const holders = new Int32Array(table.vocabulary);
  for (const sentences of texts)
    for (const word of new Set(sentences.join(' ').split(' '))) holders[table.codeOf(word)]! += 1;
  const alignment = new Alignment();
  alignment.fill(table, holders);
  return { alignment, table };
};

t.test('words count once, whichever sentences match them', async (t) => {
  const { alignment } = alignmentOf(['a b a', 'c b'], ['b a', 'a c']);
  alignment.load(0);
  alignment.align(1);
  t.equal(alignment.matchedWords, 3);
  t.equal(alignment.reverseWords, 3);
});

t.test('columns count every match, up to a limit of each word', async (t) => {
  const { alignment, table } = alignmentOf(['a a b a'], ['a x a b a']);
  alignment.load(0);
  alignment.align(1);
  t.equal(alignment.matchedColumns, 4);
  const limits = new Int32Array(table.vocabulary);
  limits[table.codeOf('a')] = 2;
  t.equal(alignment.clippedColumns(limits), 2);
  limits[table.codeOf('b')] = 5;
  t.equal(alignment.clippedColumns(limits), 3);
});

t.test('loading another text forgets the one before', async (t) => {
  const { alignment } = alignmentOf(['a b c'], ['c b a'], ['a b c']);
  alignment.load(0);
  alignment.align(2);
  t.equal(alignment.matchedWords, 3);
  alignment.load(1);
  alignment.align(2);
  t.equal(alignment.matchedWords, 1);
});

t.test('texts without shared words match nothing', async (t) => {
  const { alignment } = alignmentOf(['a b'], ['c d'], []);
  for (const text of [0, 1, 2]) {
    alignment.load(text);
    for (const other of [0, 1, 2]) {
      alignment.align(other);
      if (text !== other) t.equal(alignment.matchedWords, 0);
    }
  }
});
