import { type Ballot, isEligible, type Picked } from './define.ts';

/** Scores closer than this differ by rounding only: the order of summation must not decide. */
export const tie = 1e-12;

/**
 * The row with the highest score among those that may win; ties go to the higher prior, then the earlier system, then the
 * earlier candidate. `why` words the score for the user.
 */
export const pick = (
  ballot: Ballot,
  scores: Float64Array,
  why: (row: number) => string,
): Picked | undefined => {
  const rows = [...scores.keys()].filter((row) => isEligible(ballot, row) && !Number.isNaN(scores[row]!));
  const row = bestRow(rows, scores, ballot.priors);
  if (row === undefined) return undefined;
  const others = rows.filter((other) => ballot.hypothesisOf[other] !== ballot.hypothesisOf[row]);
  const runnerUp = bestRow(others, scores, ballot.priors);
  const margin = runnerUp === undefined ? undefined : Math.max(0, scores[row]! - scores[runnerUp]!);
  return {
    kind: 'selected',
    row,
    score: scores[row]!,
    scores,
    ...(runnerUp === undefined ? {} : { runnerUp }),
    ...(margin === undefined ? {} : { margin }),
    reasons: [why(row), ...tieReason(ballot, row, runnerUp, margin), ...gateReasons(ballot, row)],
  };
};

/** The best of `rows`, in their order where score and prior are equal. Their scores must not be NaN. */
export const bestRow = (
  rows: readonly number[],
  scores: Float64Array,
  priors: Float64Array,
): number | undefined => {
  const top = Math.max(...rows.map((row) => scores[row]!));
  const tied = rows.filter((row) => top - scores[row]! <= tie || scores[row] === top);
  const prior = Math.max(...tied.map((row) => known(priors[row]!)));
  return tied.find((row) => known(priors[row]!) === prior);
};

/** A system of unknown skill comes after all others. */
const known = (prior: number): number => (Number.isNaN(prior) ? Number.NEGATIVE_INFINITY : prior);

const tieReason = (
  { candidates, priors }: Ballot,
  row: number,
  runnerUp: number | undefined,
  margin: number | undefined,
): string[] => {
  if (runnerUp === undefined || margin === undefined || margin > tie) return [];
  const rule =
    known(priors[row]!) > known(priors[runnerUp]!) ? 'the higher prior' : 'the order of the systems';
  return [`equal to a candidate of ${candidates[runnerUp]!.system}; ${rule} decides`];
};

/** What the gates had to say, where it bears on the decision. */
const gateReasons = ({ verdicts }: Ballot, row: number): string[] => {
  const own = verdicts[row];
  if (own)
    return [`every candidate was gated; this one is among the least faulty (${own.gate}: ${own.reason})`];
  const gated = verdicts.filter((verdict) => verdict !== undefined).map(({ gate }) => gate);
  if (gated.length === 0) return [];
  return [
    `${gated.length} of ${verdicts.length} candidates gated (${[...new Set(gated)].sort().join(', ')})`,
  ];
};
