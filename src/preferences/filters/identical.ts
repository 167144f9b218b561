import { comparable } from '../../text/normalise.ts';
import { defineFilter, eachPair } from './define.ts';

export const identical = defineFilter({
  name: 'identical',
  about: 'The two sides are equal but for Unicode form (NFC) and white space.',
  create: () =>
    eachPair(({ chosen, rejected }) =>
      comparable(chosen.text) === comparable(rejected.text) ? 'equal after NFC and white space' : undefined,
    ),
});
