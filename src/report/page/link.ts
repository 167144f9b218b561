/** Links to single dialogues: `#dialogue=ID`. */
import type { PageDialogue } from '../page-data.ts';

const prefix = '#dialogue=';

/** Half a surrogate pair cannot stand in a link. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

export const linkTo = ({ id }: Pick<PageDialogue, 'id'>): string =>
  `${prefix}${encodeURIComponent(wellFormed(id))}`;

/** The dialogue that a link names, if it is there. */
export const linked = <D extends Pick<PageDialogue, 'id'>>(
  hash: string,
  dialogues: readonly D[],
): D | undefined => {
  if (!hash.startsWith(prefix)) return undefined;
  try {
    const wanted = decodeURIComponent(hash.slice(prefix.length));
    return dialogues.find(({ id }) => wellFormed(id) === wanted);
  } catch {
    return undefined;
  }
};
