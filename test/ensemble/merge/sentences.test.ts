/** Edits of the selected text by whole sentences; which ones there are follows from the texts. */
import fc from 'fast-check';
import t from 'tap';
import type { MergeInput } from '../../../src/ensemble/merge/define.ts';
import { mostProposals, mostSentences, sentences } from '../../../src/ensemble/merge/sentences.ts';
import { splitSentences } from '../../../src/text/sentences.ts';

const options = sentences.options.parse({ length: 1 });

const inputOf = (...texts: readonly string[]): MergeInput => ({
  dialogue: { id: 'a', index: 0, text: '', references: [] },
  shortlist: texts.map((text, row) => ({ row, text })),
  systemOf: (row) => `s${row}`,
});

t.test('a sentence is added, swapped in at its place, or dropped', async (t) => {
  const proposals = sentences.propose(inputOf('Amy sings. Ben dances.', 'Cat sleeps. Ben dances.'), options);
  t.strictSame(proposals, [
    { text: 'Cat sleeps. Ben dances.', rows: [0, 1], how: 'takes a sentence of s1 for its own' },
    { text: 'Cat sleeps. Amy sings. Ben dances.', rows: [0, 1], how: 'adds a sentence of s1' },
    { text: 'Ben dances.', rows: [0], how: 'drops a sentence' },
    { text: 'Amy sings.', rows: [0], how: 'drops a sentence' },
  ]);
});

t.test('what is said already is swapped, never said twice', async (t) => {
  const proposals = sentences.propose(inputOf('Amy sings a long song.', 'Amy sings a song.'), options);
  t.strictSame(
    proposals.map(({ text }) => text),
    ['Amy sings a song.'],
  );
});

t.test('length bounds the edits; alone there is nothing to merge', async (t) => {
  const narrow = sentences.options.parse({ length: 0.1 });
  t.strictSame(
    sentences.propose(inputOf('Amy sings. Ben dances.', 'Cat sleeps in the sun all day.'), narrow),
    [],
  );
  t.strictSame(sentences.propose(inputOf('Amy sings.'), options), []);
  t.strictSame(sentences.propose(inputOf(), options), []);
});

t.test('texts without end give a bounded number of edits', async (t) => {
  const long = (word: string): string =>
    Array.from({ length: 3000 }, (_, at) => `${word} ${at} sings.`).join(' ');
  const own = Array.from({ length: 12 }, (_, at) => `Amy ${at} dances now.`).join(' ');
  const proposals = sentences.propose(inputOf(own, long('Ben'), long('Cat'), long('Dan')), options);
  t.equal(proposals.length, mostProposals);
  t.notOk(proposals.some(({ text }) => text.includes(`Ben ${mostSentences} sings.`)));
  t.strictSame(sentences.propose(inputOf(long('Ben'), own), options), [], 'a selected text without end');
});

t.test(
  'every sentence of a proposal is verbatim, in order, and no proposal is the selected text',
  async () => {
    const sentence = fc.constantFrom(
      'Amy sings.',
      'Ben dances.',
      'Cat sleeps.',
      '둘은 만난다.',
      '표를 묻는다.',
    );
    const text = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const known = new Set(texts.flatMap(splitSentences));
        const proposals = sentences.propose(inputOf(...texts), options);
        const all = proposals.map((proposal) => proposal.text);
        return (
          new Set(all).size === all.length &&
          proposals.every(
            (proposal) =>
              proposal.text !== texts[0] &&
              proposal.rows[0] === 0 &&
              splitSentences(proposal.text).every((each) => known.has(each)),
          )
        );
      }),
    );
  },
);
