/** Successive halving (Jamieson and Talwalkar 2016): all trials on few dialogues, the better half on twice as many, and so on. */

/** One step: everyone who is left is scored on the first `dialogues`. */
export interface Rung {
  readonly dialogues: number;
  /** The best first; of equal means the trial that was drawn first. */
  readonly standings: readonly { readonly trial: number; readonly mean: number }[];
}

export interface HalvingOptions {
  /** Trials 1 … `trials`; trial 0, what the config says, goes along to the end. */
  readonly trials: number;
  /** Dialogues of the first rung. */
  readonly first: number;
  /** All dialogues. */
  readonly total: number;
  /** Scores of a trial on the dialogues at positions `from` up to but without `to`. Asked once for each. */
  score(trial: number, from: number, to: number): Promise<Float64Array>;
  /** Told after each rung. */
  onRung?(rung: Rung): void;
}

export interface Halved {
  readonly rungs: readonly Rung[];
  /** The best of those that were scored on all dialogues, trial 0 not counted; undefined without trials. */
  readonly best: number | undefined;
  /** Trial → its scores, as far as it came. */
  readonly scores: readonly Float64Array[];
}

/** Numbers of dialogues: doubling from `first`, the last all there are. A last rung of fewer than half as many more is left out. */
export const rungSizes = (first: number, total: number): number[] => {
  const sizes: number[] = [];
  for (let size = Math.min(first, total); size < total; size *= 2) sizes.push(size);
  if ((sizes.at(-1) ?? 0) * 1.5 > total) sizes.pop();
  return [...sizes, total];
};

/** Runs the rungs, one trial after the other. A rung keeps the better half of the trials, one at least. */
export const successiveHalving = async ({
  trials,
  first,
  total,
  score,
  onRung,
}: HalvingOptions): Promise<Halved> => {
  const scores = Array.from({ length: trials + 1 }, (): Float64Array => new Float64Array(0));
  const rungs: Rung[] = [];
  let left = Array.from({ length: trials }, (_, place) => place + 1);
  for (const dialogues of rungSizes(first, total)) {
    if (rungs.length > 0) left = left.slice(0, Math.ceil(left.length / 2));
    for (const trial of [0, ...left]) {
      const known = scores[trial]!;
      scores[trial] = joined(known, await score(trial, known.length, dialogues));
    }
    const standings = [0, ...left]
      .map((trial) => ({ trial, mean: meanOf(scores[trial]!) }))
      .sort((a, b) => b.mean - a.mean || a.trial - b.trial);
    const rung = { dialogues, standings };
    rungs.push(rung);
    onRung?.(rung);
    left = standings.flatMap(({ trial }) => (trial === 0 ? [] : [trial]));
  }
  return { rungs, best: left[0], scores };
};

const joined = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.from([...a, ...b]);

const meanOf = (scores: Float64Array): number =>
  scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
