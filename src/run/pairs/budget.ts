/** Pairs that a trainer would cut: prompt and answer have more tokens than it reads. */
import type { FiltersOptions } from '../../preferences/filters/options.ts';
import type { DroppedPair, Pair } from '../../preferences/types.ts';
import { createTokenizer, type TokenizerValue } from '../../text/tokenizers/create.ts';
import type { MinedDialogue } from '../../workers/tasks/mine.ts';
import type { Workspace } from '../workspace.ts';

/** Drops what is too long. */
export interface TokenBudget {
  apply(window: readonly MinedDialogue[]): Promise<readonly MinedDialogue[]>;
  close(): Promise<void>;
}

const unlimited: TokenBudget = { apply: async (window) => window, close: async () => {} };

/** The last of the filters; it runs once, not in every thread, since tokenizers may be large. */
export const openTokenBudget = async (
  options: FiltersOptions['over-budget'],
  { host, options: { tables } }: Workspace,
): Promise<TokenBudget> => {
  if (options === false) return unlimited;
  const tokenizer = await createTokenizer(options.tokenizer as TokenizerValue, host, tables.tokenizers);
  const lengthsOf = async (texts: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const distinct = [...new Set(texts)];
    const tokens = await tokenizer.tokenize(distinct);
    return new Map(distinct.map((text, place) => [text, tokens[place]!.length]));
  };
  return {
    apply: async (window) => {
      const lengths = await lengthsOf(window.flatMap(({ pairs }) => pairs.flatMap(textsOf)));
      return window.map((dialogue) => within(dialogue, lengths, options.most));
    },
    close: async () => tokenizer.close?.(),
  };
};

const textsOf = ({ prompt, chosen, rejected }: Pair): string[] => [
  ...prompt.map(({ content }) => content),
  chosen.text,
  rejected.text,
];

const within = (
  dialogue: MinedDialogue,
  lengths: ReadonlyMap<string, number>,
  most: number,
): MinedDialogue => {
  const tokensOf = ({ prompt, chosen, rejected }: Pair): number =>
    prompt.reduce((sum, { content }) => sum + lengths.get(content)!, 0) +
    Math.max(lengths.get(chosen.text)!, lengths.get(rejected.text)!);
  const over = dialogue.pairs.flatMap((pair): DroppedPair[] => {
    const tokens = tokensOf(pair);
    if (tokens <= most) return [];
    const { id, number, chosen, rejected, margin, strategy, source } = pair;
    const detail = `${tokens} tokens, more than ${most}`;
    return [{ id, number, reason: 'over-budget', detail, chosen, rejected, margin, strategy, source }];
  });
  return {
    ...dialogue,
    pairs: dialogue.pairs.filter((pair) => tokensOf(pair) <= most),
    dropped: [...dialogue.dropped, ...over].sort((a, b) => a.number - b.number),
  };
};
