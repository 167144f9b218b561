import { speakerTags as tagRule } from '../../dialogues/clean/speaker-tags.ts';
import { speakerTags } from '../../text/tags.ts';
import { defineFilter, eachPair } from './define.ts';

/**
 * A damaged tag on either side is a mark by which the sides could be told apart without reading them. A speaker who is not
 * in the dialogue is a fault of the better side only: of the worse one it is what should be unlearned.
 */
export const tags = defineFilter({
  name: 'tags',
  about: 'One side has a damaged speaker tag, or the chosen one a tag that the dialogue does not have.',
  create: () =>
    eachPair(({ chosen, rejected }, { dialogue }) => {
      if (dialogue.text === '') return undefined;
      const known = speakerTags(dialogue.text);
      const invented = speakerTags(chosen.text).filter((tag) => !known.includes(tag));
      if (invented.length > 0) return `chosen: ${invented.join(', ')} not in the dialogue`;
      const damaged = [chosen, rejected].findIndex(({ text }) => hasDamage(text, known));
      return damaged < 0 ? undefined : `${damaged === 0 ? 'chosen' : 'rejected'}: a damaged speaker tag`;
    }),
});

/** Whether mending restores a tag of the dialogue that the text does not have as it stands. */
const hasDamage = (text: string, known: readonly string[]): boolean => {
  const count = (of: string): number => of.match(/#Person\d+#/g)?.length ?? 0;
  return known.length > 0 && count(tagRule.clean(text).text) > count(text);
};
