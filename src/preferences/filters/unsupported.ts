import { findNames } from '../../text/names.ts';
import { numbersOf, statedNumbers } from '../../text/numbers.ts';
import { defineFilter } from './define.ts';

/** The chosen side teaches what to say: what is made up there is learned. Of the rejected one it may be the very fault. */
export const unsupported = defineFilter({
  name: 'unsupported',
  about: 'The chosen side has a number or a name that the dialogue does not have.',
  create:
    () =>
    (pairs, { dialogue: { text }, rows }) => {
      if (text === '') return pairs.map(() => undefined);
      const numbers = statedNumbers(text);
      const names = findNames(
        text,
        rows.map((row) => row.text),
      );
      return pairs.map(({ chosen }) => {
        const found = [
          ...[...numbersOf(chosen.text)].filter((number) => !numbers.has(number)),
          ...[...names.of(chosen.text)].filter((name) => !names.isKnown(name)),
        ];
        return found.length > 0 ? `${found.join(', ')} not in the dialogue` : undefined;
      });
    },
});
