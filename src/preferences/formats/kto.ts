/** TRL's unpaired format for KTO: every text once, with the side it was on. */
import { checkKto } from '../check/kto.ts';
import type { Pair, PairSide } from '../types.ts';
import { definePairFormat } from './define.ts';
import { answerOf, plainMessages } from './messages.ts';

type Side = 'chosen' | 'rejected';

/**
 * Whether `pair` is the one that brings its text of this side: the first of the dialogue's pairs to have it there. A text that is
 * chosen in one pair and rejected in another is on neither side: KTO would be told both.
 */
const brings = (pair: Pair, siblings: readonly Pair[], side: Side): boolean => {
  const other = side === 'chosen' ? 'rejected' : 'chosen';
  const { text } = pair[side];
  return (
    siblings.find((sibling) => sibling[side].text === text)?.number === pair.number &&
    !siblings.some((sibling) => sibling[other].text === text)
  );
};

const rowOf = (pair: Pair, side: PairSide, label: boolean) => ({
  prompt: plainMessages(pair.prompt),
  completion: [answerOf(side)],
  label,
});

export const kto = definePairFormat({
  name: 'kto',
  about: 'TRL `KTOTrainer`: `prompt` and `completion` as message lists, with a boolean `label`.',
  rows: (pair, siblings) => [
    ...(brings(pair, siblings, 'chosen') ? [rowOf(pair, pair.chosen, true)] : []),
    ...(brings(pair, siblings, 'rejected') ? [rowOf(pair, pair.rejected, false)] : []),
  ],
  // TRL estimates the KL term with the answer of the row before, which has to answer another prompt
  promptsApart: true,
  check: checkKto,
});
