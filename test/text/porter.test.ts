/** Stems of NLTK 3.10.4: `nltk.stem.porter.PorterStemmer().stem(word)`, its default mode. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { porterStem } from '../../src/text/porter.ts';

t.test('every word has the stem that NLTK gives it', async (t) => {
  const file = gunzipSync(readFileSync(resolve('test/fixtures/porter-nltk.tsv.gz')));
  const words = file.toString('utf8').trimEnd().split('\n');
  t.equal(words.length, 7215);
  t.same(
    words.filter((line) => {
      const [word, stem] = line.split('\t');
      return porterStem(word!) !== stem;
    }),
    [],
  );
});

t.test('the rules that real words seldom reach are those of NLTK', async (t) => {
  const stems = {
    skies: 'sky',
    dying: 'die',
    ties: 'tie',
    flies: 'fli',
    died: 'die',
    spied: 'spi',
    enjoy: 'enjoy',
    happy: 'happi',
    by: 'by',
    feed: 'feed',
    agreed: 'agre',
    hopping: 'hop',
    falling: 'fall',
    filing: 'file',
    sized: 'size',
    geology: 'geolog',
    theology: 'theolog',
    radically: 'radic',
    hopefully: 'hope',
    controller: 'control',
    yyyyed: 'yyyi',
    syzygy: 'syzygi',
    rate: 'rate',
    oed: 'o',
  };
  for (const [word, stem] of Object.entries(stems)) t.equal(porterStem(word), stem, word);
});
