import t from 'tap';
import { parse } from 'yaml';
import { renderCard } from '../../../src/preferences/card/card.ts';
import type { CardFacts } from '../../../src/preferences/card/facts.ts';
import { createPairFigures } from '../../../src/preferences/card/figures.ts';
import { cardOptions } from '../../../src/preferences/card/options.ts';
import { type PairFormatName, pairFormats } from '../../../src/preferences/formats/index.ts';
import { pairs } from '../formats/pairs.ts';

const counted = createPairFigures();
for (const pair of pairs) counted.add(pair);

const facts = (format: PairFormatName, options: object = {}): CardFacts => ({
  name: 'my-run',
  format: pairFormats[format],
  splits: [
    { split: 'train', file: 'train.jsonl', rows: 10, bytes: 1000 },
    { split: 'held-out', file: 'held-out.jsonl', rows: 2, bytes: 200 },
  ],
  row: pairFormats[format].rows(pairs[0]!, pairs.slice(0, 1))[0],
  stats: {
    dialogues: 20,
    dialogues_without_pairs: 3,
    considered: 17,
    written: 12,
    dropped: { tie: 5, empty: 0 },
    splits: { train: 10, 'held-out': 2 },
    strategy: 'best-worst',
    sources: ['gold', 'mbr'],
    agreement: [{ sources: ['gold', 'mbr'], same: 14, opposite: 2, undecided: 1 }],
    signature: 'rouge-1.0.1|tok:character',
    seed: 42,
  },
  figures: counted.figures(),
  options: cardOptions.parse(options),
});

const frontMatter = (card: string) => parse(card.split('---\n')[1] ?? '');

t.test('its front matter is what the hub and `datasets` read', async (t) => {
  const front = frontMatter(renderCard(facts('reward', { license: 'cc-by-4.0', language: ['ko'] })));
  t.match(front, {
    license: 'cc-by-4.0',
    language: ['ko'],
    pretty_name: 'my-run',
    size_categories: ['n<1K'],
  });
  t.same(front.configs, [
    {
      config_name: 'default',
      data_files: [
        { split: 'train', path: 'train.jsonl' },
        { split: 'held_out', path: 'held-out.jsonl' },
      ],
    },
  ]);
  const messages = [
    { name: 'role', dtype: 'string' },
    { name: 'content', dtype: 'string' },
  ];
  t.same(front.dataset_info.features, [
    { name: 'chosen', list: messages },
    { name: 'rejected', list: messages },
    { name: 'margin', dtype: 'float64' },
  ]);
  t.same(front.dataset_info.splits, [
    { name: 'train', num_bytes: 1000, num_examples: 10 },
    { name: 'held_out', num_bytes: 200, num_examples: 2 },
  ]);
  t.match(front.dataset_info, { download_size: 1200, dataset_size: 1200 });
});

t.test('its page has counts, lengths, systems and agreement', async (t) => {
  const card = renderCard(facts('trl', { license: 'mit', title: 'Pairs | of mine' }));
  t.match(card, '# Pairs | of mine\n');
  t.match(card, '| dropped: tie | 5 | 29.4 % |');
  t.match(card, 'The chosen side is longer in 100.0 % of the pairs');
  t.match(card, 'Whoever always takes the longest text decides 100.0 % of them rightly');
  t.match(card, '| solar | 12 |');
  t.match(card, '| gold, mbr | 82.4 % | 11.8 % | 5.9 % |');
  t.notMatch(card, /undefined|NaN|null/);
});

t.test('a missing licence is said, a wrong one refused', async (t) => {
  const card = renderCard(facts('trl'));
  t.equal(frontMatter(card).license, 'unknown');
  t.match(card, '**No licence is stated.**');
  t.throws(() => cardOptions.parse({ license: 'cc-by' }));
  t.throws(() => cardOptions.parse({ license: 'other' }), /needs a name/);
  t.match(frontMatter(renderCard(facts('trl', { license: 'other', license_name: 'mine' }))), {
    license_name: 'mine',
  });
});

t.test('without rows there is no config to load', async (t) => {
  const empty = { ...facts('trl'), splits: [], row: undefined, figures: createPairFigures().figures() };
  const front = frontMatter(renderCard(empty));
  t.equal(front.configs, undefined);
  t.equal(front.dataset_info, undefined);
});
