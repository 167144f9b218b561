/**
 * Texts and pairs of texts as ids, cut to a length as transformers cuts them. Its JavaScript library cuts a pair at the end
 * of the whole, which would lose candidates: pairs are cut here, longest first, and put into the tokenizer's own frame.
 */
import type { TextCodec } from './tokenizer-files.ts';

/** One input of an encoder. */
export interface Framed {
  readonly ids: readonly number[];
  /** Token types: which text of a pair each id belongs to. */
  readonly types: readonly number[];
  /** Whether something was left out. */
  readonly cut: boolean;
}

/** Puts texts into the frame of special tokens that a tokenizer has around them. */
export interface TextFrame {
  text(text: readonly number[], limit: number): Framed;
  pair(first: readonly number[], second: readonly number[], limit: number): Framed;
}

interface Slot {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

/** Any two texts that have tokens: only what stands around them counts. */
const probes = ['a', 'b'] as const;

/** Reads the frame off what the tokenizer makes of two short texts. */
export const createTextFrame = (codec: TextCodec): TextFrame => {
  const [a, b] = probes.map((probe) => codec.encodePlain(probe)) as [number[], number[]];
  const single = codec.encode(probes[0]);
  const start = indexOf(single, a, 0);
  const pair = codec.encodePair(...probes);
  const first = indexOf(pair.ids, a, 0);
  const second = lastIndexOf(pair.ids, b);
  const slot = (from: number, to?: number): Slot => ({
    ids: pair.ids.slice(from, to),
    types: pair.types.slice(from, to),
  });
  const [head, middle, tail] = [slot(0, first), slot(first + a.length, second), slot(second + b.length)];
  const types = [pair.types[first] ?? 0, pair.types[second] ?? 0] as const;
  const around = { text: single.length - a.length, pair: pair.ids.length - a.length - b.length };
  return {
    text: (text, limit) => {
      const kept = text.slice(0, Math.max(0, limit - around.text));
      const ids = [...single.slice(0, start), ...kept, ...single.slice(start + a.length)];
      return { ids, types: new Array<number>(ids.length).fill(0), cut: kept.length < text.length };
    },
    pair: (one, other, limit) => {
      const [n, m] = longestFirst(one.length, other.length, Math.max(0, limit - around.pair));
      return {
        ids: [...head.ids, ...one.slice(0, n), ...middle.ids, ...other.slice(0, m), ...tail.ids],
        types: [
          ...head.types,
          ...new Array<number>(n).fill(types[0]),
          ...middle.types,
          ...new Array<number>(m).fill(types[1]),
          ...tail.types,
        ],
        cut: n < one.length || m < other.length,
      };
    },
  };
};

/**
 * Lengths of two texts that fit into `room` together: the longer one loses tokens until both are equally long, then both do.
 * Rounds as `truncation: longest_first` of the tokenizers library.
 */
export const longestFirst = (first: number, second: number, room: number): readonly [number, number] => {
  if (first + second <= room) return [first, second];
  const [short, long] = first <= second ? [first, second] : [second, first];
  const half = Math.floor(room / 2);
  const kept: readonly [number, number] =
    short + short > room ? [half, room - half] : [short, Math.min(long, room - short)];
  return first <= second ? kept : [kept[1], kept[0]];
};

const matchesAt = (ids: readonly number[], part: readonly number[], at: number): boolean =>
  part.every((id, place) => ids[at + place] === id);

const indexOf = (ids: readonly number[], part: readonly number[], from: number): number => {
  for (let at = from; at + part.length <= ids.length; at++) if (matchesAt(ids, part, at)) return at;
  throw new RangeError('the tokenizer changes a text that stands in a frame');
};

const lastIndexOf = (ids: readonly number[], part: readonly number[]): number => {
  for (let at = ids.length - part.length; at >= 0; at--) if (matchesAt(ids, part, at)) return at;
  throw new RangeError('the tokenizer changes a text that stands in a frame');
};
