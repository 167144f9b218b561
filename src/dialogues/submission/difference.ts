/** What changed since an earlier submission. */
import { type Roles, rolesOf } from './conform.ts';
import type { Submission } from './layout.ts';

/** A summary that is not the same. */
export interface ChangedSummary {
  readonly id: string;
  readonly before: string;
  readonly now: string;
}

export interface Difference {
  /** Ids that both have. */
  readonly common: number;
  readonly changed: readonly ChangedSummary[];
  /** Ids that only one of them has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Mean length in characters over the ids that both have; NaN where there are none. */
  readonly meanLength: { readonly before: number; readonly now: number };
}

/** Compares by id, in the order of `file`. */
export const differenceTo = (file: Submission, previous: Submission): Difference => {
  const [now, before] = [textsOf(file), textsOf(previous)];
  const common = [...now.keys()].filter((id) => before.has(id));
  const mean = (texts: ReadonlyMap<string, string>): number =>
    common.reduce((sum, id) => sum + [...texts.get(id)!].length, 0) / common.length;
  return {
    common: common.length,
    changed: common
      .map((id) => ({ id, before: before.get(id)!, now: now.get(id)! }))
      .filter((pair) => pair.before !== pair.now),
    added: [...now.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !now.has(id)),
    meanLength: { before: mean(before), now: mean(now) },
  };
};

const textsOf = ({ layout, rows }: Submission): Map<string, string> => {
  const roles: Roles = rolesOf(layout);
  return new Map(
    rows.map(({ fields }, place) => [fields[roles.id] ?? String(place), fields[roles.summary] ?? '']),
  );
};
