import { nfc as composed } from '../../text/normalise.ts';
import type { CleaningRule } from './rule.ts';

/** Composes what was typed decomposed, so that equal texts are equal. A text counts as one change. */
export const nfc: CleaningRule = {
  about: 'Decomposed Hangul and accents are composed (Unicode’s NFC).',
  clean: (text) => {
    const cleaned = composed(text);
    return { text: cleaned, changes: cleaned === text ? 0 : 1 };
  },
};
