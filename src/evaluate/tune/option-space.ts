/** What a search may set each option to, and seeded draws from it. */
import { createRandom } from '../../random.ts';
import type { Json } from '../../types.ts';

/** A range; `log` draws small values as often as large ones, `step` makes it a ladder from `from` up. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step?: number | undefined;
  readonly log?: boolean | undefined;
}

/** A list of values, or a range. */
export type Choice = readonly Json[] | Range;

/** Option → what it may be. */
export type OptionSpace = Readonly<Record<string, Choice>>;

/** Option → value. */
export type OptionValues = Readonly<Record<string, Json>>;

/** Draws that repeat what was drawn before are made again so often; then the space is taken to be exhausted. */
const attempts = 50;

/**
 * At most `count` different settings, the same for the same seed; fewer where the space has fewer (Bergstra and Bengio 2012: random
 * search). Each draw depends on seed and number alone, so that more trials keep the first ones.
 */
export const drawTrials = (space: OptionSpace, count: number, seed: number): OptionValues[] => {
  const found = new Map<string, OptionValues>();
  for (let trial = 0; trial < count; trial++)
    for (let attempt = 0; attempt < attempts; attempt++) {
      const values = draw(space, seed, trial, attempt);
      const key = JSON.stringify(values);
      if (found.has(key)) continue;
      found.set(key, values);
      break;
    }
  return [...found.values()];
};

const draw = (space: OptionSpace, seed: number, ...keys: readonly number[]): OptionValues =>
  Object.fromEntries(
    Object.keys(space)
      .sort()
      .map((name) => {
        const random = createRandom(seed, 'trial', name, ...keys);
        const choice = space[name]!;
        return [name, isList(choice) ? choice[random.below(choice.length)]! : within(choice, random)];
      }),
  );

export const isList = (choice: Choice): choice is readonly Json[] => Array.isArray(choice);

/** Four significant digits tell more than labelled dialogues can. */
const readable = (value: number): number => Number(value.toPrecision(4));

type Draws = Pick<ReturnType<typeof createRandom>, 'next' | 'below'>;

const within = ({ from, to, step, log = false }: Range, random: Draws): number => {
  if (step !== undefined) return readable(from + step * random.below(rungsIn({ from, to, step })));
  const share = random.next();
  const value = log ? from * (to / from) ** share : from + (to - from) * share;
  return Math.min(to, Math.max(from, readable(value)));
};

const rungsIn = ({
  from,
  to,
  step,
}: {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}): number => Math.floor((to - from) / step + 1e-9) + 1;

/** Values that stand for all: every one of a list, the ends of a range and what lies next to one of them. */
export const samples = (choice: Choice): readonly Json[] => {
  if (isList(choice)) return choice;
  const { from, to, step } = choice;
  if (step === undefined) return [from, to, readable(from + (to - from) / 3)];
  return [
    from,
    readable(from + step * (rungsIn({ from, to, step }) - 1)),
    ...(from + step <= to ? [readable(from + step)] : []),
  ];
};
