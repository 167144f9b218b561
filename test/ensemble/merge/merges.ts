/** A seeded script that merges real candidates faithfully, and makes one thing up in what it merged. It knows nothing of the guards. */
import { createRandom, type Random } from '../../../src/random.ts';
import type { Dialogue } from '../../../src/types.ts';
import { readJsonLines, sharedFile } from '../../shared.ts';

export interface PoolItem {
  readonly id: string;
  readonly source: string;
  readonly candidates: readonly { readonly text: string }[];
}

export interface Merge {
  readonly text: string;
  readonly sources: readonly string[];
  readonly dialogue: Dialogue;
  readonly language: 'ko' | 'en';
}

export const readPool = (name: string): PoolItem[] =>
  readJsonLines<PoolItem>(sharedFile(`data/pools/${name}.jsonl.gz`));

/** Plain and crude on purpose: a sentence ends at a full stop before white space, but not behind a title. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])(?<!\b(?:Mr|Ms|Mrs|Dr)\.)\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** One candidate with a sentence of another swapped in or added. */
export const faithfulMerge = (items: readonly PoolItem[], random: Random): Merge => {
  const item = pick(random, items);
  const texts = [...new Set(item.candidates.map(({ text }) => text.trim()))].filter((text) => text !== '');
  if (texts.length < 2) return faithfulMerge(items, random);
  const first = pick(random, texts);
  const second = pick(
    random,
    texts.filter((text) => text !== first),
  );
  const [own, offered] = [sentencesOf(first), pick(random, sentencesOf(second))];
  const at = random.below(own.length);
  const merged = random.below(2) === 0 ? own.with(at, offered) : own.toSpliced(at, 0, offered);
  return {
    text: merged.join(' '),
    sources: [first, second],
    dialogue: { id: item.id, index: 0, text: item.source, references: [] },
    language: /[가-힣]/.test(item.source) ? 'ko' : 'en',
  };
};

/** Makes one thing up; undefined where the text offers no place for it. */
export type Corruption = (merge: Merge, random: Random) => string | undefined;

const everything = ({ dialogue, sources }: Merge): string =>
  [dialogue.text, ...sources].join('\n').toLowerCase();

const inserted = ({ text, language }: Merge, phrase: string): string =>
  language === 'ko' ? `${phrase} ${text}` : text.replace(/\s*[.!?]?$/, ` ${phrase}.`);

const inventedNumber: Corruption = (merge, random) => {
  const known = everything(merge);
  const number = Array.from({ length: 50 }, () => String(21 + random.below(900))).find(
    (each) => !known.includes(each),
  )!;
  if (/(?<!#Person)\d+/.test(merge.text)) return merge.text.replace(/(?<!#Person|\d)\d+/, number);
  return inserted(merge, merge.language === 'ko' ? `${number}분 뒤에` : `in ${number} minutes`);
};

const strangers = {
  en: ['Zelda', 'Gustavo', 'Priya', 'Thaddeus', 'Ingrid'],
  ko: ['민재', '서연', '김도윤', '박하린', '지우'],
};

const inventedName: Corruption = (merge, random) => {
  const known = everything(merge);
  const name = pick(
    random,
    strangers[merge.language].filter((each) => !known.includes(each.toLowerCase())),
  );
  const speakers = speakersOf(merge).filter((speaker) => merge.text.includes(speaker));
  if (speakers.length > 0 && random.below(2) === 0) return merge.text.replace(pick(random, speakers), name);
  return inserted(
    merge,
    merge.language === 'ko' ? pick(random, [`${name}와`, `${name}는`, `${name} 씨가`]) : `with ${name}`,
  );
};

const days = {
  en: ['on Thursday', 'on Sunday', 'in November', 'tomorrow', 'next week', 'in March'],
  ko: ['목요일에', '일요일에', '다음 주에', '내일', '어제', '크리스마스에'],
};

const inventedDate: Corruption = (merge, random) => {
  const known = everything(merge);
  const free = days[merge.language].filter(
    (day) => !known.includes(day.replace(/^(?:on|in|at) |에$/g, '').toLowerCase()),
  );
  return free.length === 0 ? undefined : inserted(merge, pick(random, free));
};

const speakersOf = ({ dialogue }: Merge): string[] => [
  ...new Set(Array.from(dialogue.text.matchAll(/^(#Person\d+#|[A-Z][A-Za-z]+):/gm), ([, name]) => name!)),
];

/** `A and B` means what `B and A` means. */
const areJoined = (sentence: string, ...names: readonly string[]): boolean => {
  const [first, second] = [...names].sort((x, y) => sentence.indexOf(x) - sentence.indexOf(y)) as [
    string,
    string,
  ];
  const between = sentence.split(first)[1]?.split(second)[0] ?? '';
  return /^(?:,| ?and ?|와 |과 )?$/.test(between);
};

/** Two speakers of one sentence change places; where it names one, another speaker takes the place. */
const swappedSpeaker: Corruption = (merge, random) => {
  const speakers = speakersOf(merge);
  const told = sentencesOf(merge.sources.join(' '));
  const sentences = sentencesOf(merge.text);
  const swapped = sentences.map((sentence) => {
    const named = speakers.filter((speaker) => sentence.includes(speaker));
    const [a, b] = named.length > 1 ? named : [named[0], speakers.find((speaker) => speaker !== named[0])];
    if (a === undefined || b === undefined || (named.length > 1 && areJoined(sentence, a, b)))
      return undefined;
    const other = sentence.replaceAll(a, '\u0000').replaceAll(b, a).replaceAll('\u0000', b);
    return told.includes(other) ? undefined : other;
  });
  const places = [...swapped.keys()].filter((place) => swapped[place] !== undefined);
  if (places.length === 0) return undefined;
  const at = pick(random, places);
  return sentences.with(at, swapped[at]!).join(' ');
};

export const corruptions = { inventedNumber, inventedName, inventedDate, swappedSpeaker } as const;

/** `count` faithful merges over the pools in turn. */
export const drawMerges = (pools: readonly (readonly PoolItem[])[], count: number, seed: number): Merge[] =>
  Array.from({ length: count }, (_, draw) =>
    faithfulMerge(pools[draw % pools.length]!, createRandom(seed, 'merge', draw)),
  );
