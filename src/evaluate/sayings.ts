/** How far references say what candidates say, by where it stands and who says it: few numbers, of all words together. */
import {
  type ByKind,
  circumstances,
  forEachSaying,
  frequencies,
  mostHolders,
  type SayingOdds,
} from '../rerank/features/wording.ts';
import { fitIndicatorLogistic, type Indicators } from '../rerank/learners/indicator-logistic.ts';
import type { LabelledPool } from './labelled-pool.ts';

/**
 * Logistic regression of what references say on three things: how many candidates say it, how often they and the dialogue do, and
 * which systems are among them. A word that three candidates say is likelier to be in a reference where the better ones are among the three.
 * Undefined where no words are held. O(words · systems²) a few times.
 */
export const fitSayings = (
  pools: readonly LabelledPool[],
  systems: number,
): ByKind<SayingOdds> | undefined => {
  if (!pools.some(({ wording, usage }) => wording && usage)) return undefined;
  return { words: learn(pools, 'words', systems), pairs: learn(pools, 'pairs', systems) };
};

/** Where the properties of the systems begin. */
const firstSystem = mostHolders + frequencies;

const learn = (pools: readonly LabelledPool[], kind: keyof ByKind<unknown>, systems: number): SayingOdds => {
  const targets = pools.flatMap(({ wording, usage }) => (wording && usage ? [...usage[kind].share] : []));
  // One of hundreds of observations each: how strong the regularisation is matters little, and that of 1 keeps what was never seen at 0.
  const weights = fitIndicatorLogistic(propertiesOf(pools, kind, systems), Float64Array.from(targets), {
    c: 1,
  });
  return {
    base: Float64Array.from({ length: circumstances }, (_, circumstance) =>
      Math.exp(
        weights[Math.floor(circumstance / frequencies)]! +
          weights[mostHolders + (circumstance % frequencies)]!,
      ),
    ),
    systems: weights.slice(firstSystem).map(Math.exp),
  };
};

const propertiesOf = (
  pools: readonly LabelledPool[],
  kind: keyof ByKind<unknown>,
  systems: number,
): Indicators => {
  const told = pools.filter(({ wording, usage }) => wording && usage);
  const examples = told.reduce((sum, { wording }) => sum + wording![kind].circumstance.length, 0);
  // Typed arrays, filled in two passes: there are as many examples as words in all candidates.
  const starts = new Int32Array(examples + 1);
  eachProperty(told, kind, (example) => {
    starts[example + 1]! += 1;
  });
  for (let example = 1; example < starts.length; example++) starts[example]! += starts[example - 1]!;
  const properties = new Int32Array(starts.at(-1)!);
  const next = starts.slice();
  eachProperty(told, kind, (example, property) => {
    properties[next[example]!] = property;
    next[example]! += 1;
  });
  return { starts, properties, width: firstSystem + systems };
};

/** Tells the properties of every word of every dialogue, those of a word in order. */
const eachProperty = (
  pools: readonly LabelledPool[],
  kind: keyof ByKind<unknown>,
  tell: (example: number, property: number) => void,
): void => {
  let first = 0;
  for (const pool of pools) {
    const said = pool.wording![kind];
    for (const [place, circumstance] of said.circumstance.entries()) {
      tell(first + place, Math.floor(circumstance / frequencies));
      tell(first + place, mostHolders + (circumstance % frequencies));
    }
    const from = first;
    forEachSaying(pool, said, (place, system) => tell(from + place, firstSystem + system));
    first += said.circumstance.length;
  }
};
