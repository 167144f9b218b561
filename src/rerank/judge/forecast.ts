/** What a judge is likely to cost, found out without asking. */
import type { Question } from '../../models/asker/asker.ts';
import type { AskContext } from '../../models/asker/context.ts';
import { type Answering, forecastQuestions } from '../../models/asker/forecast.ts';
import type { Expenses, Range, ScoreForecaster, ScorerContext, ScorerItem } from '../../types.ts';
import { mostAttempts } from './ask.ts';
import { openBench } from './bench.ts';
import { listQuestion, pairQuestion } from './questions.ts';
import { judgedRows, type Ready } from './ready.ts';
import { pairings, shuffledOrders } from './schedule.ts';

/** Tokens of an answer of which nothing is known: some sentences of evidence. */
const typical = 150;

/** A summary that nobody has written yet. */
const unwritten: Answering = { answer: () => ({ low: 20, expected: 60, high: 200 }) };

/** Adds up a judge's questions. Where the candidates are not all there, a dialogue counts with its whole schedule. */
export const forecastJudge = (ready: Ready, context: ScorerContext): ScoreForecaster => {
  const questions = forecastQuestions(ready.asker, () => typical);
  return {
    add: async (item, isComplete) => {
      if (!isComplete) {
        for (const question of questionsOn(ready, item, Array(ready.options.top_k).fill(''), context))
          questions.addUnknown(question, Array(shownIn(ready)).fill(unwritten));
        return;
      }
      const texts = judgedRows(item, ready.options).map((row) => item.candidates[row]!);
      for (const question of questionsOn(ready, item, texts, context)) await questions.add(question, context);
    },
    total: () => withRepeats(questions.total()),
  };
};

const shownIn = ({ options }: Ready): number => (options.mode === 'pairwise' ? 2 : options.top_k);

const questionsOn = (
  { options, prompt }: Ready,
  { dialogue }: ScorerItem,
  texts: readonly string[],
  { seed }: AskContext,
): Question[] => {
  if (texts.length < 2 || dialogue.trim() === '') return [];
  const bench = openBench(dialogue, seed, () => Promise.reject(new Error('a forecast asks nothing')));
  const shown = (places: readonly number[]) => bench.show(places.map((place) => texts[place]!));
  if (options.mode === 'pairwise')
    return pairings(texts.length, options.comparisons).flatMap(([first, second]) =>
      [
        [first, second],
        [second, first],
      ].map((order) => pairQuestion(prompt, shown(order), seed)),
    );
  return shuffledOrders(texts.length, options.shuffles, seed, bench.key(texts)).map((order) =>
    listQuestion(prompt, shown(order), seed),
  );
};

/** At most every answer has to be asked for again. */
const withRepeats = (expenses: Expenses): Expenses => {
  const repeated = (range: Range): Range => ({ ...range, high: mostAttempts * range.high });
  if (expenses.owed === 0) return expenses;
  return {
    ...expenses,
    calls: repeated(expenses.calls),
    inputTokens: repeated(expenses.inputTokens),
    outputTokens: repeated(expenses.outputTokens),
    usd: expenses.usd && repeated(expenses.usd),
    notes: [...expenses.notes, 'High is for a judge whose every answer has to be asked for again.'],
  };
};
