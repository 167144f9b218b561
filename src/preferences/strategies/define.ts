/** A strategy proposes pairs of a dialogue by the scores of one source. It is a pure function of the ranked texts. */
import type { Random } from '../../random.ts';

/** One distinct text of a dialogue, by its best row. */
export interface Contender {
  /** Row in the pool. */
  readonly row: number;
  readonly score: number;
  /** Whether it may be the better side: no gate holds it back. */
  readonly mayBeChosen: boolean;
  readonly isReference: boolean;
  readonly system: string;
}

export interface StrategyOptions {
  /** Pairs a dialogue at most, for the strategies that would give many. */
  readonly mostPairs: number;
  /** Margins that are wanted; no upper end where `most` is undefined. */
  readonly band: { readonly least: number; readonly most?: number | undefined };
  /** Systems that a reference is set against; undefined: all. */
  readonly over: readonly string[] | undefined;
}

export interface StrategyInput {
  /** By score, the best first. */
  readonly ranked: readonly Contender[];
  readonly options: StrategyOptions;
  /** A stream of its own for the dialogue. */
  readonly random: Random;
}

/** Rows of the better and the worse side. The scores may be equal: a filter drops ties and tells. */
export interface Proposal {
  readonly chosen: Contender;
  readonly rejected: Contender;
}

export interface Strategy {
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  /** Whether references stand among the ranked texts. */
  readonly usesReferences: boolean;
  propose(input: StrategyInput): readonly Proposal[];
}

export const defineStrategy = (strategy: Strategy): Strategy => strategy;

/** The best text that may be the better side, and the texts below it. Undefined where there are not both. */
export const bestAndBelow = (
  ranked: readonly Contender[],
):
  | { readonly best: Contender; readonly below: readonly Contender[]; readonly worst: Contender }
  | undefined => {
  const place = ranked.findIndex(({ mayBeChosen }) => mayBeChosen);
  const below = ranked.slice(place + 1);
  const worst = below.at(-1);
  return place < 0 || worst === undefined ? undefined : { best: ranked[place]!, below, worst };
};

/** `count` of `items`, drawn without replacement, in their own order. */
export const drawn = <T>(items: readonly T[], count: number, random: Random): readonly T[] => {
  if (items.length <= count) return items;
  const places = [...items.keys()];
  for (let place = 0; place < count; place++) {
    const other = place + random.below(places.length - place);
    [places[place], places[other]] = [places[other]!, places[place]!];
  }
  return places
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((place) => items[place]!);
};
