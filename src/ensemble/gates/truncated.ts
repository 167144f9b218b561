import { defineGate } from './define.ts';

/** Marks that end a sentence, or close a quotation or bracket: a title ends no sentence, but is no cut either. */
const closed = /[.!?…。！？~♪"'”’»)\]」』】》〉*_`]$/u;
/** Final endings that Korean writers leave without a full stop: 했다, 해요, 할까, 하죠, 하네, 것, 예정. */
const koreanEnding = /(?:[다요까죠네]|것|예정)$/u;
const hangulSyllables = { first: 0xac00, last: 0xd7a3, finals: 28, mieum: 16 };

/** Nominal endings (함, 음, 임, 됨 …): the last syllable has a final ㅁ. */
const endsInMieum = (text: string): boolean => {
  const code = text.charCodeAt(text.length - 1);
  const { first, last, finals, mieum } = hangulSyllables;
  return code >= first && code <= last && (code - first) % finals === mieum;
};

/** Whether `text` ends where a sentence may end, in Korean or in a language with full stops. */
export const endsSentence = (text: string): boolean => {
  const bare = text.trimEnd();
  return closed.test(bare) || koreanEnding.test(bare) || endsInMieum(bare);
};

/** A system that ends its sentences in at least this share of its candidates was cut off where it does not. */
const usualEnd = 0.9;
const tailLength = 20;

/** Cut off by a limit on tokens, as the model said or as its other candidates tell. */
export const truncated = defineGate({
  name: 'truncated',
  about:
    'The candidate was cut off: the model said so, or no sentence ends where the system’s others end one.',
  create: (options, { endings }) =>
    options.truncated
      ? () =>
          ({ candidate, comparison }) => {
            if (candidate.status === 'truncated') return 'the model reached its limit of tokens';
            const usual = endings.get(candidate.system) ?? 0;
            if (usual < usualEnd || endsSentence(comparison)) return undefined;
            const tail = [...comparison].slice(-tailLength).join('');
            return `no sentence ends at "…${tail}", as ${Math.floor(100 * usual)} % of this system’s candidates do`;
          }
      : undefined,
});
