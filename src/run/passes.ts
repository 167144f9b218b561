/** The passes over a part's dialogues: answers asked for, pools read, statistics gathered. */
import { type FillReport, fillStore, missingAnswers } from './fill.ts';
import type { OpenedPart } from './part.ts';
import { readPools } from './pools.ts';
import { stage } from './progress.ts';
import { type RunStatistics, statisticsOf, surveyPools } from './statistics.ts';
import { refuseStopped, settleAll, shareStop } from './stop.ts';
import type { Workspace } from './workspace.ts';

/** Systems generate side by side: each waits for its own model or provider. Where failures are known, none is asked. */
export const fillAll = async (
  { options: { config, progress, stop, failures }, redact, bills }: Workspace,
  { inputs, systems, selection }: OpenedPart,
): Promise<FillReport[]> => {
  const { dataset } = inputs;
  const { seed, deadlines } = config;
  const generating = systems.flatMap(({ stored }) => (stored ? [stored] : []));
  if (generating.length === 0) return [];
  const shared = shareStop(stop);
  const options = {
    dataset,
    selection,
    seed,
    itemMs: deadlines.item_seconds * 1000,
    startMs: deadlines.start_seconds * 1000,
    stop: shared,
    redact,
    isNew: bills.isNew,
    onAnswers: (count: number) => progress.advance(count),
    onNote: (text: string) => progress.note(text),
  };
  const fills = await stage(progress, 'generate', generating.length * selection.size, () =>
    settleAll(
      shared,
      generating.map(
        ({ generator, stage: answers }) =>
          () =>
            failures
              ? missingAnswers(generator, { ...options, stage: answers, failures })
              : fillStore(generator, { ...options, stage: answers }),
      ),
    ),
  );
  for (const [place, { generator }] of generating.entries())
    if (generator.definition.cost === 'paid') bills.add(generator.system.id, fills[place]!.report);
  refuseStopped(stop);
  return fills;
};

/** First pass. */
export const survey = async (workspace: Workspace, part: OpenedPart): Promise<RunStatistics> => {
  const { config, progress } = workspace.options;
  const sums = await stage(progress, 'compare', part.selection.size, () =>
    surveyPools(poolsOf(workspace, part), part.scoring, (count) => progress.advance(count)),
  );
  return statisticsOf(sums, part.systems, config);
};

/** The selected pools, until the run is asked to stop. */
export async function* poolsOf({ options: { stop } }: Workspace, { inputs, systems, selection }: OpenedPart) {
  const sources = systems.map((system) => system.source());
  for await (const pools of readPools(inputs.dataset, selection, sources)) {
    refuseStopped(stop);
    yield pools;
  }
}
