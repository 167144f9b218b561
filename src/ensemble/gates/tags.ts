import { speakerTags } from '../../text/tags.ts';
import { defineGate } from './define.ts';

/** A speaker that is not in the dialogue is a fact made up. */
export const tags = defineGate({
  name: 'tags',
  about: 'The candidate has a speaker tag that the dialogue does not have.',
  create: (options) =>
    options.tags === 'keep'
      ? ({ text }) => {
          const known = speakerTags(text);
          return ({ comparison }) => {
            if (text === '') return undefined;
            const invented = speakerTags(comparison).filter((tag) => !known.includes(tag));
            return invented.length > 0
              ? `${invented.join(', ')} not in the dialogue (${known.join(', ') || 'no tags'})`
              : undefined;
          };
        }
      : undefined,
});
