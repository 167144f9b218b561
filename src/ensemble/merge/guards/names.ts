import { vocabularyOf, wordsOf } from '../words.ts';
import { defineGuard, supportOf } from './define.ts';

/** A word with a capital, wherever it stands: glued to the word before it, too, as some decoders leave names. */
const capitalised = /(?<!\p{N})[\p{L}\p{M}'’]*\p{Lu}[\p{L}\p{M}'’]*/gu;
/**
 * Two to four syllables behind no number, and a particle, 씨 or 님, or nothing: a Korean name looks like any noun. A noun that is nowhere else is
 * as doubtful as a name, so taking one for the other is on the safe side.
 */
const nounLike =
  /(?<![가-힣A-Za-z\d])([가-힣]{2,4}?)(?:이|가|은|는|을|를|와|과|의|에게|에게서|한테|랑|이랑|하고|도|만|께|께서|씨|님|군|양|아|야)?(?:씨|님)?(?:이|가|은|는|을|를|와|과|의|에게|도)?(?![가-힣])/g;
/** In place of tags and masks, so that a particle behind one is taken for what it is. */
const digit = '0';
/** Endings of verbs and adjectives: what ends so is no noun. */
const predicate = /(?:다|요|고|며|서|면|지|네|자|(?<!에)게|려고|니까|는데|은데)$/;

export const names = defineGuard({
  name: 'names',
  about: 'Refuses a capitalised word, or a Korean word that may be a name, that is nowhere else.',
  check: (text, material, options) => {
    if (!options.names) return undefined;
    const known = vocabularyOf(supportOf(material));
    const plain = text.normalize('NFC').replace(/#[A-Za-z]+\d*#/g, digit);
    const korean = [...plain.matchAll(nounLike)].map(([whole, stem]) => (predicate.test(whole) ? '' : stem!));
    const suspects = [...(plain.match(capitalised) ?? []), ...korean];
    const invented = suspects.filter(
      (name) => name !== '' && !wordsOf(name).every((each) => known.has(each)),
    );
    return invented.length > 0
      ? `${[...new Set(invented)].join(', ')} may be a name and is nowhere else`
      : undefined;
  },
});
