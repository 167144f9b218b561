/** Learning from a labelled set: its parts are done in threads, where there is enough to do. */
import { type JudgedRung, judging } from '../evaluate/judge-rung.ts';
import type { LabelledSet } from '../evaluate/labelled-pool.ts';
import type { OutOfFold } from '../evaluate/ladder.ts';
import { type Learned, type LearnOptions, learning } from '../evaluate/learn.ts';
import { type CurvePoint, drawingCurve } from '../evaluate/learning-curve.ts';
import type { Parted } from '../evaluate/parted.ts';
import { rungNamed, rungs } from '../evaluate/rungs/index.ts';
import { mapOrdered } from '../workers/ordered.ts';
import { createWorkerPool, type TaskInput, type TaskOutput, type WorkerPool } from '../workers/pool.ts';
import { createLearner, type Learner, type WithoutInput } from '../workers/tasks/learn.ts';
import { stage } from './progress.ts';
import { refuseStopped, type StopSignal, untilCutOff } from './stop.ts';
import type { Workspace } from './workspace.ts';

/** Open for the length of some work. */
export interface Learning {
  learn(): Promise<Learned>;
  curve(): Promise<CurvePoint[]>;
  /** Judges a rung, by its name. */
  judge(rung: string): Promise<JudgedRung>;
  /** Judges a rung on the dialogues without one of the systems. */
  judgeWithout(input: WithoutInput): Promise<OutOfFold>;
}

/** With fewer labelled dialogues, starting threads takes longer than all they would do. */
const fewestForThreads = 100;

/** A learner, wherever it works. */
type Remote = {
  [Name in keyof Learner]: (input: Parameters<Learner[Name]>[0]) => Promise<ReturnType<Learner[Name]>>;
};

/**
 * Opens what learns from `set` and closes it whatever happens. Each thread gets the set once and keeps it. Parts are concluded in
 * their order: any number of threads gives the same bytes.
 */
export const withLearning = async <T>(
  { options: { progress, stop }, workers }: Workspace,
  set: LabelledSet,
  options: LearnOptions,
  work: (learning: Learning) => Promise<T>,
): Promise<T> => {
  const setup = { set, options };
  const pool =
    set.pools.length < fewestForThreads
      ? undefined
      : createWorkerPool({ threads: workers, setup: { kind: 'learning', learning: setup } });
  const learner = pool ? inThreads(pool, stop) : here(createLearner(setup));
  const all = <Part, Done, Result>(
    name: string,
    { parts, conclude }: Parted<Part, Done, Result>,
    perform: (part: Part) => Promise<Done>,
  ): Promise<Result> =>
    stage(progress, name, parts.length, async () => {
      const done: Done[] = [];
      const unlessStopped = async (part: Part): Promise<Done> => {
        refuseStopped(stop);
        return perform(part);
      };
      for await (const each of mapOrdered(parts, 2 * workers, unlessStopped)) {
        done.push(each);
        progress.advance(1);
      }
      return conclude(done);
    });
  try {
    return await work({
      learn: () => all('learn', learning(set, options), learner.climb),
      curve: () => all('curve', drawingCurve(set, rungs, options), learner.teach),
      judge: (rung) =>
        all('judge', judging(set, rungNamed(rung), options), (fold) => learner.judge({ rung, fold })),
      judgeWithout: learner.judgeWithout,
    });
  } finally {
    await pool?.close();
  }
};

const inThreads = (pool: WorkerPool, stop: StopSignal): Remote => {
  const run = <N extends keyof Remote>(name: N, input: TaskInput<N>): Promise<TaskOutput<N>> =>
    untilCutOff(stop, (signal) => pool.run(name, input, signal));
  return {
    climb: (part) => run('climb', part),
    teach: (part) => run('teach', part),
    judge: (input) => run('judge', input),
    judgeWithout: (input) => run('judgeWithout', input),
  };
};

const here = (learner: Learner): Remote => ({
  climb: async (part) => learner.climb(part),
  teach: async (part) => learner.teach(part),
  judge: async (input) => learner.judge(input),
  judgeWithout: async (input) => learner.judgeWithout(input),
});
