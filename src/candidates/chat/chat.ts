/** `kind: chat`: summaries by any model behind an OpenAI-compatible server. */
import { createHash } from 'node:crypto';
import { ConfigError, firstFew } from '../../errors.ts';
import { type Asker, type Given, openAsker, type Question } from '../../models/asker/asker.ts';
import { forecastQuestions } from '../../models/asker/forecast.ts';
import { cleanAnswer } from '../../models/asker/hygiene.ts';
import { addTally, noTally, readTally, type Tally } from '../../models/asker/money.ts';
import { nonceOf } from '../../models/asker/nonce.ts';
import { type Clock, systemClock } from '../../models/clock.ts';
import { readPrompt } from '../../models/prompt-file.ts';
import { type Prompt, renderPrompt, showsExamples } from '../../models/prompts.ts';
import { defineGenerator, type Host } from '../../registry.ts';
import { isBlank } from '../../text/blank.ts';
import type {
  Candidate,
  Dialogue,
  Forecaster,
  Generated,
  Generator,
  GeneratorContext,
  Json,
} from '../../types.ts';
import { type ExampleBank, noExamples, openExamples } from './examples.ts';
import { type ChatOptions, chatOptions } from './options.ts';

/** Raised when the same options, prompts and answers would give other candidates than before. */
const version = 1;

/** Asks a chat model; the work is waiting, so it needs no thread. */
export const chat = defineGenerator<ChatOptions>({
  name: 'chat',
  about: 'Chat models behind an OpenAI-compatible server: GPT, Llama, Solar, Qwen, EXAONE and others.',
  options: chatOptions,
  cost: 'paid',
  thread: 'main',
  parallel: 'many',
  inFlight: ({ concurrency }) => concurrency,
  isPriced: ({ prices }) => prices !== undefined,
  create: (options, host) => createChat(options, host, systemClock),
});

/** The generator, on a clock of its own. */
export const createChat = async (options: ChatOptions, host: Host, clock: Clock): Promise<Generator> => {
  const files = options.prompts ?? [options.prompt as string];
  const prompts = await Promise.all(files.map((file) => readPrompt(file, host)));
  const examples = options.examples ? await openExamples(options.examples, host) : noExamples;
  if (options.examples && !prompts.some(showsExamples)) throw unseenExamples(files);
  const asker = await openAsker(options, host, clock);
  const ready: Ready = { asker, options, prompts, examples };
  return {
    identity: identityOf(ready),
    generate: (batch, context, signal) =>
      Promise.all(batch.map((dialogue) => answerOf(ready, dialogue, context, signal))),
    report: () => asker.report(),
    recall: (paid, candidates) => asker.recall(readTally(paid, candidates)),
    forecast: (context) => forecastOf(ready, context),
  };
};

interface Ready {
  readonly asker: Asker;
  readonly options: ChatOptions;
  readonly prompts: readonly Prompt[];
  readonly examples: ExampleBank;
}

const unseenExamples = (files: readonly string[]): ConfigError =>
  new ConfigError('config-conflict', {
    where: firstFew(files),
    found:
      files.length === 1 ? 'examples for a prompt that shows none' : 'examples for prompts that show none',
    expected: 'the field {{examples}}, or `examples: turns` in the front matter',
  });

const identityOf = ({ asker, prompts, examples }: Ready): string =>
  createHash('sha256')
    .update(
      JSON.stringify(['chat', version, asker.identity, prompts.map(({ text }) => text), examples.identity]),
    )
    .digest('hex');

const answerOf = async (
  { asker, options, prompts, examples }: Ready,
  dialogue: Dialogue,
  context: GeneratorContext,
  signal: AbortSignal,
): Promise<Generated> => {
  signal.throwIfAborted();
  if (isBlank(dialogue.text)) return emptyAnswer(context.system);
  const questions = questionsOf({ options, prompts, examples }, dialogue, context);
  const asked = await Promise.all(questions.map((question) => asker.ask(question, context, signal)));
  const given = asked.flat();
  return generatedFrom(given, options.hygiene, context.system, { ...tallyOfAll(given) });
};

/** A question a prompt. */
const questionsOf = (
  { options, prompts, examples }: Omit<Ready, 'asker'>,
  dialogue: Dialogue,
  { seed }: GeneratorContext,
): Question[] => {
  const shown = examples.pick(dialogue, seed);
  return prompts.map((prompt) => {
    const messages = renderPrompt(prompt, {
      dialogue: dialogue.text,
      topic: dialogue.topic,
      examples: shown,
      maxChars: options.max_chars,
      nonce: nonceOf(seed, prompt.text, dialogue.text),
    });
    return { messages, count: options.candidates };
  });
};

const forecastOf = (ready: Ready, context: GeneratorContext): Forecaster => {
  const questions = forecastQuestions(ready.asker);
  return {
    add: async (dialogue) => {
      if (isBlank(dialogue.text)) return;
      for (const question of questionsOf(ready, dialogue, context)) await questions.add(question, context);
    },
    total: () => questions.total(),
  };
};

/** What the given ones cost. */
export const tallyOfAll = (given: readonly Given[]): Tally =>
  given.reduce((sum, each) => (each.status === 'given' ? addTally(sum, each.tally) : sum), noTally);

/** A model that was given nothing would make something up. */
export const emptyAnswer = (system: string, paid: Json = { ...noTally }): Generated => ({
  status: 'ok',
  candidates: [{ system, candidate: 0, text: '', status: 'empty', note: 'the dialogue is empty' }],
  paid,
});

/** The candidates of answers, cleaned; failed ones are left out and told. `paid`: what all that led to them cost. */
export const generatedFrom = (
  given: readonly Given[],
  hygiene: ChatOptions['hygiene'],
  system: string,
  paid: Json,
): Generated => {
  const candidates: Candidate[] = [];
  const reasons: string[] = [];
  for (const each of given) {
    if (each.status === 'failed') reasons.push(each.reason);
    else
      candidates.push({
        ...each.choice,
        ...cleanAnswer(each.choice, hygiene),
        system,
        candidate: candidates.length,
      });
  }
  if (reasons.length === 0) return { status: 'ok', candidates, paid };
  const reason = `${[...new Set(reasons)].join('; ')} (${reasons.length} of ${given.length} answers)`;
  return candidates.length === 0
    ? { status: 'failed', reason }
    : { status: 'partial', candidates, reason, paid };
};
