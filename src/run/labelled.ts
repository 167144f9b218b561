/** The labelled dialogues as learning takes them: judged against their references, with the features of their candidates. */
import { groupDialogues } from '../dialogues/groups.ts';
import type { LabelledPool, LabelledSet } from '../evaluate/labelled-pool.ts';
import { createVocabulary } from '../evaluate/vocabulary.ts';
import type { Pool } from '../types.ts';
import { featureNames } from './feature-names.ts';
import type { OpenedPart } from './part.ts';
import { poolsOf, survey } from './passes.ts';
import { stage } from './progress.ts';
import { scoreAll } from './scores.ts';
import type { Workspace } from './workspace.ts';

/** Gives the labelled set, or what it would be without one of the systems. */
export type LabelledSource = (without?: string) => Promise<LabelledSet>;

/** Surveys and scores the labelled part once; each set is then one pass. */
export const openLabelled = async (workspace: Workspace, part: OpenedPart): Promise<LabelledSource> => {
  const { config, progress } = workspace.options;
  const statistics = await survey(workspace, part);
  const { columnsOf } = await scoreAll(workspace, part, statistics);
  const groups = await groupDialogues(part.inputs.dataset);
  const scorers = part.scorers.map(({ id }) => id);
  return async (without) => {
    const pools: LabelledPool[] = [];
    const vocabulary = createVocabulary();
    const read = withoutSystem(poolsOf(workspace, part), without);
    await stage(
      progress,
      without === undefined ? 'label' : `without ${without}`,
      part.selection.size,
      async () => {
        const windows = part.scoring.forEachWindow(
          read,
          (threads, messages) =>
            threads.run('label', {
              gates: config.gates,
              statistics: statistics.gates,
              messages,
              groups: messages.map(({ pool }) => groups[pool.dialogue.index]!),
              features: { clusterOf: statistics.clusterOf, scorers },
            }),
          columnsOf,
          { sources: true },
        );
        for await (const window of windows) {
          pools.push(...window.map(vocabulary.number));
          progress.advance(window.length);
        }
      },
    );
    return {
      systems: part.systems.map(({ id }) => id),
      families: part.systems.map(({ family }) => family),
      features: featureNames(part),
      ...vocabulary.known(pools),
    };
  };
};

async function* withoutSystem(
  windows: AsyncIterable<readonly Pool[]>,
  without: string | undefined,
): AsyncGenerator<readonly Pool[]> {
  for await (const pools of windows)
    yield without === undefined
      ? pools
      : pools.map((pool) => ({
          ...pool,
          candidates: pool.candidates.filter(({ system }) => system !== without),
        }));
}
