/** A dataset with its systems, opened: the dialogues to decide, or the labelled ones to learn from. */
import type { Config, DatasetConfig, Tables } from '../config/index.ts';
import { type FileSystem, type Inputs, openInputs } from './inputs.ts';
import { openMerger, type RunningMerger } from './merger.ts';
import { gatherRefusals } from './refusals.ts';
import { openScorers, type RunningScorer } from './scorers.ts';
import { openScoring, type Scoring } from './scoring.ts';
import { refuseStopped } from './stop.ts';
import { inConfigOrder, isRead, openSystems, type RunSystem } from './systems.ts';
import { type Selection, type SelectionOptions, selectDialogues } from './windows.ts';
import type { Workspace } from './workspace.ts';

/** What to open. */
export interface PartSpec {
  readonly dataset: DatasetConfig | undefined;
  /** Systems whose candidates lie in files. */
  readonly read: readonly FileSystem[];
  /** Systems that generate their candidates. */
  readonly generating: Config['systems'];
  /** Whether the systems of a pool file take part. */
  readonly pool: boolean;
  readonly needs: readonly ('dialogue' | 'reference')[] | undefined;
  readonly selection: SelectionOptions;
}

/** An open part; whoever opened it closes it. */
export interface OpenedPart {
  readonly inputs: Inputs;
  readonly systems: readonly RunSystem[];
  readonly selection: Selection;
  readonly scoring: Scoring;
  /** The entries of `rerank`, in config order. */
  readonly scorers: readonly RunningScorer[];
  /** Of those mergers that have texts written. */
  readonly merger: RunningMerger | undefined;
  close(): Promise<void>;
}

/** The dialogues to decide. */
export const datasetPart = (config: Config, tables: Tables, selection: SelectionOptions = {}): PartSpec => ({
  dataset: config.dataset,
  read: config.systems.filter((system) => isRead(system, tables)),
  generating: config.systems.filter((system) => !isRead(system, tables)),
  pool: config.systems.length === 0,
  needs: undefined,
  selection,
});

/** Where all systems generate, nobody's candidates can lie in the dataset. */
const mayLieInPool = ({ systems }: Config, tables: Tables): boolean =>
  systems.length === 0 || systems.some((system) => isRead(system, tables));

/** The labelled dialogues with the same systems: files by what `labelled.systems` names, generators as they are. */
export const labelledPart = (config: Config, tables: Tables): PartSpec => {
  const { dataset, systems } = config.labelled!;
  const read = systems.map(({ system, options }): FileSystem => {
    const own = config.systems.find(({ id }) => id === system);
    return { id: system, family: own?.family, prior: own?.prior, options };
  });
  return {
    dataset,
    read,
    generating: config.systems.filter((system) => !isRead(system, tables)),
    pool: read.length === 0 && mayLieInPool(config, tables),
    needs: ['reference'],
    selection: {},
  };
};

/** Opens what a part reads. */
export const openPartInputs = (
  { options: { config, cwd, env }, spool }: Workspace,
  { dataset, read, pool, needs }: PartSpec,
): Promise<Inputs> =>
  openInputs({ folder: config.folder, cwd, env, dataset, systems: read, pool, needs }, spool);

/** Opens a part: files are surveyed, generators and threads start. Whatever models, programs or prompts lack is told at once. */
export const openPart = async (workspace: Workspace, spec: PartSpec): Promise<OpenedPart> => {
  const { options, store, host, hostOptions, plugins, workers, budget } = workspace;
  const { config, tables, env } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const closing = <R extends { close(): Promise<unknown> }>(resource: R): R => {
    closers.push(() => resource.close());
    return resource;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const inputs = closing(await openPartInputs(workspace, spec));
    const selection = selectDialogues(inputs.dataset, spec.selection);
    const world = { config, tables, host, hostOptions, env, plugins, workers, purse: budget };
    const ids = inConfigOrder([...inputs.systems, ...spec.generating], config).map(({ id }) => id);
    const keep = !options.readOnly;
    const refusals = gatherRefusals(config.file);
    const systems = await refusals.attempt(async () =>
      closing(await openSystems(spec.generating, inputs, world, store)),
    );
    const scoring = await refusals.attempt(async () =>
      closing(
        await openScoring({
          config,
          tables,
          host,
          hostOptions,
          plugins,
          systems: ids,
          workers,
          store,
          keep,
          stop: options.stop,
        }),
      ),
    );
    const scorers = await refusals.attempt(async () => closing(await openScorers(world, store)));
    const merger = await refusals.attempt(() => openMerger(world, store));
    refusals.throwIfAny();
    refuseStopped(options.stop);
    return {
      inputs,
      systems: systems().systems,
      selection,
      scoring: scoring(),
      scorers: scorers().scorers,
      merger: merger(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
