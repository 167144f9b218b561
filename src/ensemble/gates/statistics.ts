/** What gates learn from the first pass over the dataset; counts only, so any split over workers gives the same. */
import { addLengths, createLengthCounts, fitLengths, type LengthCounts, mergeLengths } from '../lengths.ts';
import type { GatedDialogue, GateStatistics } from './define.ts';
import { endsSentence } from './truncated.ts';

/** Counts by system, in the order given at the start, and by length; plain data, so that workers can send it. */
export interface GateCounts {
  readonly systems: readonly string[];
  readonly candidates: Float64Array;
  readonly ended: Float64Array;
  readonly lengths: LengthCounts;
}

/** Fewer candidates of a system do not tell how it usually ends. */
const fewestCandidates = 20;

export const createGateCounts = (systems: readonly string[]): GateCounts => ({
  systems,
  candidates: new Float64Array(systems.length),
  ended: new Float64Array(systems.length),
  lengths: createLengthCounts(),
});

/** Counts one dialogue. Answers that the model itself called truncated tell nothing about its usual ends. */
export const addGateCounts = (into: GateCounts, { text, rows }: GatedDialogue): void => {
  addLengths(
    into.lengths,
    text,
    rows.map(({ tokens }) => tokens),
  );
  for (const { candidate, comparison } of rows) {
    const system = into.systems.indexOf(candidate.system);
    if (system < 0 || comparison === '' || candidate.status === 'truncated') continue;
    into.candidates[system]! += 1;
    if (endsSentence(comparison)) into.ended[system]! += 1;
  }
};

export const mergeGateCounts = (into: GateCounts, from: GateCounts): void => {
  mergeLengths(into.lengths, from.lengths);
  for (const system of into.systems.keys()) {
    into.candidates[system]! += from.candidates[system]!;
    into.ended[system]! += from.ended[system]!;
  }
};

/** The statistics that gates are created with. */
export const gateStatistics = ({ systems, candidates, ended, lengths }: GateCounts): GateStatistics => ({
  endings: new Map(
    systems.flatMap((id, system) =>
      candidates[system]! < fewestCandidates ? [] : [[id, ended[system]! / candidates[system]!] as const],
    ),
  ),
  lengths: fitLengths(lengths),
});
