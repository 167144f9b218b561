/** The steps of a chain, ready to answer: each stores what it was answered by itself. */

import { type Asker, type Given, openAsker, type Question } from '../../models/asker/asker.ts';
import { type Answering, forecastQuestions, noExpenses } from '../../models/asker/forecast.ts';
import { type Kept, keep, readKept } from '../../models/asker/kept.ts';
import { noTally, type Tally } from '../../models/asker/money.ts';
import { nonceOf } from '../../models/asker/nonce.ts';
import type { Clock } from '../../models/clock.ts';
import { readPrompt } from '../../models/prompt-file.ts';
import { type Example, type Prompt, renderPrompt, showsExamples, showsField } from '../../models/prompts.ts';
import type { Host } from '../../registry.ts';
import type { AnswerParts, Dialogue, Expenses, GeneratorContext, Json } from '../../types.ts';
import { seq2seq } from '../seq2seq/seq2seq.ts';
import type { ChainOptions, ChatStep, Seq2seqStep } from './options.ts';

/** What a step is given. */
export interface StepInput {
  readonly dialogue: Dialogue;
  /** What earlier steps gave, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
  /** Answers wanted. */
  readonly count: number;
}

/** Adds up what a step is likely to cost. */
export interface StepForecast extends Answering {
  /** Takes in the step for one dialogue; `unknown`: earlier steps whose outputs nobody has yet. Gives what is stored. */
  add(
    input: StepInput,
    unknown: ReadonlyMap<string, Answering>,
    context: GeneratorContext,
  ): Promise<readonly (Kept | undefined)[]>;
  total(): Expenses;
}

/** A step, ready to answer. */
export interface Step {
  readonly name: string;
  readonly identity: Json;
  /** Whether its prompt shows examples. */
  readonly showsExamples: boolean;
  answer(input: StepInput, context: GeneratorContext, signal: AbortSignal): Promise<readonly Given[]>;
  /** Takes note of what stored answers had cost. */
  recall(tally: Tally): void;
  /** `typical`: tokens of an answer of which nothing is known. Default: those of a summary. */
  forecast(typical?: () => number): StepForecast;
  report(): Json;
  close(): Promise<void>;
}

/** Opens a chat step; `earlier`: names of the steps before it. */
export const openChatStep = async (
  step: ChatStep,
  earlier: readonly string[],
  options: ChainOptions,
  host: Host,
  clock: Clock,
): Promise<Step> => {
  const prompt = await readPrompt(step.prompt, host, earlier);
  const asker: Asker = await openAsker(askerOptions(step, options), host, clock);
  const questionOf = (input: StepInput, { seed }: GeneratorContext): Question =>
    chatQuestion(prompt, input, seed, options.max_chars);
  return {
    name: step.name,
    identity: [asker.identity, prompt.text],
    showsExamples: showsExamples(prompt),
    answer: (input, context, signal) => asker.ask(questionOf(input, context), context, signal),
    recall: (tally) => asker.recall(tally),
    forecast: (typical) => {
      const questions = forecastQuestions(asker, typical);
      return {
        ...questions,
        add: async (input, unknown, context) => {
          const question = questionOf(input, context);
          // what is not shown still decides the marks around what is
          if (unknown.size === 0) return questions.add(question, context);
          const shown = [...unknown].filter(([name]) => showsField(prompt, name));
          questions.addUnknown(
            question,
            shown.map(([, answering]) => answering),
          );
          return [];
        },
      };
    },
    report: () => asker.report(),
    close: async () => {},
  };
};

const chatQuestion = (
  prompt: Prompt,
  { dialogue: { text, topic }, outputs, examples, count }: StepInput,
  seed: number,
  maxChars: number | undefined,
): Question => {
  const nonce = nonceOf(seed, prompt.text, JSON.stringify([text, outputs]));
  const values = { dialogue: text, topic, examples, maxChars, nonce, steps: outputs };
  return { messages: renderPrompt(prompt, values), count };
};

/** A key belongs to the address it was given with. */
const askerOptions = (step: ChatStep, options: ChainOptions) => {
  const isElsewhere = step.base_url !== undefined && step.base_url !== options.base_url;
  return {
    ...options,
    ...step,
    model: step.model ?? (options.model as string),
    base_url: step.base_url ?? options.base_url,
    api_key: step.api_key ?? (isElsewhere ? undefined : options.api_key),
    headers: step.headers ?? (isElsewhere ? {} : options.headers),
  };
};

/** Opens a seq2seq step. It computes in this thread, one text at a time, so that answers do not depend on neighbours. */
export const openSeq2seqStep = async (step: Seq2seqStep, host: Host): Promise<Step> => {
  const generator = await seq2seq.create(step.options, host);
  let last: Promise<unknown> = Promise.resolve();
  let computed = 0;
  const compute = async (
    text: string,
    dialogue: Dialogue,
    context: GeneratorContext,
    signal: AbortSignal,
  ): Promise<Given> => {
    const [answer] = await generator.generate([{ ...dialogue, text }], context, signal);
    computed += 1;
    if (answer?.status !== 'ok') return { status: 'failed', reason: answer?.reason ?? 'no answer' };
    const { text: summary = '', status = 'empty', logprob, length } = answer.candidates[0] ?? {};
    const more = {
      ...(logprob === undefined ? {} : { logprob }),
      ...(length === undefined ? {} : { length }),
    };
    return { status: 'given', choice: { text: summary, status, ...more }, tally: noTally };
  };
  const partsOf = ({ dialogue, outputs }: StepInput, { seed }: GeneratorContext) => {
    const text = step.input === 'dialogue' ? dialogue.text : (outputs[step.input] as string);
    const parts: AnswerParts = {
      identity: generator.identity,
      prompt: text.normalize('NFC'),
      seed,
      candidate: 0,
    };
    return { text, parts };
  };
  return {
    name: step.name,
    identity: [generator.identity, step.input],
    showsExamples: false,
    answer: async (input, context, signal) => {
      const { text, parts } = partsOf(input, context);
      const stored = await readKept(context, parts);
      if (stored) return [{ status: 'given', choice: stored.choice, tally: noTally }];
      const mine = last.then(() => compute(text, input.dialogue, context, signal));
      last = mine.catch(() => {});
      const given = await mine;
      if (given.status === 'given') await keep(context, parts, given.choice, undefined);
      return [given];
    },
    recall: () => {},
    forecast: (typical = () => 0) => ({
      add: async (input, unknown, context) =>
        unknown.has(step.input) ? [] : [await readKept(context, partsOf(input, context).parts)],
      answer: () => ({ low: 0, expected: typical(), high: 2 * typical() }),
      total: () => noExpenses,
    }),
    report: () => ({ computed, ...(generator.report?.() as object) }),
    close: async () => generator.close?.(),
  };
};
