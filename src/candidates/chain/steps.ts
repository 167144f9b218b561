/** The steps of a chain, ready to answer: each stores what it was answered by itself. */
import type { Clock } from '../../models/clock.ts';
import { type Example, renderPrompt, showsExamples } from '../../models/prompts.ts';
import type { Host } from '../../registry.ts';
import type { AnswerParts, Dialogue, GeneratorContext, Json } from '../../types.ts';
import { type Asker, type Given, openAsker } from '../chat/asker.ts';
import { readPrompt } from '../chat/chat.ts';
import { nonceOf } from '../chat/nonce.ts';
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

/** A step, ready to answer. */
export interface Step {
  readonly name: string;
  readonly identity: Json;
  /** Whether its prompt shows examples. */
  readonly showsExamples: boolean;
  answer(input: StepInput, context: GeneratorContext, signal: AbortSignal): Promise<readonly Given[]>;
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
  return {
    name: step.name,
    identity: [asker.identity, prompt.text],
    showsExamples: showsExamples(prompt),
    answer: ({ dialogue, outputs, examples, count }, context, signal) => {
      const nonce = nonceOf(context.seed, prompt.text, JSON.stringify([dialogue.text, outputs]));
      const { text, topic } = dialogue;
      const values = { dialogue: text, topic, examples, maxChars: options.max_chars, nonce, steps: outputs };
      return asker.ask({ messages: renderPrompt(prompt, values), count }, context, signal);
    },
    report: () => asker.report(),
    close: async () => {},
  };
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
    return { status: 'given', choice: { text: summary, status, ...more } };
  };
  return {
    name: step.name,
    identity: [generator.identity, step.input],
    showsExamples: false,
    answer: async ({ dialogue, outputs }, context, signal) => {
      const text = step.input === 'dialogue' ? dialogue.text : (outputs[step.input] as string);
      const parts: AnswerParts = {
        identity: generator.identity,
        prompt: text.normalize('NFC'),
        seed: context.seed,
        candidate: 0,
      };
      const stored = await context.answers?.get(parts);
      if (stored !== undefined) return [{ status: 'given', choice: stored } as unknown as Given];
      const mine = last.then(() => compute(text, dialogue, context, signal));
      last = mine.catch(() => {});
      const given = await mine;
      if (given.status === 'given') await context.answers?.put(parts, { ...given.choice });
      return [given];
    },
    report: () => ({ computed, ...(generator.report?.() as object) }),
    close: async () => generator.close?.(),
  };
};
