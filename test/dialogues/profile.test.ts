import t from 'tap';
import { openDataset } from '../../src/dialogues/dataset.ts';
import { profileDataset } from '../../src/dialogues/profile.ts';

const turns = (count: number) =>
  Array.from({ length: count }, (_, turn) => `#Person${1 + (turn % 2)}#: 안녕하세요 오늘은 ${turn}번`).join(
    '\n',
  );

const rows = [
  ...Array.from({ length: 20 }, (_, row) => ({
    id: `d${row}`,
    dialogue: turns(4 + (row % 3)),
    topic: 'talk',
    summary: 'r',
  })),
  { id: 'long', dialogue: turns(400), topic: 'speech', summary: 'r' },
  { id: 'short', dialogue: '네', topic: '', summary: '' },
  { id: 'empty', dialogue: '', topic: '', summary: '' },
  {
    id: 'english',
    dialogue: 'A: only English here, and one speaker, of a usual length all in all',
    topic: 'talk',
    summary: 'ref',
  },
];

t.test('a profile of lengths, speakers, topics, languages and outliers', async (t) => {
  const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const path = `${t.testdir({ 'd.jsonl': content })}/d.jsonl`;
  const profile = await profileDataset(await openDataset({ path }));
  t.match(profile, {
    dialogues: 24,
    characters: { count: 24, min: 0, max: [...turns(400)].length },
    turns: { median: 5, max: 400 },
    speakers: { max: 2, median: 2, min: 0 },
    references: { count: 24, max: 1, mean: 22 / 24 },
    referenceCharacters: { count: 22, max: 3 },
    languages: { dialogues: { hangul: 22, latin: 1, none: 1 } },
    topics: {
      dialogues: 22,
      distinct: 2,
      most: [
        { topic: 'talk', dialogues: 21 },
        { topic: 'speech', dialogues: 1 },
      ],
    },
    outliers: { empty: 1, shortest: [{ id: 'empty' }, { id: 'short' }], longest: [{ id: 'long' }] },
    duplicates: { count: 17, pairs: [{ id: 'd3', otherId: 'd0' }] },
  });
  t.ok(profile.languages.letters.hangul > 0.9 && profile.languages.letters.latin < 0.1);
  t.equal(profile.duplicates.pairs.length, 10);
});
