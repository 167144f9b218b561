/**
 * `kind: chat`: a chat model writes one text of the best candidates, the dialogue before its eyes. What it writes is a proposal like any
 * other: hygiene first, then votes, gates and guards.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../../errors.ts';
import { type Asker, openAsker, type Question } from '../../models/asker/asker.ts';
import type { AskContext } from '../../models/asker/context.ts';
import { type Answering, forecastQuestions } from '../../models/asker/forecast.ts';
import { cleanAnswer, hygieneRules } from '../../models/asker/hygiene.ts';
import { noTally, readTally } from '../../models/asker/money.ts';
import { nonceOf } from '../../models/asker/nonce.ts';
import { endpointKeys, steady, steadyKeys } from '../../models/asker/options.ts';
import { type Clock, systemClock } from '../../models/clock.ts';
import { readPrompt } from '../../models/prompt-file.ts';
import { type Prompt, renderPrompt, showsField } from '../../models/prompts.ts';
import type { Host } from '../../registry.ts';
import { count } from '../../schema.ts';
import { defineWritingMerger, type MergeItem, type MergeWriter, type WrittenMerge } from './define.ts';
import { mergeOptions } from './options.ts';

/** Raised when the same options, prompt and answers would give other texts than before. */
const version = 1;

export const chatMergeOptions = z.strictObject({
  model: z.string().min(1).describe('Name of the model, as the server knows it.'),
  ...endpointKeys,
  prompt: z.string().min(1).describe('Prompt file; `prompts/merge-*.md` are brought along.'),
  ...mergeOptions,
  ...steadyKeys,
  hygiene: z
    .array(z.enum(hygieneRules))
    .default([...hygieneRules])
    .describe('Rules that take off what stands around the text; `[]` leaves answers as they are.'),
  max_chars: count.optional().describe('Value of `{{max_chars}}` in the prompt.'),
});

export type ChatMergeOptions = z.output<typeof chatMergeOptions>;

export const chat = defineWritingMerger<ChatMergeOptions>({
  name: 'chat',
  about: 'One text that a chat model writes of the best candidates and the dialogue.',
  nothing: 'the model wrote no text that is not a candidate already',
  options: chatMergeOptions,
  inFlight: ({ concurrency }) => concurrency,
  isPriced: ({ prices }) => prices !== undefined,
  create: (options, host) => createChatMerger(options, host, systemClock),
});

/** The writer, on a clock of its own. */
export const createChatMerger = async (
  options: ChatMergeOptions,
  host: Host,
  clock: Clock,
): Promise<MergeWriter> => {
  const prompt = await readMergePrompt(options.prompt, host);
  const asker = await openAsker(steady(options), host, clock);
  const ready: Ready = { asker, options, prompt };
  return {
    identity: createHash('sha256')
      .update(JSON.stringify(['merge', version, asker.identity, prompt.text]))
      .digest('hex'),
    write: (batch, context, signal) => Promise.all(batch.map((item) => write(ready, item, context, signal))),
    report: () => asker.report(),
    recall: (paid) => asker.recall(readTally(paid, 1)),
    forecast: (context) => {
      const questions = forecastQuestions(asker);
      return {
        add: async (item, isKnown) => {
          if (isKnown) await questions.add(questionOf(ready, item, context), context);
          else questions.addUnknown(questionOf(ready, { ...item, texts: [] }, context), unwritten(options));
        },
        total: () => questions.total(),
      };
    },
  };
};

interface Ready {
  readonly asker: Asker;
  readonly options: ChatMergeOptions;
  readonly prompt: Prompt;
}

/** Summaries of which nobody knows yet which they will be. */
const unwritten = ({ top_k: count }: ChatMergeOptions): Answering[] =>
  Array.from({ length: count }, () => ({ answer: () => ({ low: 20, expected: 60, high: 200 }) }));

const readMergePrompt = async (file: string, host: Host): Promise<Prompt> => {
  const prompt = await readPrompt(file, host, ['summaries']);
  const missing = ['dialogue', 'summaries'].filter((field) => !showsField(prompt, field));
  if (missing.length === 0) return prompt;
  throw new ConfigError('config-value', {
    where: file,
    found: `a prompt without ${missing.map((field) => `{{${field}}}`).join(', ')}`,
    expected: 'the fields {{dialogue}} and {{summaries}}: a text is never merged blind',
  });
};

const questionOf = (
  { prompt, options }: Ready,
  { dialogue, topic, texts }: MergeItem,
  { seed }: AskContext,
): Question => ({
  messages: renderPrompt(prompt, {
    dialogue,
    topic,
    examples: [],
    maxChars: options.max_chars,
    nonce: nonceOf(seed, prompt.text, JSON.stringify([dialogue, texts])),
    lists: { summaries: texts },
  }),
  count: 1,
});

const write = async (
  ready: Ready,
  item: MergeItem,
  context: AskContext,
  signal: AbortSignal,
): Promise<WrittenMerge> => {
  signal.throwIfAborted();
  const [given] = await ready.asker.ask(questionOf(ready, item, context), context, signal);
  if (given?.status !== 'given') return { status: 'failed', reason: given?.reason ?? 'no answer' };
  const { text, status } = cleanAnswer(given.choice, ready.options.hygiene);
  return { status: 'ok', texts: status === 'ok' ? [text] : [], paid: { ...noTally, ...given.tally } };
};
