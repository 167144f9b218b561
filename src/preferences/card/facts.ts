/** What a data card tells of. */
import type { PairFormat } from '../formats/define.ts';
import type { PairStats, TrainingRow } from '../types.ts';
import type { PairFigures } from './figures.ts';
import type { CardOptions } from './options.ts';

/** A file of training rows, as it was written. */
export interface CardSplit {
  readonly split: string;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

/** All that the card tells. */
export interface CardFacts {
  /** Name of the run. */
  readonly name: string;
  readonly format: Pick<PairFormat, 'name' | 'about' | 'decimals'>;
  readonly splits: readonly CardSplit[];
  /** Any of the rows; absent where there are none. */
  readonly row?: TrainingRow | undefined;
  readonly stats: PairStats;
  readonly figures: PairFigures;
  readonly options: CardOptions;
}
