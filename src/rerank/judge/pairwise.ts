/** Pairs of texts before a judge, each in both orders: what changes with the order is no verdict on the texts. */
import type { Prompt } from '../../models/prompts.ts';
import type { Ruling } from './ask.ts';
import type { Bench, Judged } from './bench.ts';
import { bradleyTerry, type Contest } from './bradley-terry.ts';
import { pairQuestion } from './questions.ts';
import { type Pairing, pairings } from './schedule.ts';
import { type PairVerdict, readVerdict } from './verdict.ts';

/** Log-strengths of the texts by the verdicts on at most `comparisons` pairs. */
export const judgePairs = async (
  bench: Bench,
  prompt: Prompt,
  texts: readonly string[],
  comparisons: number,
): Promise<Judged> => {
  const questions = pairings(texts.length, comparisons).map(async (pair) => {
    const orders = bothOrders(pair).map((order) =>
      bench.ask(
        pairQuestion(prompt, bench.show(order.map((place) => texts[place]!)), bench.seed),
        readVerdict,
      ),
    );
    return contestOf(pair, await Promise.all(orders));
  });
  const held = await Promise.all(questions);
  const contests = held.flatMap(({ contest }) => contest ?? []);
  return {
    scores: bradleyTerry(texts.length, contests),
    rulings: held.flatMap(({ rulings }) => rulings),
    flips: held.filter(({ isFlip }) => isFlip).length,
    ties: contests.filter(({ won }) => won === 0.5).length,
  };
};

const bothOrders = ([first, second]: Pairing): readonly Pairing[] => [
  [first, second],
  [second, first],
];

interface Held {
  readonly rulings: readonly Ruling<PairVerdict>[];
  /** Undefined where one of the orders has no verdict: the other alone may be a liking for a place. */
  readonly contest: Contest | undefined;
  /** Whether the verdict changed with the order. */
  readonly isFlip: boolean;
}

/** A win takes both orders (Zheng et al. 2023); all else is a tie. */
const contestOf = ([first, second]: Pairing, rulings: readonly Ruling<PairVerdict>[]): Held => {
  const [straight, turned] = rulings.map((ruling) =>
    ruling.status === 'ruled' ? ruling.verdict : undefined,
  );
  if (straight === undefined || turned === undefined) return { rulings, contest: undefined, isFlip: false };
  const isWin = straight === 'A' && turned === 'B';
  const isDefeat = straight === 'B' && turned === 'A';
  return {
    rulings,
    contest: { first, second, won: isWin ? 1 : isDefeat ? 0 : 0.5 },
    isFlip: straight !== 'tie' && straight === turned,
  };
};
