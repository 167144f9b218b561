/** The main job: from a checked config to the files of a run. One dialogue's way is told in ARCHITECTURE.md. */
import { dirname, resolve } from 'node:path';
import type { Config, Env, Tables } from '../config/index.ts';
import { HapuiError } from '../errors.ts';
import { createMainHost } from '../workers/host.ts';
import type { HostOptions } from '../workers/host-base.ts';
import { decideAll } from './decide.ts';
import { createSpool, openOutputFolder } from './files.ts';
import { type FillReport, fillStore, type Quarantined } from './fill.ts';
import { type Inputs, openInputs } from './inputs.ts';
import { type Manifest, manifestOf, type StageTimes } from './manifest.ts';
import { openOutputs } from './outputs.ts';
import { type Learned, planDecisions } from './plan.ts';
import { readPools } from './pools.ts';
import { type Progress, stage } from './progress.ts';
import { defaultWorkers, openScoring, type Scoring } from './scoring.ts';
import { type RunStatistics, statisticsOf, surveyPools } from './statistics.ts';
import type { StopSignal } from './stop.ts';
import { openStore, type Store } from './store/index.ts';
import { isRead, openSystems, type RunSystem } from './systems.ts';
import type { Tally } from './tally.ts';
import { type Selection, type SelectionOptions, selectDialogues } from './windows.ts';

export interface RunOptions extends SelectionOptions {
  readonly config: Config;
  readonly tables: Tables;
  readonly cwd: string;
  readonly env: Env;
  readonly workers?: number | undefined;
  /** Ignore stored answers. */
  readonly fresh?: boolean | undefined;
  /** Look only: neither lock nor store anything, for plans. */
  readonly readOnly?: boolean | undefined;
  readonly allowCommands: boolean;
  readonly stop: StopSignal;
  readonly progress: Progress;
  /** Wall clock in milliseconds, for the manifest. */
  readonly now: () => number;
  /** What `labelled` taught. */
  readonly learned?: Learned | undefined;
}

/** A run that came to its end. */
export interface RunResult {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tally: Tally;
  readonly statistics: RunStatistics;
  readonly quarantined: readonly Quarantined[];
  readonly formulaCells: number;
}

/** Everything a run holds open. */
export interface Opened {
  readonly store: Store;
  readonly inputs: Inputs;
  readonly systems: readonly RunSystem[];
  readonly selection: Selection;
  readonly scoring: Scoring;
}

/** Opens what a run reads and works with, does `work`, and closes all of it whatever happens. */
export const withOpened = async <T>(
  options: RunOptions,
  work: (opened: Opened) => Promise<T>,
): Promise<T> => {
  const closers: (() => Promise<unknown>)[] = [];
  const closing = <R extends { close(): Promise<unknown> }>(resource: R): R => {
    closers.push(() => resource.close());
    return resource;
  };
  try {
    const { config, tables, cwd, env, stop } = options;
    const hostOptions: HostOptions = { folder: config.folder, allowCommands: options.allowCommands };
    const host = createMainHost(hostOptions);
    const plugins = config.plugins.map((path) => resolve(config.folder, path));
    const store = closing(
      await openStore(resolve(dirname(config.run_folder), '.store'), {
        fsync: config.fsync,
        fresh: options.fresh ?? false,
        readOnly: options.readOnly ?? false,
      }),
    );
    if (store.takenOver)
      options.progress.note('The lock of a run that ended without saying goodbye was removed.');
    const spool = closing(createSpool());
    const inputs = closing(
      await openInputs(
        {
          folder: config.folder,
          cwd,
          env,
          dataset: config.dataset,
          systems: config.systems.filter((system) => isRead(system, tables)),
          pool: config.systems.length === 0,
        },
        spool,
      ),
    );
    const selection = selectDialogues(inputs.dataset, options);
    const workers = options.workers ?? defaultWorkers();
    const world = { config, tables, host, hostOptions, env, plugins, workers };
    const { systems } = closing(await openSystems(config, inputs, world, store));
    const ids = systems.map(({ id }) => id);
    const scoring = closing(
      await openScoring({
        config,
        tables,
        host,
        hostOptions,
        plugins,
        systems: ids,
        workers,
        store,
        keep: !options.readOnly,
      }),
    );
    refuseStopped(stop);
    return await work({ store, inputs, systems, selection, scoring });
  } finally {
    for (const close of closers.reverse()) await close();
  }
};

