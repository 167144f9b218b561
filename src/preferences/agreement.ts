/** How often two sources are of one mind about the same pairs. */
import type { SourceAgreement, SourceScores } from './types.ts';

/** Counts by the names of two sources; plain data, so that threads can send it. */
export type AgreementCounts = Readonly<
  Record<string, readonly [same: number, opposite: number, undecided: number]>
>;

const between = '\u0000';

/** What the sources say of one pair. */
export const agreementOf = (scores: Readonly<Record<string, SourceScores>>): AgreementCounts => {
  const known = Object.entries(scores)
    .flatMap(([name, { chosen, rejected }]) =>
      chosen === null || rejected === null ? [] : [{ name, sign: Math.sign(chosen - rejected) }],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const counts: Record<string, readonly [number, number, number]> = {};
  for (const [place, a] of known.entries())
    for (const b of known.slice(place + 1)) {
      const product = a.sign * b.sign;
      counts[`${a.name}${between}${b.name}`] = [
        Number(product > 0),
        Number(product < 0),
        Number(product === 0),
      ];
    }
  return counts;
};

/** Sums counts; any order gives the same. */
export const addAgreement = (a: AgreementCounts, b: AgreementCounts): AgreementCounts => {
  const sum: Record<string, readonly [number, number, number]> = { ...a };
  for (const [key, [same, opposite, undecided]] of Object.entries(b)) {
    const held = sum[key] ?? [0, 0, 0];
    sum[key] = [held[0] + same, held[1] + opposite, held[2] + undecided];
  }
  return sum;
};

/** For `stats.json`, by name. */
export const agreements = (counts: AgreementCounts): readonly SourceAgreement[] =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [same, opposite, undecided]]) => ({
      sources: key.split(between) as [string, string],
      same,
      opposite,
      undecided,
    }));
