/** The labelled dialogues of a config, opened for whoever learns from them. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/index.ts';
import { ConfigError, firstFew } from '../errors.ts';
import type { LearnOptions } from '../evaluate/learn.ts';
import type { Json } from '../types.ts';
import type { FillReport } from './fill.ts';
import { type FittedOn, readFittedOn, refuseStrayLists, withoutFitted } from './fitted-on.ts';
import { canonicalJson } from './keys.ts';
import { type LabelledSource, openLabelled } from './labelled.ts';
import { labelledPart, type OpenedPart, openPart } from './part.ts';
import { fillAll } from './passes.ts';
import type { Progress } from './progress.ts';
import type { Workspace } from './workspace.ts';

/** Folds and repeats of the cross-validation. */
const validation = { folds: 5, repeats: 3 } as const;

/** Open for the length of `work`. */
export interface LabelledPart {
  /** How the config learns; signature and hashes tell whether something learned earlier is of the same inputs. */
  readonly options: LearnOptions;
  readonly part: OpenedPart;
  /** Answers what is missing, then gives the labelled sets. */
  labelled(): Promise<LabelledSource>;
}

/** Opens the labelled part, without what a system wrote on dialogues that it was trained on, and closes it whatever happens. */
export const withLabelled = async <T>(
  workspace: Workspace,
  work: (opened: LabelledPart) => Promise<T>,
): Promise<T> => {
  const { config, tables, progress } = workspace.options;
  const fittedOn = await readFittedOn(config);
  const opened = await openPart(workspace, labelledPart(config, tables));
  const part = { ...opened, systems: opened.systems.map((system) => withoutFitted(system, fittedOn)) };
  try {
    refuseStrangers(config, part);
    refuseStrayLists(fittedOn, part.inputs.dataset);
    return await work({
      part,
      options: {
        ...validation,
        seed: config.seed,
        threshold: config.mbr.votes.cluster_threshold,
        signature: part.scoring.signature,
        inputs: inputsOf(config, part, fittedOn),
      },
      labelled: async () => {
        tellFailures(await fillAll(workspace, part), progress);
        return openLabelled(workspace, part);
      },
    });
  } finally {
    await opened.close();
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
const inputsOf = (
  config: Config,
  { inputs, systems, scorers }: OpenedPart,
  fittedOn: FittedOn,
): Record<string, string> => ({
  dataset: inputs.dataset.sha256,
  ...Object.fromEntries(
    systems.map(({ id, file, stored }) => [
      `system:${id}`,
      file?.sha256 ?? sha256(stored?.generator.identity ?? ''),
    ]),
  ),
  ...Object.fromEntries(
    scorers.map(({ id, parts }) => [`scorer:${id}`, sha256(canonicalJson({ ...parts }))]),
  ),
  options: sha256(
    canonicalJson({
      gates: config.gates,
      clean: config.clean,
      output_clean: config.output.clean,
      mbr: config.mbr,
      families: systems.map(({ id, family }) => [id, family ?? null]),
      fitted_on: [...fittedOn].map(([system, ids]) => [system, [...ids].sort()]),
      seed: config.seed,
      ...validation,
    } as unknown as Json),
  ),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
