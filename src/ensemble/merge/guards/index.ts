/** Guards keep merged texts true to the dialogue and to the candidates that they are made of. */
import { dates } from './dates.ts';
import type { Guard, Material } from './define.ts';
import { names } from './names.ts';
import { newBigrams } from './new-bigrams.ts';
import { newWords } from './new-words.ts';
import { numbers } from './numbers.ts';
import type { GuardOptions } from './options.ts';
import { speakers } from './speakers.ts';
import { support } from './support.ts';
import { tags } from './tags.ts';

/** All guards, the plainest reason first. */
export const guards: readonly Guard[] = [
  tags,
  numbers,
  dates,
  names,
  speakers,
  newWords,
  newBigrams,
  support,
];

/** Why a merged text is refused. */
export interface Refusal {
  readonly guard: Guard['name'];
  readonly reason: string;
}

/** The first guard's refusal; undefined where the text is faithful. */
export const refuse = (text: string, material: Material, options: GuardOptions): Refusal | undefined => {
  for (const { name, check } of guards) {
    const reason = check(text, material, options);
    if (reason !== undefined) return { guard: name, reason };
  }
  return undefined;
};
