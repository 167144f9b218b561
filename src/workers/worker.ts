/**
 * The one entry of every thread. Its exports are the tasks; what they do is in plain functions under `tasks/`. State
 * (plugins, models) is created at the first task that needs it and lives as long as the thread.
 */
import { parentPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { TrainingSet } from '../evaluate/ladder.ts';
import type { CurvePart } from '../evaluate/learning-curve.ts';
import { createHost, type HostOptions } from './host-base.ts';
import { type Begun, task } from './messages.ts';
import { type DecideInput, decidePools, proposePools, shortlistPools } from './tasks/decide.ts';
import { type EvidenceInput, evidenceOf } from './tasks/evidence.ts';
import { type LabelInput, labelPools } from './tasks/label.ts';
import { createLearner, type FoldInput, type LearnSetup, type WithoutInput } from './tasks/learn.ts';
import { type MineInput, minePools } from './tasks/mine.ts';
import type { PoolMessage } from './tasks/prepare.ts';
import {
  type BatchInput,
  openGenerator,
  openKiwi,
  openScorer,
  type RemoteSetup,
  type ScoreInput,
} from './tasks/remote.ts';
import { surveyPools } from './tasks/survey.ts';
import { createTools, type ScoringSetup } from './tasks/tools.ts';

/** What a thread is started with: `workerData` of its pool. */
export type ThreadSetup =
  | { readonly kind: 'scoring'; readonly host: HostOptions; readonly scoring: ScoringSetup }
  | { readonly kind: 'generator'; readonly host: HostOptions; readonly generator: RemoteSetup }
  | { readonly kind: 'scorer'; readonly host: HostOptions; readonly scorer: RemoteSetup }
  | { readonly kind: 'learning'; readonly learning: LearnSetup }
  | { readonly kind: 'kiwi'; readonly folder: string };

const setup = Piscina.workerData as ThreadSetup;

const once = <T>(create: () => Promise<T>): (() => Promise<T>) => {
  let created: Promise<T> | undefined;
  return () => {
    created ??= create();
    return created;
  };
};

const of = <K extends ThreadSetup['kind']>(kind: K): Extract<ThreadSetup, { kind: K }> => {
  if (setup.kind !== kind) throw new Error(`a ${setup.kind} thread got a task for ${kind}`);
  return setup as Extract<ThreadSetup, { kind: K }>;
};

const tools = once(() => createTools(of('scoring').scoring, createHost(of('scoring').host)));
const generator = once(() => openGenerator(of('generator').generator, createHost(of('generator').host)));
const scorer = once(() => openScorer(of('scorer').scorer, createHost(of('scorer').host)));
const learner = once(async () => createLearner(of('learning').learning));
const kiwi = once(() => openKiwi(of('kiwi').folder));

export const survey = task(async (messages: readonly PoolMessage[]) => surveyPools(messages, await tools()));

export const decide = task(async (input: DecideInput) => decidePools(input, await tools()));

export const propose = task(async (input: DecideInput) => proposePools(input, await tools()));

export const shortlist = task(async (input: DecideInput) => shortlistPools(input, await tools()));

export const label = task(async (input: LabelInput) => labelPools(input, await tools()));

export const evidence = task(async (input: EvidenceInput) => evidenceOf(input, await tools()));

export const mine = task(async (input: MineInput) => minePools(input, await tools()));

export const climb = task(async (part: TrainingSet) => (await learner()).climb(part));

export const teach = task(async (part: CurvePart) => (await learner()).teach(part));

export const judge = task(async (input: FoldInput) => (await learner()).judge(input));

export const judgeWithout = task(async (input: WithoutInput) => (await learner()).judgeWithout(input));

export const startGenerator = task(async (_: undefined) => ({ identity: (await generator()).identity }));

export const generate = task(async ({ batch, seed, system, ticket }: BatchInput, signal) => {
  const ready = await generator();
  parentPort?.postMessage({ begun: ticket } satisfies Begun);
  return ready.generate(batch, { seed, system }, signal);
});

export const reportGenerator = task(async (_: undefined) => (await generator()).report?.() ?? null);

export const startScorer = task(async (_: undefined) => ({ identity: (await scorer()).identity }));

export const score = task(async ({ batch, seed, scorer: id, ticket }: ScoreInput, signal) => {
  const ready = await scorer();
  parentPort?.postMessage({ begun: ticket } satisfies Begun);
  return ready.score(batch, { seed, scorer: id }, signal);
});

export const reportScorer = task(async (_: undefined) => (await scorer()).report?.() ?? null);

export const startKiwi = task(async (_: undefined) => ({ version: (await kiwi()).version }));

export const tokenizeWithKiwi = task(async (texts: readonly string[]) => (await kiwi()).tokenize(texts));
