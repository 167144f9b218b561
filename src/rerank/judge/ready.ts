/** A judge that can be asked, and whom it is asked about. */
import type { Asker } from '../../models/asker/asker.ts';
import type { Prompt } from '../../models/prompts.ts';
import type { ScorerItem } from '../../types.ts';
import { shortlist } from '../shortlist.ts';
import type { JudgeOptions } from './options.ts';

export interface Ready {
  readonly asker: Asker;
  readonly options: JudgeOptions;
  readonly prompt: Prompt;
}

/** Rows that are judged; none where there is nothing to compare, or nothing to compare it with. */
export const judgedRows = ({ dialogue, evidence }: ScorerItem, options: JudgeOptions): number[] => {
  if (evidence === undefined || dialogue.trim() === '') return [];
  const { columns } = evidence;
  const rows = shortlist({ ...evidence, scores: columns[options.by]!, expected: columns.mbr! }, options);
  return rows.length < 2 ? [] : rows;
};
