import type { SecondStage } from './second-stage.ts';

/** Share of the way to the oracle from which a gain is suspect. */
const suspect = 0.25;

/**
 * A sentence where the gain is too good: on dialogues the way from the best single system to the oracle is mostly what one human
 * happened to write, which nothing can foresee. Undefined where it is not.
 */
export const leakWarning = ({ oracle, auto, claims_gain }: SecondStage): string | undefined => {
  if (!claims_gain || oracle.share === null || oracle.share < suspect) return undefined;
  return (
    `The gain is ${Math.round(100 * oracle.share)} % of the ${(auto.gain.mean / oracle.share).toFixed(2)} points between the best single system and the ` +
    'oracle: a leak until proven otherwise. Was a system trained on these dialogues (labelled.fitted_on), or are near-duplicates of them elsewhere?'
  );
};
