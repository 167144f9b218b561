/** The distinct texts of a dialogue by the scores of one source, and the pairs of rows that somebody compared. */
import { goldSystem, hasScore, type MinedRow, type SourceView, scoresOf } from './pool.ts';
import type { Contender, Proposal } from './strategies/define.ts';

/**
 * Texts by score, the best first; ties go by prior, then by the order of the rows. A text stands for all rows that have it: by
 * the best-scored of those that may be chosen, else of all. Texts without a score are left out.
 */
export const rankTexts = (rows: readonly MinedRow[], scores: Float64Array): readonly Contender[] => {
  const better = (a: number, b: number): number =>
    scores[b]! - scores[a]! || rows[b]!.prior - rows[a]!.prior || a - b;
  const byForm = new Map<number, number>();
  for (const [row, { form, mayBeChosen }] of rows.entries()) {
    if (form < 0 || !hasScore(scores[row])) continue;
    const held = byForm.get(form);
    const isBetter =
      held === undefined || (mayBeChosen === rows[held]!.mayBeChosen ? better(row, held) < 0 : mayBeChosen);
    if (isBetter) byForm.set(form, row);
  }
  return [...byForm.values()].sort(better).map((row) => ({
    row,
    score: scores[row]!,
    mayBeChosen: rows[row]!.mayBeChosen,
    isReference: rows[row]!.system === goldSystem,
    system: rows[row]!.system,
  }));
};

/** One pair for every two rows that were compared, the side with more votes first. */
export const judgedPairs = (
  rows: readonly MinedRow[],
  view: Extract<SourceView, { kind: 'verdicts' }>,
): readonly (Proposal & { readonly isDisputed: boolean })[] => {
  const compared = new Map<string, readonly [number, number]>();
  for (const { first, second } of view.verdicts) {
    const [low, high] = [Math.min(first, second), Math.max(first, second)];
    compared.set(`${low} ${high}`, [low, high]);
  }
  const pairs = [...compared.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return pairs.flatMap(([low, high]) => {
    const [own, other] = scoresOf(view, low, high) as [number, number];
    const side = (row: number, score: number): Contender => ({
      row,
      score,
      mayBeChosen: true,
      isReference: false,
      system: rows[row]!.system,
    });
    const sides = [side(low, own), side(high, other)] as const;
    const [chosen, rejected] = own >= other ? sides : ([sides[1], sides[0]] as const);
    return [{ chosen, rejected, isDisputed: isDisputed(view, low, high) }];
  });
};

/** Whether whole votes went to both sides; a tie is on nobody's side. */
const isDisputed = (
  { verdicts }: Extract<SourceView, { kind: 'verdicts' }>,
  low: number,
  high: number,
): boolean => {
  const winners = new Set(
    verdicts
      .filter(({ first, second }) => Math.min(first, second) === low && Math.max(first, second) === high)
      .filter(({ votes: [own, other] }) => own !== other)
      .map(({ first, second, votes: [own, other] }) => (own > other ? first : second)),
  );
  return winners.size > 1;
};
