import { damagedMasks, maskTags } from '../../text/masks.ts';
import { defineFilter, eachPair } from './define.ts';

export const masks = defineFilter({
  name: 'masks',
  about:
    'One side has a damaged mask (`#PhoneNumer#`), or the chosen one a mask that the dialogue does not have.',
  create: () =>
    eachPair(({ chosen, rejected }, { dialogue: { text: source } }) => {
      if (source === '') return undefined;
      const known = maskTags(source);
      const invented = maskTags(chosen.text).filter((mask) => !known.includes(mask));
      if (invented.length > 0) return `chosen: ${invented.join(', ')} not in the dialogue`;
      const own = damagedMasks(source);
      for (const [side, { text }] of [['chosen', chosen] as const, ['rejected', rejected] as const]) {
        const damaged = damagedMasks(text).filter((spelling) => !own.includes(spelling));
        if (damaged.length > 0) return `${side}: damaged mask ${[...new Set(damaged)].join(', ')}`;
      }
      return undefined;
    }),
});
