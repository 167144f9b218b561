/** The candidates of one system, a window at a time, wherever they come from: a file, a pool, a computation, the store. */
import type { Candidate, Generated, Generator, GeneratorContext } from '../types.ts';
import { createWindowKeys, readAnswer } from './fill.ts';
import type { RunningGenerator } from './generators.ts';
import type { StageStore } from './store/stage-store.ts';
import type { Window } from './windows.ts';

/** Read along with the windows, which must come in order. */
export interface WindowSource {
  /** Candidates aligned with the window's dialogues; empty for those that are not selected. */
  take(window: Window): Promise<readonly (readonly Candidate[])[]>;
  close(): Promise<void>;
}

/** Candidates that cost nothing, asked for anew each time. */
export const freeSource = (generator: Generator, context: GeneratorContext): WindowSource => ({
  take: async ({ dialogues, selected }) => {
    const wanted = dialogues.filter((_, place) => selected[place]);
    const answers = await generator.generate(wanted, context, neverAborted);
    let next = 0;
    return dialogues.map((_, place) => (selected[place] ? candidatesOf(answers[next++]!) : []));
  },
  close: async () => generator.close?.(),
});

const neverAborted = new AbortController().signal;

const candidatesOf = (answer: Generated): readonly Candidate[] =>
  answer.status === 'failed' ? [] : answer.candidates;

/** Candidates from the store. A dialogue whose answer is missing (quarantined, or not yet made) has none. */
export const storedSource = (generator: RunningGenerator, stage: StageStore, seed: number): WindowSource => {
  const keysOf = createWindowKeys(generator, seed);
  return {
    take: async ({ dialogues, selected }) => {
      const keys = keysOf(dialogues);
      const lists: (readonly Candidate[])[] = [];
      for (const place of dialogues.keys())
        lists.push(selected[place] ? await readAnswer(stage, keys[place]!, generator) : []);
      return lists;
    },
    close: async () => {},
  };
};
