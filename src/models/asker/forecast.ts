/** What questions to a chat model are likely to cost, found out without asking them. */
import type { Expenses, Range } from '../../types.ts';
import type { Asker, Question } from './asker.ts';
import type { AskContext } from './context.ts';
import type { Kept } from './kept.ts';
import { costOf, estimateTokens, type Prices } from './money.ts';
import { answerLimit } from './pricing.ts';
import { textOf } from './request.ts';

/** Whose answers are a part of later questions. */
export interface Answering {
  /** Tokens of one answer. */
  answer(): Range;
}

/** Adds up the questions of one asker. */
export interface QuestionForecast extends Answering {
  /** Takes in a question; gives what is stored of its answers. */
  add(question: Question, context: AskContext): Promise<readonly (Kept | undefined)[]>;
  /** Takes in a question that holds answers of `unknown`, which nobody has yet; `messages` are without them. */
  addUnknown(question: Question, unknown: readonly Answering[]): void;
  total(): Expenses;
}

/** Tokens of a summary where nothing is known: one or two sentences. */
const usual = { low: 20, expected: 60 } as const;

/** Tokens of an answer that nothing limits, for `high`: more than a summary has, less than a model could give. */
const unlimited = 1000;

/** Answers in the store by which those to come are judged. */
const enough = 20;

/** Common tokenizers stay within a third of the estimate of a text (see `estimateTokens`). */
const within = { low: 2 / 3, high: 4 / 3 } as const;

/** Tokens of a request beside its text. */
const template = { low: 4, expected: 8, high: 64 } as const;

/** Sums by who sends fewest requests (`n` honoured) and most (every candidate by itself). */
interface Sums {
  few: number;
  many: number;
}

/** `typical`: tokens of an answer of which nothing is known. */
export const forecastQuestions = (asker: Asker, typical = (): number => usual.expected): QuestionForecast => {
  const limit = answerLimit(asker.options);
  const counts = { stored: 0, owed: 0, candidates: 0 };
  const calls: Sums = { few: 0, many: 0 };
  const prompts: Sums = { few: 0, many: 0 };
  const shown = new Map<Answering, Sums>();

  const owe = ({ messages }: Question, missing: number, unknown: readonly Answering[]): void => {
    if (missing === 0) return;
    const tokens = estimateTokens(textOf(messages));
    counts.owed += missing;
    counts.candidates = Math.max(counts.candidates, missing);
    addTo(calls, 1, missing);
    addTo(prompts, tokens, missing * tokens);
    for (const one of unknown) {
      const sums = shown.get(one) ?? { few: 0, many: 0 };
      shown.set(one, sums);
      addTo(sums, 1, missing);
    }
  };

  /** Mean of the stored answers; undefined where there are too few. */
  const learned = (): number | undefined => {
    const counted = asker.stored.answers - asker.stored.uncounted;
    return counted >= enough ? asker.stored.output / counted : undefined;
  };

  const answer = (): Range => {
    const mean = learned();
    const most = limit ?? Math.max(unlimited, 2 * typical());
    if (mean !== undefined)
      return { low: 0.8 * mean, expected: mean, high: Math.max(mean, Math.min(most, 1.5 * mean)) };
    const expected = Math.min(most, typical());
    return { low: Math.min(usual.low, expected), expected, high: most };
  };

  const inputOf = (): Range => {
    const input = (side: keyof Range, sums: keyof Sums): number =>
      [...shown].reduce((sum, [one, shows]) => sum + shows[sums] * one.answer()[side], prompts[sums]);
    return {
      low: within.low * input('low', 'few') + template.low * calls.few,
      expected: input('expected', 'few') + template.expected * calls.few,
      high: within.high * input('high', 'many') + template.high * calls.many,
    };
  };

  return {
    answer,
    add: async (question, context) => {
      const kept = await asker.peek(question, context);
      const missing = kept.filter((each) => each === undefined).length;
      counts.stored += question.count - missing;
      owe(question, missing, []);
      return kept;
    },
    addUnknown: (question, unknown) => owe(question, question.count, unknown),
    total: () => {
      const inputTokens = rounded(inputOf());
      const outputTokens = rounded(times(answer(), counts.owed));
      const { prices } = asker.options;
      return {
        stored: counts.stored,
        owed: counts.owed,
        calls: { low: calls.few, expected: calls.few, high: calls.many },
        inputTokens,
        outputTokens,
        usd: prices && usdRange(inputTokens, outputTokens, prices),
        notes: counts.owed === 0 ? [] : notesOf(answer(), learned() !== undefined, limit, counts.candidates),
      };
    },
  };
};

const addTo = (sums: Sums, few: number, many: number): void => {
  sums.few += few;
  sums.many += many;
};

const times = ({ low, expected, high }: Range, count: number): Range => ({
  low: low * count,
  expected: expected * count,
  high: high * count,
});

const rounded = ({ low, expected, high }: Range): Range => ({
  low: Math.floor(low),
  expected: Math.round(expected),
  high: Math.ceil(high),
});

const usdRange = (input: Range, output: Range, prices: Prices): Range => {
  const usd = (side: keyof Range): number =>
    costOf({ input: input[side], cached: 0, output: output[side] }, prices);
  return { low: usd('low'), expected: usd('expected'), high: usd('high') };
};

const notesOf = (
  { expected }: Range,
  isLearned: boolean,
  limit: number | undefined,
  candidates: number,
): string[] => [
  `Expected are answers of ${Math.round(expected)} tokens, ${isLearned ? 'the mean of those that are stored' : 'which is assumed'}.`,
  ...(limit === undefined && !isLearned
    ? ['Without max_tokens nothing limits an answer; high takes 1,000 tokens, or twice what it is shown.']
    : []),
  ...(candidates > 1
    ? ['High is for a server that ignores `n`, so that every candidate is a call of its own.']
    : []),
];

/** Nothing to pay for. */
export const noExpenses: Expenses = (() => {
  const none = { low: 0, expected: 0, high: 0 };
  return { stored: 0, owed: 0, calls: none, inputTokens: none, outputTokens: none, usd: none, notes: [] };
})();

/** All together; one part without prices leaves the sum without. */
export const sumExpenses = (parts: readonly Expenses[]): Expenses =>
  parts.reduce(
    (sum, part) => ({
      stored: sum.stored + part.stored,
      owed: sum.owed + part.owed,
      calls: plus(sum.calls, part.calls),
      inputTokens: plus(sum.inputTokens, part.inputTokens),
      outputTokens: plus(sum.outputTokens, part.outputTokens),
      usd: sum.usd && part.usd && plus(sum.usd, part.usd),
      notes: [...new Set([...sum.notes, ...part.notes])],
    }),
    noExpenses,
  );

const plus = (a: Range, b: Range): Range => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});
