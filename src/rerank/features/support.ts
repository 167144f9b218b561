/** Numbers and names that a candidate has from nowhere: what a reader would call made up. */
import { findNames } from '../../text/names.ts';
import { numbersOf, statedNumbers } from '../../text/numbers.ts';
import { byRow } from './by-row.ts';
import { defineFeatures } from './define.ts';

export const support = defineFeatures({
  kind: 'static',
  name: 'support',
  about: 'Numbers and names of a candidate that the dialogue does not have; tags and masks aside.',
  features: [
    {
      name: 'support.numbers',
      about:
        'Number of distinct numbers in digits that the dialogue has neither in digits nor as a small number word, from 0.',
    },
    {
      name: 'support.names',
      about:
        'Number of distinct capitalised words and Korean names before 씨 that the dialogue does not have, from 0.',
    },
  ],
  compute: (pool) => {
    const numbers = statedNumbers(pool.source.text);
    const names = findNames(pool.source.text, pool.texts);
    const count = (found: ReadonlySet<string>, known: (item: string) => boolean): number =>
      [...found].filter((item) => !known(item)).length;
    return [
      byRow(
        pool,
        pool.texts.map((text) => count(numbersOf(text), (number) => numbers.has(number))),
      ),
      byRow(
        pool,
        pool.texts.map((text) => count(names.of(text), names.isKnown)),
      ),
    ];
  },
});
