/** How many candidates had which status and were held back by which gate; how many summaries are of which kind. */
import type { DecisionRecord, ScoreRecord } from '../types.ts';

/** Numbers by name, in order of first appearance. */
export interface Counts {
  readonly candidates: Readonly<Record<string, number>>;
  readonly gates: Readonly<Record<string, number>>;
  readonly decisions: Readonly<Record<string, number>>;
}

/** Adds decided dialogues; `take` gives the counts so far. */
export const createCounts = () => {
  const counts = { candidates: {}, gates: {}, decisions: {} } satisfies Record<keyof Counts, object>;
  const add = (of: Record<string, number>, name: string): void => {
    of[name] = (of[name] ?? 0) + 1;
  };
  return {
    add: ({ kind }: DecisionRecord, scores: readonly ScoreRecord[]): void => {
      add(counts.decisions, kind);
      for (const { status, gate } of scores) {
        add(counts.candidates, status);
        if (gate && !gate.lifted) add(counts.gates, gate.name);
      }
    },
    take: (): Counts => counts,
  };
};
