/** What a dialogue gives to every fit alike, computed once: a ladder fits hundreds of times. */
import { centre } from '../rerank/learned/centre.ts';
import type { FeatureMatrix } from '../rerank/learned/matrix.ts';
import { indicators } from './intercepts.ts';
import { contenders, type LabelledPool } from './labelled-pool.ts';

export interface Standing {
  /** Rows that may win. */
  readonly open: readonly number[];
  /** Features of the texts, centred on those rows. */
  readonly statics: FeatureMatrix;
  /** A column a system: 1 where a row is the system's, centred alike. */
  readonly indicators: FeatureMatrix;
}

const known = new WeakMap<LabelledPool, Standing>();

/** With 12 systems and 43 features 5 KB a dialogue. */
export const standingOf = (pool: LabelledPool, systems: number): Standing => {
  const found = known.get(pool);
  if (found?.indicators.width === systems) return found;
  const open = contenders(pool);
  const standing = {
    open,
    statics: centre(pool.statics, open),
    indicators: indicators(pool, open, systems),
  };
  known.set(pool, standing);
  return standing;
};
