import { statedNumbers } from '../../../text/numbers.ts';
import { defineGuard, supportOf } from './define.ts';

export const numbers = defineGuard({
  name: 'numbers',
  about: 'Refuses a number, in digits or words, that is nowhere else.',
  check: (text, material, options) => {
    if (!options.numbers) return undefined;
    const known = new Set(supportOf(material).flatMap((each) => [...statedNumbers(each)]));
    const invented = [...statedNumbers(text)].filter((number) => !known.has(number));
    return invented.length > 0 ? `number ${invented.join(', ')} is nowhere else` : undefined;
  },
});
