/** `kind: chat`: summaries by any model behind an OpenAI-compatible server. */
import { createHash } from 'node:crypto';
import { ConfigError } from '../../errors.ts';
import { type Clock, systemClock } from '../../models/clock.ts';
import { type Prompt, parsePrompt, renderPrompt, showsExamples } from '../../models/prompts.ts';
import { defineGenerator, type Host } from '../../registry.ts';
import type { Candidate, Dialogue, Generated, Generator, GeneratorContext } from '../../types.ts';
import { type Asker, type Given, openAsker } from './asker.ts';
import { type ExampleBank, noExamples, openExamples } from './examples.ts';
import { cleanAnswer } from './hygiene.ts';
import { nonceOf } from './nonce.ts';
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
  create: (options, host) => createChat(options, host, systemClock),
});

/** The generator, on a clock of its own. */
export const createChat = async (options: ChatOptions, host: Host, clock: Clock): Promise<Generator> => {
  const files = options.prompts ?? [options.prompt as string];
  const prompts = await Promise.all(files.map((file) => readPrompt(file, host)));
  const examples = options.examples ? await openExamples(options.examples, host) : noExamples;
  if (options.examples) for (const prompt of prompts) refuseUnseen(prompt);
  const asker = await openAsker(options, host, clock);
  const ready: Ready = { asker, options, prompts, examples };
  return {
    identity: identityOf(ready),
    generate: (batch, context, signal) =>
      Promise.all(batch.map((dialogue) => answerOf(ready, dialogue, context, signal))),
    report: () => asker.report(),
  };
};

interface Ready {
  readonly asker: Asker;
  readonly options: ChatOptions;
  readonly prompts: readonly Prompt[];
  readonly examples: ExampleBank;
}

/** Reads a prompt file; `steps`: fields beside those of every prompt. */
export const readPrompt = async (
  file: string,
  host: Host,
  steps: readonly string[] = [],
): Promise<Prompt> => {
  try {
    return parsePrompt(Buffer.from(await host.readFile(file)).toString('utf8'), file, steps);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(
      'config-path',
      { where: 'prompt', found: `the file ${file}, which cannot be read`, expected: 'a prompt file' },
      { cause },
    );
  }
};

const refuseUnseen = (prompt: Prompt): void => {
  if (showsExamples(prompt)) return;
  throw new ConfigError('config-conflict', {
    where: prompt.file,
    found: 'examples for a prompt that shows none',
    expected: 'the field {{examples}}, or `examples: turns` in its front matter',
  });
};

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
  if (dialogue.text.trim() === '') return emptyAnswer(context.system);
  const shown = examples.pick(dialogue, context.seed);
  const asked = await Promise.all(
    prompts.map((prompt) => {
      const messages = renderPrompt(prompt, {
        dialogue: dialogue.text,
        topic: dialogue.topic,
        examples: shown,
        maxChars: options.max_chars,
        nonce: nonceOf(context.seed, prompt.text, dialogue.text),
      });
      return asker.ask({ messages, count: options.candidates }, context, signal);
    }),
  );
  return generatedFrom(asked.flat(), options.hygiene, context.system);
};

/** A model that was given nothing would make something up. */
export const emptyAnswer = (system: string): Generated => ({
  status: 'ok',
  candidates: [{ system, candidate: 0, text: '', status: 'empty' }],
  note: 'the dialogue is empty',
});

/** The candidates of answers, cleaned; failed ones are left out and told. */
export const generatedFrom = (
  given: readonly Given[],
  hygiene: ChatOptions['hygiene'],
  system: string,
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
  if (reasons.length === 0) return { status: 'ok', candidates };
  const reason = `${[...new Set(reasons)].join('; ')} (${reasons.length} of ${given.length} answers)`;
  return candidates.length === 0 ? { status: 'failed', reason } : { status: 'partial', candidates, reason };
};
