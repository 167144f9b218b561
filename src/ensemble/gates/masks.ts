import { damagedMasks } from '../../text/masks.ts';
import { defineGate } from './define.ts';

/** The exact text is judged, since it is what is written out; damage that the dialogue has itself is not held against it. */
export const masks = defineGate({
  name: 'masks',
  about: 'The candidate has a damaged mask, such as `#PhoneNumer#`.',
  create: (options) =>
    options.masks === 'keep'
      ? ({ text }) => {
          const known = damagedMasks(text);
          return ({ candidate }) => {
            const damaged = damagedMasks(candidate.text).filter((spelling) => !known.includes(spelling));
            return damaged.length > 0 ? `damaged mask ${[...new Set(damaged)].join(', ')}` : undefined;
          };
        }
      : undefined,
});
