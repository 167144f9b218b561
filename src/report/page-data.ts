/** What the page's script reads: the types of the data block, and how it is made. Values that go without saying are left out. */
import type { Collected, CollectedDialogue } from './collect.ts';
import { agreementOf } from './collect.ts';
import type { ReportFacts } from './facts.ts';

/** The head of the block; the dialogues follow under `dialogues`. */
export interface PageHead {
  readonly systems: readonly string[];
  /** System → cluster, from 0. */
  readonly clusters: readonly number[];
  /** All dialogues of the run. */
  readonly total: number;
  /** Name of the run. */
  readonly name: string;
}

/** One candidate; indices are places in `systems`. */
export interface PageCandidate {
  readonly system: number;
  readonly text: string;
  /** Rank within its system's list; absent for 0. */
  readonly candidate?: number;
  /** Absent for `ok`. */
  readonly status?: string;
  /** Why it may not win; `lifted` where nothing better was left. */
  readonly gate?: { readonly name: string; readonly reason: string; readonly lifted?: true };
  /** Columns of scores by name, four digits. */
  readonly scores: Readonly<Record<string, number>>;
  /** What was compared; absent where it is the column `mbr`. */
  readonly fused?: number;
}

export interface PageDialogue {
  readonly id: string;
  /** Place in the run, from 0. */
  readonly place: number;
  readonly summary: string;
  readonly kind: 'selected' | 'merged' | 'fallback';
  /** Place of the system; absent for a text that is no candidate. */
  readonly system?: number;
  readonly margin?: number;
  readonly agreement?: number;
  readonly reasons: readonly string[];
  /** Absent where the dataset cannot be read. */
  readonly text?: string;
  readonly topic?: string;
  readonly references?: readonly string[];
  /** By rank. */
  readonly candidates: readonly PageCandidate[];
}

export interface PageData extends PageHead {
  readonly dialogues: readonly PageDialogue[];
}

/** What a dataset knows of a dialogue. */
export interface SourceText {
  readonly text: string;
  readonly topic?: string | undefined;
  readonly references: readonly string[];
}

export const pageHead = ({ systems, votes, name }: ReportFacts, { dialogues }: Collected): PageHead => ({
  systems: systems.map(({ id }) => id),
  clusters: systems.map((_, place) => votes.cluster[place] ?? place),
  total: dialogues,
  name,
});

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** One entry of `dialogues`; `placeOf` gives the place of a system. */
export const pageDialogue = (
  { place, decision, scores }: CollectedDialogue,
  placeOf: ReadonlyMap<string, number>,
  source: SourceText | undefined,
): PageDialogue => {
  const { id, summary, kind, system, margin, reasons } = decision;
  const agreement = agreementOf(scores);
  const own = system === null ? undefined : placeOf.get(system);
  return {
    id,
    place,
    summary,
    kind,
    ...(own === undefined ? {} : { system: own }),
    ...(margin === null ? {} : { margin: rounded(margin) }),
    ...(agreement === null ? {} : { agreement: rounded(agreement) }),
    reasons,
    ...(source && source.text !== '' ? { text: source.text } : {}),
    ...(source?.topic ? { topic: source.topic } : {}),
    ...(source && source.references.length > 0 ? { references: source.references } : {}),
    candidates: [...scores]
      .sort((a, b) => a.rank - b.rank)
      .map(
        ({ system: owner, text, candidate, status, gate, scores: columns, fused }): PageCandidate => ({
          system: placeOf.get(owner) ?? -1,
          text,
          ...(candidate > 0 ? { candidate } : {}),
          ...(status === 'ok' ? {} : { status }),
          ...(gate ? { gate } : {}),
          scores: Object.fromEntries(
            Object.entries(columns).flatMap(([name, value]) =>
              typeof value === 'number' ? [[name, rounded(value)]] : [],
            ),
          ),
          ...(fused === null || fused === columns.mbr ? {} : { fused: rounded(fused) }),
        }),
      ),
  };
};
