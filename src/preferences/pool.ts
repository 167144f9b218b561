/** A dialogue as mining sees it: candidates in an order that no input changes, and what each source says of them. */
import type { Dialogue } from '../types.ts';

/** One candidate, or one reference (`system: "gold"`). */
export interface MinedRow {
  readonly system: string;
  /** Rank within the system's own list; of a reference, its number. */
  readonly candidate: number;
  /** As it would be trained on. */
  readonly text: string;
  /** Number of the text among the distinct texts of the dialogue, as they are compared; −1 for a row without text. */
  readonly form: number;
  /** Whether no gate holds it back. */
  readonly mayBeChosen: boolean;
  /** Relative weight of its system before any text is seen; breaks ties. */
  readonly prior: number;
  /** Cluster of near-copies that its system belongs to; −1 for a reference. */
  readonly cluster: number;
}

/** Rows are ordered by id of the system, then rank; the references come last. */
export interface MinedPool {
  readonly dialogue: Dialogue;
  readonly rows: readonly MinedRow[];
  /** By name of the source. */
  readonly views: Readonly<Record<string, SourceView>>;
  readonly group: string;
  readonly split: string;
  /** Why none of its pairs may be written, where that is so. */
  readonly contaminated?: string | undefined;
  readonly elsewhere?: string | undefined;
}

/** What one source says of a dialogue: a score a row, or verdicts on pairs of rows. */
export type SourceView =
  | {
      readonly kind: 'scores';
      /** By row, higher is better; `hasScore` says where it has none. */
      readonly scores: Float64Array;
    }
  | { readonly kind: 'verdicts'; readonly verdicts: readonly Verdict[] };

/** Somebody compared two rows. */
export interface Verdict {
  readonly first: number;
  readonly second: number;
  /** Votes for the first and for the second; a tie is half a vote for each. */
  readonly votes: readonly [number, number];
}

/** Name of the system under which references stand. */
export const goldSystem = 'gold';

/** What `view` says of two rows; null where it has no score. Of verdicts, the shares of the votes. */
export const scoresOf = (
  view: SourceView | undefined,
  first: number,
  second: number,
): readonly [number | null, number | null] => {
  if (view === undefined) return [null, null];
  if (view.kind === 'scores') return [known(view.scores[first]), known(view.scores[second])];
  let [own, other] = [0, 0];
  for (const verdict of view.verdicts) {
    const isSame = verdict.first === first && verdict.second === second;
    if (!isSame && (verdict.first !== second || verdict.second !== first)) continue;
    own += verdict.votes[isSame ? 0 : 1];
    other += verdict.votes[isSame ? 1 : 0];
  }
  const total = own + other;
  return total > 0 ? [own / total, other / total] : [null, null];
};

/** Whether `score` can decide: it is a number, and its difference to any other one is. */
export const hasScore = (score: number | undefined): score is number =>
  score !== undefined && Math.abs(score) <= Number.MAX_VALUE / 2;

const known = (score: number | undefined): number | null => (hasScore(score) ? score : null);
