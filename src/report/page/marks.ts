/**
 * What a reader of a summary wants to see at once: where the candidates agree, and what the dialogue does not say. Both are
 * about words, not about meaning: a paraphrase is marked too.
 */
import { type Word, wordsOf } from './words.ts';

/** A stretch of text in one state; stretches follow each other without gaps. */
export interface Stretch {
  readonly text: string;
  /** Share of the others that say it, in thirds: 0 (none) to 3. */
  readonly agreement: 0 | 1 | 2 | 3;
  /** Not in the dialogue: a word, or a number, name, weekday or tag, which is graver. */
  readonly absent: 'word' | 'fact' | undefined;
}

/** State of a word. */
type State = Pick<Stretch, 'agreement' | 'absent'>;

const plain: State = { agreement: 0, absent: undefined };

const pairsOf = (words: readonly Word[]): Set<string> =>
  new Set(words.slice(1).map((word, place) => `${words[place]!.key} ${word.key}`));

/** Word → number of `others` with a pair of words that covers it. */
export const agreeing = (words: readonly Word[], others: readonly (readonly Word[])[]): number[] => {
  const counts = new Array<number>(words.length).fill(0);
  for (const other of others) {
    const pairs = pairsOf(other);
    const isShared = words.slice(1).map((word, place) => pairs.has(`${words[place]!.key} ${word.key}`));
    for (const place of words.keys())
      if (isShared[place - 1] || isShared[place]) counts[place] = counts[place]! + 1;
  }
  return counts;
};

const level = (count: number, of: number): State['agreement'] =>
  count === 0 ? 0 : of === 1 ? 2 : (Math.ceil((3 * count) / of) as 1 | 2 | 3);

/** Whether the dialogue has a word; tells facts from other words. */
export type Support = (word: Word) => Stretch['absent'];

/** Decomposed syllables that must be the same for two inflected Korean words to be one. */
const sharedJamo = (stem: string): number => Math.max(3, Math.ceil(0.6 * stem.normalize('NFD').length));

/** Indexes a dialogue. */
export const supportOf = (dialogue: string): Support => {
  const known = new Set<string>();
  const starts = new Set<string>();
  const words = wordsOf(dialogue);
  for (const { key, kind, start, end } of words) {
    known.add(key);
    if (kind !== 'hangul') continue;
    const jamo = dialogue.slice(start, end).normalize('NFD');
    for (let length = 3; length <= jamo.length; length++) starts.add(jamo.slice(0, length));
  }
  const text = dialogue.normalize('NFKC').toLowerCase();
  return ({ key, kind }) => {
    if (known.has(key) || functionWords.has(key)) return undefined;
    if (kind !== 'hangul') return kind === 'other' ? 'word' : text.includes(key) ? undefined : 'fact';
    if (key.length < 2) return undefined;
    if (starts.has(key.normalize('NFD').slice(0, sharedJamo(key)))) return undefined;
    return weekday.test(key) ? 'fact' : 'word';
  };
};

const weekday = /^[월화수목금토일]요일/u;

/** Words that carry the sentence and not its content, by their keys. */
const functionWords = new Set(
  (
    'a about after all also an and are as at be been befor but by can could did do doe for from had ha have he her hi him how i if in ' +
    'into is it its itself me more my no not of on or our out over she should so some than that the their them themselv then there ' +
    'these they thi those to too up us wa we were what when where which while who will with would you your ' +
    '그리고 그러나 하지만 그래서 때문 대해 대한 위해 위한 통해 그녀 그는 그것 자신 서로 함께 있습 있다 있으 있었 없습 없다 것으 것이 ' +
    '또한 다른 하기 합니 하고 했습 됩니 되었 된다 한다 말합 말했 이야기'
  ).split(' '),
);

/** The text of a candidate, marked. `others` are those it may agree with; without `support` nothing is absent. */
export const markText = (
  text: string,
  others: readonly (readonly Word[])[],
  support: Support | undefined,
): Stretch[] => {
  const words = wordsOf(text);
  const counts = agreeing(words, others);
  const states = words.map(
    (word, place): State => ({
      agreement: level(counts[place]!, others.length),
      // What follows a tag or number without a space is its particle or unit.
      absent: word.start === words[place - 1]?.end ? undefined : support?.(word),
    }),
  );
  return stretches(text, words, states);
};

const isSame = (a: State, b: State): boolean => a.agreement === b.agreement && a.absent === b.absent;

/** Neighbours in the same state become one stretch, with what stands between them; agreement spans the gaps it lies around. */
const stretches = (text: string, words: readonly Word[], states: readonly State[]): Stretch[] => {
  const found: Stretch[] = [];
  const add = (start: number, end: number, state: State): void => {
    if (end > start) found.push({ ...state, text: text.slice(start, end) });
  };
  let place = 0;
  let at = 0;
  let before = plain;
  while (place < words.length) {
    const state = states[place]!;
    let last = place;
    while (last + 1 < words.length && isSame(states[last + 1]!, state)) last += 1;
    const continues = state.agreement === before.agreement;
    add(at, words[place]!.start, continues ? { ...plain, agreement: state.agreement } : plain);
    add(words[place]!.start, words[last]!.end, state);
    at = words[last]!.end;
    before = state;
    place = last + 1;
  }
  add(at, text.length, plain);
  return found;
};
