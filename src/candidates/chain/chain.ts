/**
 * `kind: chain`: several steps, each of which sees the dialogue and what the steps before it gave. Back-translation and
 * draft → revise are chains; `docs/gpt.md` shows them.
 */
import { createHash } from 'node:crypto';
import { ConfigError } from '../../errors.ts';
import { cleanAnswer } from '../../models/asker/hygiene.ts';
import { readTally } from '../../models/asker/money.ts';
import { type Clock, systemClock } from '../../models/clock.ts';
import { defineGenerator, type Host } from '../../registry.ts';
import { isBlank } from '../../text/blank.ts';
import type { Dialogue, Generated, Generator, GeneratorContext, Json } from '../../types.ts';
import { emptyAnswer, generatedFrom, tallyOfAll } from '../chat/chat.ts';
import { noExamples, openExamples } from '../chat/examples.ts';
import { type ChainParts, forecastChain } from './forecast.ts';
import { type ChainOptions, chainOptions } from './options.ts';
import { openChatStep, openSeq2seqStep, type Step } from './steps.ts';

/** Raised when the same steps and answers would give other candidates than before. */
const version = 1;

/** Asks step by step; the work is mostly waiting, so it needs no thread. */
export const chain = defineGenerator<ChainOptions>({
  name: 'chain',
  about: 'Several steps by chat and seq2seq models, such as back-translation or draft and revision.',
  options: chainOptions,
  cost: 'paid',
  thread: 'main',
  parallel: 'many',
  inFlight: ({ concurrency }) => concurrency,
  isPriced: ({ steps, prices }) =>
    steps.every((step) => step.kind !== 'chat' || (step.prices ?? prices) !== undefined),
  create: (options, host) => createChain(options, host, systemClock),
});

/** The generator, on a clock of its own. */
export const createChain = async (options: ChainOptions, host: Host, clock: Clock): Promise<Generator> => {
  const steps: Step[] = [];
  for (const step of options.steps) {
    const earlier = steps.map(({ name }) => name);
    steps.push(
      step.kind === 'chat'
        ? await openChatStep(step, earlier, options, host, clock)
        : await openSeq2seqStep(step, host),
    );
  }
  if (options.examples && !steps.some(({ showsExamples }) => showsExamples)) throw unseenExamples();
  const examples = options.examples ? await openExamples(options.examples, host) : noExamples;
  const ready: ChainParts = { options, steps, examples };
  return {
    identity: identityOf(ready),
    generate: (batch, context, signal) =>
      Promise.all(batch.map((dialogue) => answerOf(ready, dialogue, context, signal))),
    report: () => reportOf(steps),
    recall: (paid, candidates) => recallAll(steps, paid, candidates),
    forecast: (context) => forecastChain(ready, context),
    close: async () => {
      for (const step of steps) await step.close();
    },
  };
};

const identityOf = ({ steps, examples }: ChainParts): string =>
  createHash('sha256')
    .update(JSON.stringify(['chain', version, steps.map(({ identity }) => identity), examples.identity]))
    .digest('hex');

const answerOf = async (
  { options, steps, examples }: ChainParts,
  dialogue: Dialogue,
  context: GeneratorContext,
  signal: AbortSignal,
): Promise<Generated> => {
  if (isBlank(dialogue.text)) return emptyAnswer(context.system, {});
  const shown = examples.pick(dialogue, context.seed);
  const paid: Record<string, Json> = {};
  const outputs: Record<string, string> = {};
  for (const [place, step] of steps.entries()) {
    signal.throwIfAborted();
    const isLast = place === steps.length - 1;
    const count = isLast ? options.candidates : 1;
    const given = await step.answer(
      { dialogue, outputs: { ...outputs }, examples: shown, count },
      context,
      signal,
    );
    paid[step.name] = { ...tallyOfAll(given) };
    if (isLast) return generatedFrom(given, options.hygiene, context.system, paid);
    const [answer] = given;
    if (answer?.status !== 'given')
      return { status: 'failed', reason: `step ${step.name}: ${answer?.reason ?? 'no answer'}` };
    const { text, status } = cleanAnswer(answer.choice, options.hygiene);
    if (status !== 'ok') return unusable(step, status, context.system, paid);
    outputs[step.name] = text;
  }
  throw new Error('a chain without steps');
};

/** An answer that no later step can use is an answer all the same: asked again it would be the same. */
const unusable = (
  { name }: Step,
  status: Exclude<ReturnType<typeof cleanAnswer>['status'], 'ok'>,
  system: string,
  paid: Json,
): Generated => ({
  status: 'ok',
  candidates: [{ system, candidate: 0, text: '', status, note: `step ${name} was ${status}` }],
  paid,
});

/** `paid` by step; a chain that ended early has not had all of them. */
const recallAll = (steps: readonly Step[], paid: Json | undefined, candidates: number): void => {
  const tallies = paid as Readonly<Record<string, Json>> | undefined;
  for (const [place, step] of steps.entries()) {
    if (tallies === undefined) step.recall(readTally(undefined, place === steps.length - 1 ? candidates : 1));
    else if (tallies[step.name] !== undefined) step.recall(readTally(tallies[step.name], 0));
  }
};

const amounts = ['paid_usd', 'unknown_usd_at_most', 'stored_usd', 'cost_usd'] as const;

const reportOf = (steps: readonly Step[]): Json => {
  const reports = steps.map((step) => [step.name, step.report()] as const);
  const sumOf = (amount: string): number | null => {
    const parts = reports.map(([, report]) => (report as Record<string, number | null>)[amount]);
    // a model of this machine tells none and costs none
    return parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  };
  return {
    steps: Object.fromEntries(reports),
    ...Object.fromEntries(amounts.map((amount) => [amount, sumOf(amount)])),
  };
};

const unseenExamples = (): ConfigError =>
  new ConfigError('config-conflict', {
    where: 'examples',
    found: 'examples, and no prompt that shows them',
    expected: 'the field {{examples}}, or `examples: turns` in the front matter of a prompt',
  });
