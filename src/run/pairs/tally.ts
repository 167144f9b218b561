/** Counts of a mining: whatever was considered is written or dropped. */
import { type AgreementCounts, addAgreement, agreements } from '../../preferences/agreement.ts';
import type { FiltersOptions } from '../../preferences/filters/options.ts';
import type { PairStats } from '../../preferences/types.ts';
import type { MinedDialogue } from '../../workers/tasks/mine.ts';

export type TallyFacts = Pick<PairStats, 'strategy' | 'sources' | 'signature' | 'seed'>;

export interface PairTally {
  add(dialogue: MinedDialogue): void;
  stats(facts: TallyFacts): PairStats;
}

/** Starts at 0 for every filter in use and every split. */
export const createPairTally = (filters: FiltersOptions, splits: readonly string[]): PairTally => {
  const names = [
    'split-overlap',
    ...Object.entries(filters).flatMap(([name, on]) => (on === false ? [] : [name])),
  ];
  const dropped = Object.fromEntries(names.map((name) => [name, 0]));
  const written = Object.fromEntries(splits.map((split) => [split, 0]));
  let agreement: AgreementCounts = {};
  let [dialogues, without, considered] = [0, 0, 0];
  return {
    add: (dialogue) => {
      dialogues += 1;
      without += Number(dialogue.considered === 0);
      considered += dialogue.considered;
      for (const { reason } of dialogue.dropped) dropped[reason] = (dropped[reason] ?? 0) + 1;
      for (const { split } of dialogue.pairs) written[split] = (written[split] ?? 0) + 1;
      agreement = addAgreement(agreement, dialogue.agreement);
    },
    stats: (facts) => ({
      dialogues,
      dialogues_without_pairs: without,
      considered,
      written: Object.values(written).reduce((sum, count) => sum + count, 0),
      dropped,
      splits: written,
      agreement: agreements(agreement),
      ...facts,
    }),
  };
};
