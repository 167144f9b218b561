/** Filters in the order in which they are asked: a pair is dropped by the first that objects. */
import { contaminated } from './contaminated.ts';
import { contradiction } from './contradiction.ts';
import { cycle } from './cycle.ts';
import type { Filter, FilterContext, PairJudge } from './define.ts';
import { disagreement } from './disagreement.ts';
import { edgeSpace } from './edge-space.ts';
import { empty } from './empty.ts';
import { identical } from './identical.ts';
import { lengthRatio } from './length-ratio.ts';
import { margin } from './margin.ts';
import { masks } from './masks.ts';
import { nearCopies } from './near-copies.ts';
import { nearIdentical } from './near-identical.ts';
import type { FiltersOptions } from './options.ts';
import { specialToken } from './special-token.ts';
import { splitOverlap } from './split-overlap.ts';
import { tags } from './tags.ts';
import { templateLeak } from './template-leak.ts';
import { tie } from './tie.ts';
import { unsupported } from './unsupported.ts';

/**
 * First what no text could mend, then faults of single texts, then what the two sides have in common, then scores, then
 * meaning. `over-budget` comes after them: it needs the prompt.
 */
export const filters: readonly Filter<never>[] = [
  contaminated,
  splitOverlap,
  empty,
  specialToken,
  templateLeak,
  edgeSpace,
  identical,
  contradiction,
  tie,
  cycle,
  disagreement,
  margin,
  nearIdentical,
  nearCopies,
  lengthRatio,
  tags,
  masks,
  unsupported,
];

/** A filter that is switched on. */
export interface ActiveFilter {
  readonly name: Filter['name'];
  readonly judge: PairJudge;
}

/** The filters that `options` leave on, in order. */
export const createFilters = (options: FiltersOptions, context: FilterContext): readonly ActiveFilter[] =>
  filters.flatMap(({ name, create }) => {
    const own = name === 'split-overlap' ? true : options[name as keyof FiltersOptions];
    return own === false ? [] : [{ name, judge: create(own as never, context) }];
  });
