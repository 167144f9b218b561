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
  const examples: number[][] = [];
  for (const pool of pools) {
    if (!pool.wording || !pool.usage) continue;
    const said = pool.wording[kind];
    const own = Array.from(said.circumstance, (circumstance) => [
      Math.floor(circumstance / frequencies),
      mostHolders + (circumstance % frequencies),
    ]);
    forEachSaying(pool, said, (place, system) => own[place]!.push(firstSystem + system));
    examples.push(...own);
  }
  const starts = new Int32Array(examples.length + 1);
  for (const [example, { length }] of examples.entries()) starts[example + 1] = starts[example]! + length;
  return { starts, properties: Int32Array.from(examples.flat()), width: firstSystem + systems };
};
