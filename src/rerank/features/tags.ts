import { maskTags } from '../../text/masks.ts';
import { speakerTags, utterances } from '../../text/tags.ts';
import { byRow, shareOf } from './by-row.ts';
import { defineFeatures } from './define.ts';

const tagsOf = (text: string): readonly string[] => [...speakerTags(text), ...maskTags(text)];

/** Who is spoken of: losing a speaker loses what was done, inventing one makes facts up. */
export const tags = defineFeatures({
  kind: 'static',
  name: 'tags',
  about: 'Speaker tags (`#Person1#`), masks (`#PhoneNumber#`) and speakers’ names of a candidate.',
  features: [
    { name: 'tags.kept', about: 'Share of the dialogue’s distinct tags and masks that it has, 0–1.' },
    {
      name: 'tags.invented',
      about: 'Number of distinct tags and masks that the dialogue does not have, from 0.',
    },
    {
      name: 'tags.speakers',
      about: 'Share of the speakers who take a turn, by tag or name, that it names, 0–1.',
    },
  ],
  compute: (pool) => {
    const known = tagsOf(pool.source.text);
    const own = pool.texts.map(tagsOf);
    const speakers = [...new Set(utterances(pool.source.text).map(({ speaker }) => speaker))].filter(Boolean);
    const named = (text: string): number => speakers.filter((speaker) => hasName(text, speaker)).length;
    return [
      byRow(
        pool,
        own.map((tags) => shareOf(known.filter((tag) => tags.includes(tag)).length, known.length)),
      ),
      byRow(
        pool,
        own.map((tags) => tags.filter((tag) => !known.includes(tag)).length),
      ),
      byRow(
        pool,
        pool.texts.map((text) => shareOf(named(text), speakers.length)),
      ),
    ];
  },
});

const casedLetter = /[\p{Lu}\p{Ll}]/u;

/** `Ann` is not in `Anna`, but in `Ann이`: letters without case are particles. */
const hasName = (text: string, name: string): boolean => {
  const goesOn = (end: number): boolean =>
    casedLetter.test(name.at(-1)!) && casedLetter.test(text[end] ?? '');
  let at = text.indexOf(name);
  while (at >= 0 && goesOn(at + name.length)) at = text.indexOf(name, at + 1);
  return at >= 0;
};