/** Runs the main job. Throws `stopped` where the run was asked to end before all answers were there. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const { config } = options;
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: inputFiles(config) });
  const folder = await root.folder(config.name);
  return withOpened(options, async (opened) => {
    const clock = createClock(options.now);
    const fills = await fillAll(opened, options);
    clock.mark('generate');
    const statistics = await survey(opened, options);
    clock.mark('survey');
    const outputs = await openOutputs(folder, config.output.summaries);
    try {
      const tally = await decide(opened, options, statistics, outputs);
      clock.mark('decide');
      const quarantined = fills.flatMap((fill) => fill.quarantined);
      const files = await outputs.commit(quarantined);
      const manifest = manifestOf({ options, opened, statistics, tally, fills, files, times: clock.times() });
      await folder.write('run.json', `${JSON.stringify(manifest, null, 2)}\n`);
      const { formulaCells } = outputs;
      return { folder: folder.path, manifest, tally, statistics, quarantined, formulaCells };
    } catch (error) {
      await outputs.abort();
      throw error;
    }
  });
};

/** Files that the config names: outputs must not replace them. */
export const inputFiles = (config: Config): string[] =>
  [config.dataset?.path, ...config.systems.map(({ options }) => options.path)]
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(config.folder, path));

/** Systems generate side by side: each waits for its own model or provider. */
export const fillAll = async (
  { inputs, systems, selection }: Opened,
  { config, progress, stop }: RunOptions,
): Promise<FillReport[]> => {
  const generating = systems.flatMap(({ stored }) => (stored ? [stored] : []));
  if (generating.length === 0) return [];
  const total = generating.length * selection.size;
  const fills = await stage(progress, 'generate', total, () =>
    Promise.all(
      generating.map(({ generator, stage: answers }) =>
        fillStore(generator, {
          dataset: inputs.dataset,
          selection,
          stage: answers,
          seed: config.seed,
          itemMs: config.deadlines.item_seconds * 1000,
          stop,
          onAnswers: (count) => progress.advance(count),
        }),
      ),
    ),
  );
  refuseStopped(stop);
  return fills;
};

/** First pass. */
export const survey = async (opened: Opened, options: RunOptions): Promise<RunStatistics> => {
  const { scoring, selection, systems } = opened;
  const sums = await stage(options.progress, 'compare', selection.size, () =>
    surveyPools(poolsOf(opened, options), scoring, (count) => options.progress.advance(count)),
  );
  return statisticsOf(sums, systems, options.config);
};

const decide = (
  opened: Opened,
  options: RunOptions,
  statistics: RunStatistics,
  outputs: Parameters<typeof decideAll>[0]['outputs'],
): Promise<Tally> => {
  const { scoring, selection } = opened;
  const plan = planDecisions(options.config, scoring.setup.systems, statistics, options.learned);
  return stage(options.progress, 'decide', selection.size, () =>
    decideAll({
      pools: poolsOf(opened, options),
      scoring,
      plan,
      outputs,
      dialogues: selection.size,
      onPools: (count) => options.progress.advance(count),
    }),
  );
};

/** The selected pools, until the run is asked to stop. */
export async function* poolsOf({ inputs, systems, selection }: Opened, { stop }: RunOptions) {
  const sources = systems.map((system) => system.source());
  for await (const pools of readPools(inputs.dataset, selection, sources)) {
    refuseStopped(stop);
    yield pools;
  }
}

const refuseStopped = (stop: StopSignal): void => {
  if (!stop.isDraining()) return;
  throw new HapuiError('stopped', {
    found: `the run ended early: ${stop.reason()}`,
    fix: 'Run the same command again to continue; nothing that was stored is asked for again.',
  });
};

const createClock = (now: () => number) => {
  const times: Record<string, number> = {};
  let last = now();
  return {
    mark: (name: string): void => {
      const moment = now();
      times[name] = (moment - last) / 1000;
      last = moment;
    },
    times: (): StageTimes => times,
  };
};
