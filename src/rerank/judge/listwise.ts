/** All texts before a judge at once, in several orders. */
import type { Prompt } from '../../models/prompts.ts';
import type { Bench, Judged } from './bench.ts';
import { listQuestion } from './questions.ts';
import { shuffledOrders } from './schedule.ts';
import { readRanking } from './verdict.ts';

/**
 * Mean Borda points of the texts, 0 (always last) to 1 (always first): every ranking is whole, so that mean points need no
 * model, and a liking for places adds the same to all texts over an order and its reverse. NaN without a valid ranking.
 */
export const judgeLists = async (
  bench: Bench,
  prompt: Prompt,
  texts: readonly string[],
  shuffles: number,
): Promise<Judged> => {
  const orders = shuffledOrders(texts.length, shuffles, bench.seed, bench.key(texts));
  const rulings = await Promise.all(
    orders.map((order) =>
      bench.ask(listQuestion(prompt, bench.show(order.map((place) => texts[place]!)), bench.seed), (answer) =>
        readRanking(answer, texts.length),
      ),
    ),
  );
  const points = new Float64Array(texts.length);
  let valid = 0;
  for (const [place, ruling] of rulings.entries()) {
    if (ruling.status !== 'ruled') continue;
    valid += 1;
    for (const [rank, number] of ruling.verdict.entries())
      points[orders[place]![number - 1]!]! += (texts.length - 1 - rank) / (texts.length - 1);
  }
  return { scores: points.map((sum) => sum / valid), rulings, flips: 0, ties: 0 };
};
