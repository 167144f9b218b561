import { byRow } from './by-row.ts';
import { defineFeatures } from './define.ts';

const countOf = (texts: readonly string[], mark: RegExp): number[] =>
  texts.map((text) => text.match(mark)?.length ?? 0);

/** Marks that give away what is no summary: a heading of a chat model, or turns that were copied instead of told. */
export const marks = defineFeatures({
  kind: 'static',
  name: 'marks',
  about: 'Punctuation of headings, quotations and questions.',
  features: [
    { name: 'marks.colons', about: 'Number of its colons, those between digits aside, from 0.' },
    { name: 'marks.quotes', about: 'Number of its double quotation marks, from 0.' },
    { name: 'marks.questions', about: 'Number of its question marks, from 0.' },
  ],
  compute: (pool) => [
    byRow(pool, countOf(pool.texts, /(?<!\d)[:：]|[:：](?!\d)/g)),
    byRow(pool, countOf(pool.texts, /["“”„«»「」『』]/g)),
    byRow(pool, countOf(pool.texts, /[?？]/g)),
  ],
});
