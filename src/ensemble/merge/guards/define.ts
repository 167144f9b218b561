/** The shape of a guard: a reason why a merged text is not true to what it was made of. */
import type { Dialogue } from '../../../types.ts';
import type { GuardOptions } from './options.ts';

/** What a merged text was made of. */
export interface Material {
  readonly dialogue: Dialogue;
  /** Texts of the candidates that it uses. */
  readonly sources: readonly string[];
}

export interface Guard {
  /** Key in `guards`. */
  readonly name: keyof GuardOptions;
  /** One sentence for the docs. */
  readonly about: string;
  /** Why `text` is refused, with the words in question; undefined where it is faithful. */
  check(text: string, material: Material, options: GuardOptions): string | undefined;
}

export const defineGuard = (guard: Guard): Guard => guard;

/** All texts that may support a word. */
export const supportOf = ({ dialogue, sources }: Material): readonly string[] => [dialogue.text, ...sources];
