/** Forms of a text in which equal content has equal code units. */
import { pythonSplit } from './python.ts';

/** Canonical composition. Korean typed on some systems arrives decomposed and would equal nothing else. */
export const nfc = (text: string): string => text.normalize('NFC');

/** The text by which duplicates are found: NFC, every run of white space one space, none at the ends. */
export const comparable = (text: string): string => pythonSplit(nfc(text)).join(' ');
