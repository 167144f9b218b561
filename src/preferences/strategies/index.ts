/** Strategies by name: what can stand in `preferences.strategy`. */
import { band } from './band.ts';
import { bestMiddleWorst } from './best-middle-worst.ts';
import { bestRandom } from './best-random.ts';
import { bestWorst } from './best-worst.ts';
import { gold } from './gold.ts';

export const strategies = {
  'best-worst': bestWorst,
  'best-middle-worst': bestMiddleWorst,
  'best-random': bestRandom,
  band,
  gold,
} as const;
