import { distance } from 'fastest-levenshtein';
import { comparable } from '../text/normalise.ts';

/** Characters to insert, delete or replace between two texts, in code units of NFC with white space made one space. */
export const editsBetween = (a: string, b: string): number => distance(comparable(a), comparable(b));
