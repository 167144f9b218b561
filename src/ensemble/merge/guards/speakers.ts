import { splitSentences } from '../../../text/sentences.ts';
import { speakerTags, utterances } from '../../../text/tags.ts';
import { bagOverlap, wordsOf } from '../words.ts';
import { defineGuard, type Material, supportOf } from './define.ts';

/** A sentence with who is in it, in order, and what is said of them. */
interface Scene {
  readonly cast: readonly string[];
  /** Its other words, a mark for each speaker. */
  readonly plot: readonly string[];
}

/** Sentences whose plots share at least this much tell of the same thing. */
const samePlot = 0.6;
/** Plots this much less alike than the likest one are as good a witness. */
const slack = 0.05;

const mark = '@';

export const speakers = defineGuard({
  name: 'speakers',
  about: 'Refuses a sentence that tells what a candidate tells, of other speakers or the other way round.',
  check: (text, material, options) => {
    if (!options.speakers) return undefined;
    const pattern = speakerPattern(material);
    if (pattern === undefined) return undefined;
    const scenes = (each: string): Scene[] =>
      splitSentences(each).map((sentence) => sceneOf(sentence, pattern));
    const told = material.sources.flatMap(scenes);
    const swapped = scenes(text).find((scene) => !isToldSo(scene, told));
    return swapped ? `no candidate used has ${swapped.cast.join(', ')} in these roles` : undefined;
  },
});

/** Tags and the names before the turns of the dialogue, the longest first. */
const speakerPattern = (material: Material): RegExp | undefined => {
  const names = utterances(material.dialogue.text).map(({ speaker }) => speaker);
  const all = [...new Set([...names, ...supportOf(material).flatMap(speakerTags)])]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (all.length === 0) return undefined;
  const escaped = all.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // A tag ends by itself; a name is no part of another word, but in Korean a particle may follow it.
  const words = escaped.map((name) =>
    name.startsWith('#') ? name : `(?<![\\p{L}\\p{N}])${name}(?![A-Za-z0-9])`,
  );
  return new RegExp(words.join('|'), 'giu');
};

const sceneOf = (sentence: string, pattern: RegExp): Scene => {
  const cast = (sentence.match(pattern) ?? []).map((name) => name.toLowerCase());
  return { cast, plot: [...wordsOf(sentence.replace(pattern, ' ')), ...cast.map(() => mark)] };
};

/** Whether the likest sentences bear a scene out; a plot that nobody tells cannot be judged here. */
const isToldSo = (scene: Scene, told: readonly Scene[]): boolean => {
  if (scene.cast.length === 0) return true;
  const likeness = told.map(({ plot }) => bagOverlap(scene.plot, plot));
  const best = Math.max(0, ...likeness);
  if (best < samePlot) return true;
  const witnesses = told.filter((_, place) => likeness[place]! >= best - slack).map(({ cast }) => cast);
  const equals = witnesses.filter((cast) => cast.length === scene.cast.length);
  return equals.length > 0
    ? equals.some((cast) => cast.every((name, at) => name === scene.cast[at]))
    : witnesses.some((cast) => cast.length > 0 && isWithin(scene.cast, cast));
};

/** A sentence that was shortened or joined names a part of the cast, in order. */
const isWithin = (cast: readonly string[], other: readonly string[]): boolean => {
  const [short, long] = cast.length < other.length ? [cast, other] : [other, cast];
  let at = 0;
  for (const name of long) if (name === short[at]) at += 1;
  return at === short.length;
};
