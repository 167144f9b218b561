/** Learns the second stage from `labelled`: skills, the ladder's choice, what it gains out of fold. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/index.ts';
import { groupDialogues } from '../dialogues/groups.ts';
import { ConfigError, firstFew } from '../errors.ts';
import type { LabelledPool } from '../evaluate/labelled-pool.ts';
import { learn } from '../evaluate/learn.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import type { Json } from '../types.ts';
import type { FillReport } from './fill.ts';
import { canonicalJson } from './keys.ts';
import { labelledPart, type OpenedPart, openPart } from './part.ts';
import { fillAll, poolsOf, survey } from './passes.ts';
import { type Progress, stage } from './progress.ts';
import type { Workspace } from './workspace.ts';

/** Folds and repeats of the cross-validation. */
const validation = { folds: 5, repeats: 3 } as const;

/** A second stage and where it comes from. */
export interface Learned {
  readonly secondStage: SecondStage;
  /** Whether this run trained it, rather than finding it. */
  readonly trained: boolean;
}

/** Trains, unless `found` knows a second stage of the same inputs. */
export const train = async (
  workspace: Workspace,
  found: (current: Pick<SecondStage, 'signature' | 'inputs'>) => Promise<SecondStage | undefined>,
): Promise<Learned> => {
  const { config, tables, progress } = workspace.options;
  const part = await openPart(workspace, labelledPart(config, tables));
  try {
    refuseStrangers(config, part);
    const current = { signature: part.scoring.signature, inputs: inputsOf(config, part) };
    const known = await found(current);
    if (known) return { secondStage: known, trained: false };
    tellFailures(await fillAll(workspace, part), progress);
    const pools = await labelAll(workspace, part);
    const { secondStage } = learn(
      {
        systems: part.systems.map(({ id }) => id),
        families: part.systems.map(({ family }) => family),
        pools,
      },
      {
        ...validation,
        ...current,
        seed: config.seed,
        threshold: config.mbr.votes.cluster_threshold,
      },
    );
    return { secondStage, trained: true };
  } finally {
    await part.close();
  }
};

/** What failed here costs a system some of its evidence, and no dialogue its summary. */
const tellFailures = (fills: readonly FillReport[], progress: Progress): void => {
  const failed = fills.flatMap(({ quarantined }) => quarantined);
  const [first] = failed;
  if (first === undefined) return;
  const systems = [...new Set(failed.flatMap(({ system }) => system ?? []))];
  progress.note(
    `${failed.length} answers on labelled dialogues failed (${firstFew(systems)}: ${first.reason}). Learned without them; hapui train asks for them again.`,
  );
};

/** A pool’s systems are known only once it is open. What is learned of others would say nothing of the run’s own. */
export const refuseStrangers = (config: Config, { inputs, systems }: OpenedPart): void => {
  const ids = config.systems.map(({ id }) => id);
  const [known, strange] = [true, false].map((isKnown) =>
    systems.filter(({ id }) => ids.includes(id) === isKnown).map(({ id }) => id),
  ) as [string[], string[]];
  if (ids.length === 0 || strange.length === 0) return;
  throw new ConfigError('config-unknown-name', {
    where: 'labelled.dataset',
    found: `systems of ${inputs.dataset.label} that the run does not have (${firstFew(strange)})`,
    expected: `systems of the run (${firstFew(ids)})`,
    fix:
      known.length > 0
        ? `Narrow it: labelled.dataset: { path: …, systems: [${known.join(', ')}] }.`
        : 'Give the run’s own systems the same ids, or leave `labelled` out.',
  });
};

/** Everything that decides what is learned: files by hash, options by their text. */
const inputsOf = (config: Config, { inputs, systems }: OpenedPart): Record<string, string> => ({
  dataset: inputs.dataset.sha256,
  ...Object.fromEntries(
    systems.map(({ id, file, stored }) => [
      `system:${id}`,
      file?.sha256 ?? sha256(stored?.generator.identity ?? ''),
    ]),
  ),
  options: sha256(
    canonicalJson({
      gates: config.gates,
      clean: config.clean,
      output_clean: config.output.clean,
      mbr: config.mbr,
      families: systems.map(({ id, family }) => [id, family ?? null]),
      seed: config.seed,
      ...validation,
    } as unknown as Json),
  ),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every labelled dialogue, judged against its references. */
const labelAll = async (workspace: Workspace, part: OpenedPart): Promise<LabelledPool[]> => {
  const { config, progress } = workspace.options;
  const statistics = await survey(workspace, part);
  const groups = await groupDialogues(part.inputs.dataset);
  const labelled: LabelledPool[] = [];
  await stage(progress, 'label', part.selection.size, async () => {
    const windows = part.scoring.forEachWindow(poolsOf(workspace, part), (threads, messages) =>
      threads.run('label', {
        gates: config.gates,
        statistics: statistics.gates,
        messages,
        groups: messages.map(({ pool }) => groups[pool.dialogue.index]!),
      }),
    );
    for await (const window of windows) {
      labelled.push(...window);
      progress.advance(window.length);
    }
  });
  return labelled;
};
