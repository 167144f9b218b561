/** Dialogue → ids that a model can take: prefix, text, and what has to go where it is too long. */
import { ConfigError } from '../../errors.ts';
import type { Seq2seqFiles } from '../../models/seq2seq-files.ts';
import type { TextCodec } from '../../models/tokenizer-files.ts';

/** A dialogue as ids, and how much of it is in them. */
export interface Source {
  readonly ids: readonly number[];
  /** Tokens and turns that were left out; undefined where all is there. */
  readonly cut: SourceCut | undefined;
}

export interface SourceCut {
  readonly keptTurns: number;
  readonly turns: number;
  readonly keptTokens: number;
  readonly tokens: number;
}

/** Tokenizers without a limit of their own say 10^30. */
const noLimit = 1e6;

/**
 * Most source tokens: `wanted`, else what model and tokenizer allow; relative positions have no limit but what they were
 * trained on. Throws `config-conflict` where the model has no place for what is wanted.
 */
export const sourceLimit = (
  { codec, config }: Pick<Seq2seqFiles, 'codec' | 'config'>,
  wanted?: number,
): number => {
  const positions = config.max_position_embeddings;
  const limits = [codec.config.model_max_length, positions].filter(
    (value): value is number => typeof value === 'number' && value < noLimit,
  );
  if (wanted === undefined) {
    if (limits.length > 0) return Math.min(...limits);
    return typeof config.n_positions === 'number' ? config.n_positions : 1024;
  }
  if (typeof positions !== 'number' || wanted <= positions) return wanted;
  throw new ConfigError('config-conflict', {
    where: 'max_source_tokens',
    found: `${wanted} tokens`,
    expected: `at most the ${positions} positions of the model`,
  });
};

/** Encodes a dialogue in at most `limit` ids: the first turns (lines) that fit, else the beginning of the first. */
export const encodeSource = (codec: TextCodec, prefix: string, text: string, limit: number): Source => {
  const all = codec.encode(prefix + text);
  if (all.length <= limit) return { ids: all, cut: undefined };
  const turns = text.split('\n');
  const encodeFirst = (count: number) => codec.encode(prefix + turns.slice(0, count).join('\n'));
  const keptTurns = mostThatFit(turns.length, (count) => encodeFirst(count).length <= limit);
  const ids = keptTurns > 0 ? encodeFirst(keptTurns) : beginning(codec, prefix + (turns[0] as string), limit);
  return { ids, cut: { keptTurns, turns: turns.length, keptTokens: ids.length, tokens: all.length } };
};

/** How much of all sources was cut so far: for `run.json`. */
export interface CutTally {
  /** Dialogues encoded, and those of them that lost something. */
  dialogues: number;
  cut: number;
  /** Tokens of all of them, and those left out. */
  tokens: number;
  dropped_tokens: number;
}

/** Adds sources to a tally. */
export const countCuts = (tally: CutTally, sources: readonly Source[]): void => {
  for (const { ids, cut } of sources) {
    tally.dialogues++;
    tally.tokens += cut?.tokens ?? ids.length;
    if (cut === undefined) continue;
    tally.cut++;
    tally.dropped_tokens += cut.tokens - cut.keptTokens;
  }
};

/** One line about a dialogue. */
export const describeCut = ({ keptTurns, turns, keptTokens, tokens }: SourceCut): string =>
  keptTurns > 0
    ? `the source was cut to its first ${keptTurns} of ${turns} turns (${keptTokens} of ${tokens} tokens)`
    : `the source was cut within its first turn (${keptTokens} of ${tokens} tokens)`;

/** Largest count below `total` that fits; encoding grows with every turn. */
const mostThatFit = (total: number, fits: (count: number) => boolean): number => {
  let known = 0;
  let over = total;
  while (over - known > 1) {
    const middle = (known + over) >> 1;
    if (fits(middle)) known = middle;
    else over = middle;
  }
  return known;
};

/** First ids of a text, with the special tokens that end it. */
const beginning = (codec: TextCodec, text: string, limit: number): number[] => {
  const plain = codec.encodePlain(text);
  const whole = codec.encode(text);
  const start = whole.indexOf(plain[0] as number);
  const after = whole.length - plain.length - Math.max(0, start);
  const ending = after > 0 ? whole.slice(-after) : [];
  return [...whole.slice(0, Math.max(0, limit - ending.length)), ...ending];
};
