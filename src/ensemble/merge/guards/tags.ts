import { damagedMasks } from '../../../text/masks.ts';
import { defineGuard, supportOf } from './define.ts';

/** Speaker tags, masks, and whatever else stands between hashes. */
const hashed = /#[A-Za-z][A-Za-z0-9 ]{0,30}#/g;

export const tags = defineGuard({
  name: 'tags',
  about: 'Refuses a speaker tag or mask that is nowhere else, and damaged masks.',
  check: (text, material, options) => {
    if (!options.tags) return undefined;
    const support = supportOf(material);
    const known = new Set(support.flatMap((each) => each.match(hashed) ?? []));
    const invented = (text.match(hashed) ?? []).filter((tag) => !known.has(tag));
    if (invented.length > 0) return `${invented.join(', ')} is nowhere else`;
    const damaged = damagedMasks(text).filter(
      (mask) => !material.sources.some((each) => each.includes(mask)),
    );
    return damaged.length > 0 ? `${damaged.join(', ')} is a damaged mask` : undefined;
  },
});
