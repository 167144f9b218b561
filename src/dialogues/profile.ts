/** What a dataset looks like: lengths, turns, speakers, references, topics, languages, outliers, duplicates. */
import { comparable } from '../text/normalise.ts';
import { scriptShares } from '../text/script.ts';
import { utterances } from '../text/tags.ts';
import type { Dialogue } from '../types.ts';
import type { Dataset } from './dataset.ts';
import { Histogram, type Spread } from './histogram.ts';
import { IdIndex } from './id-index.ts';

/** Everything here is learned in one pass; memory is flat but for 18 bytes a dialogue that find duplicates. */
export interface DatasetProfile {
  readonly dialogues: number;
  /** Characters (code points) of the dialogues. */
  readonly characters: Spread;
  readonly turns: Spread;
  /** Distinct speakers a dialogue. */
  readonly speakers: Spread;
  /** References a dialogue. */
  readonly references: Spread;
  /** Characters of the references. */
  readonly referenceCharacters: Spread;
  readonly languages: Languages;
  readonly topics: Topics;
  readonly outliers: Outliers;
  readonly duplicates: Duplicates;
}

/** Languages as far as scripts tell them apart. */
export interface Languages {
  /** Shares (0–1) of all letters. */
  readonly letters: Readonly<Record<Script, number>>;
  /** Number of dialogues in which most letters are of this script; `none` has no letters. */
  readonly dialogues: Readonly<Record<Script | 'none', number>>;
}

export type Script = (typeof scripts)[number];
const scripts = ['hangul', 'latin', 'han', 'kana', 'other'] as const;

export interface Topics {
  /** Number of dialogues with a topic. */
  readonly dialogues: number;
  /** Number of distinct topics; of more than `topicsKept` it is a lower bound. */
  readonly distinct: number;
  readonly most: readonly { readonly topic: string; readonly dialogues: number }[];
}

/** Dialogues whose length lies outside `low` to `high` (Tukey's fences on the logarithm of the length); the most extreme five of each end. */
export interface Outliers {
  readonly low: number;
  readonly high: number;
  readonly shortest: readonly Extreme[];
  readonly longest: readonly Extreme[];
  /** Dialogues without text. */
  readonly empty: number;
}

export interface Extreme {
  readonly id: string;
  readonly characters: number;
}

/** Dialogues whose text, apart from white space and Unicode form, is that of an earlier one. */
export interface Duplicates {
  readonly count: number;
  /** The first few of them. */
  readonly pairs: readonly { readonly id: string; readonly otherId: string }[];
}

const topicsKept = 20_000;
const mostTopics = 10;
const extremesKept = 5;
const pairsKept = 10;

/** Reads `dataset` once and describes it. */
export const profileDataset = async (dataset: Dataset): Promise<DatasetProfile> => {
  const counts = {
    characters: new Histogram(),
    turns: new Histogram(),
    speakers: new Histogram(),
    references: new Histogram(),
    referenceCharacters: new Histogram(),
  };
  const languages = createLanguages();
  const topics = createTopics();
  const extremes = createExtremes();
  const duplicates = createDuplicates();
  for await (const dialogue of dataset.read()) {
    const characters = length(dialogue.text);
    counts.characters.add(characters);
    const turns = utterances(dialogue.text);
    counts.turns.add(turns.length);
    counts.speakers.add(
      new Set(turns.map(({ speaker }) => speaker).filter((speaker) => speaker !== '')).size,
    );
    counts.references.add(dialogue.references.length);
    for (const reference of dialogue.references) counts.referenceCharacters.add(length(reference));
    languages.add(dialogue.text);
    topics.add(dialogue.topic);
    extremes.add({ id: dialogue.id, characters });
    duplicates.add(dialogue);
  }
  return {
    dialogues: dataset.size,
    characters: counts.characters.spread(),
    turns: counts.turns.spread(),
    speakers: counts.speakers.spread(),
    references: counts.references.spread(),
    referenceCharacters: counts.referenceCharacters.spread(),
    languages: languages.finish(),
    topics: topics.finish(),
    outliers: extremes.finish(counts.characters),
    duplicates: await duplicates.finish(dataset),
  };
};

/** Number of code points. */
const length = (text: string): number => {
  let count = 0;
  for (const _character of text) count++;
  return count;
};

const createLanguages = () => {
  const letters = { hangul: 0, latin: 0, han: 0, kana: 0, other: 0 };
  const dialogues = { ...letters, none: 0 };
  let total = 0;
  return {
    add(text: string): void {
      const shares = scriptShares(text);
      total += shares.letters;
      for (const script of scripts) letters[script] += shares[script] * shares.letters;
      const main = scripts.reduce((best, script) => (shares[script] > shares[best] ? script : best));
      dialogues[shares.letters === 0 ? 'none' : main]++;
    },
    finish(): Languages {
      for (const script of scripts) letters[script] /= Math.max(1, total);
      return { letters, dialogues };
    },
  };
};

const createTopics = () => {
  const counts = new Map<string, number>();
  let dialogues = 0;
  return {
    add(topic: string | undefined): void {
      if (topic === undefined || topic.trim() === '') return;
      dialogues++;
      const count = counts.get(topic) ?? 0;
      if (count > 0 || counts.size < topicsKept) counts.set(topic, count + 1);
    },
    finish(): Topics {
      const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      const most = sorted.slice(0, mostTopics).map(([topic, count]) => ({ topic, dialogues: count }));
      return { dialogues, distinct: counts.size, most };
    },
  };
};

const createExtremes = () => {
  const shortest: Extreme[] = [];
  const longest: Extreme[] = [];
  let empty = 0;
  return {
    add(dialogue: Extreme): void {
      if (dialogue.characters === 0) empty++;
      keep(shortest, dialogue, (a, b) => a.characters - b.characters);
      keep(longest, dialogue, (a, b) => b.characters - a.characters);
    },
    finish(characters: Histogram): Outliers {
      const [low, high] = fences(characters);
      return {
        low,
        high,
        shortest: shortest.filter((each) => each.characters < low),
        longest: longest.filter((each) => each.characters > high),
        empty,
      };
    },
  };
};

const keep = (list: Extreme[], dialogue: Extreme, compare: (a: Extreme, b: Extreme) => number): void => {
  const last = list.at(-1);
  if (list.length === extremesKept && last && compare(dialogue, last) >= 0) return;
  list.push(dialogue);
  list.sort(compare); // stable: of equal lengths the earlier dialogue comes first
  if (list.length > extremesKept) list.pop();
};

// lengths are skewed, their logarithms much less
const fences = (characters: Histogram): readonly [number, number] => {
  const lower = Math.log(Math.max(1, characters.quantile(0.25)));
  const upper = Math.log(Math.max(1, characters.quantile(0.75)));
  const reach = 1.5 * (upper - lower);
  return [Math.floor(Math.exp(lower - reach)), Math.ceil(Math.exp(upper + reach))];
};

const createDuplicates = () => {
  const texts = new IdIndex();
  const found: { id: string; ordinal: number }[] = [];
  let count = 0;
  return {
    add({ id, text }: Dialogue): void {
      const ordinal = texts.add(comparable(text));
      if (ordinal === undefined || text.trim() === '') return;
      count++;
      if (found.length < pairsKept) found.push({ id, ordinal });
    },
    async finish(dataset: Dataset): Promise<Duplicates> {
      const pairs: { id: string; otherId: string }[] = [];
      for (const { id, ordinal } of found)
        for await (const other of dataset.read({ from: ordinal, to: ordinal + 1 }))
          pairs.push({ id, otherId: other.id });
      return { count, pairs };
    },
  };
};
