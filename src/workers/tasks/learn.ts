/** Parts of learning, done in threads. */
import { type JudgedFold, type JudgedRung, judging } from '../../evaluate/judge-rung.ts';
import type { LabelledSet } from '../../evaluate/labelled-pool.ts';
import type { Climbed, OutOfFold, TrainingSet } from '../../evaluate/ladder.ts';
import { type LearnOptions, learning } from '../../evaluate/learn.ts';
import { type CurvePart, drawingCurve, type Taught } from '../../evaluate/learning-curve.ts';
import { judgeWithout } from '../../evaluate/leave-one-out.ts';
import { rungNamed, rungs } from '../../evaluate/rungs/index.ts';

/** What a thread learns from: it comes once, with the thread. */
export interface LearnSetup {
  readonly set: LabelledSet;
  readonly options: LearnOptions;
}

/** A fold that a rung is judged on. */
export interface FoldInput {
  /** Name. */
  readonly rung: string;
  readonly fold: number;
}

/** A set without one of the systems; it is used for one task only, and so comes with it. */
export interface WithoutInput {
  readonly set: LabelledSet;
  /** Name. */
  readonly rung: string;
  readonly judged: Pick<JudgedRung, 'strengths'>;
}

/** A thread's way to do parts. */
export interface Learner {
  climb(part: TrainingSet): Climbed;
  teach(part: CurvePart): Taught;
  judge(part: FoldInput): JudgedFold;
  judgeWithout(input: WithoutInput): OutOfFold;
}

export const createLearner = ({ set, options }: LearnSetup): Learner => {
  const ladder = lazily(() => learning(set, options));
  const curve = lazily(() => drawingCurve(set, rungs, options));
  return {
    climb: (part) => ladder().perform(part),
    teach: (part) => curve().perform(part),
    judge: ({ rung, fold }) => judging(set, rungNamed(rung), options).perform(fold),
    judgeWithout: ({ set: without, rung, judged }) => judgeWithout(without, rungNamed(rung), options, judged),
  };
};

const lazily = <T extends object>(create: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= create();
    return made;
  };
};
