/** What all parts of a run share: options, the store and its lock, scratch files, ways to files and programs. */
import {
  type Config,
  type Env,
  resolvePath,
  resolveVariables,
  secretsOf,
  type Tables,
} from '../config/index.ts';
import type { Host } from '../registry.ts';
import { createRedactor } from '../text/redact.ts';
import { createMainHost } from '../workers/host.ts';
import type { HostOptions } from '../workers/host-base.ts';
import { type Budget, createBudget, refuseUnpriced, stopWithBudget } from './budget.ts';
import { type Bills, createBills } from './costs.ts';
import { createSpool, type Spool } from './files.ts';
import type { Progress } from './progress.ts';
import type { KnownFailures } from './quarantine.ts';
import { defaultWorkers } from './scoring.ts';
import { storeFolder } from './shards.ts';
import type { StopSignal } from './stop.ts';
import { openStore, type Store } from './store/index.ts';
import type { SelectionOptions } from './windows.ts';

export interface RunOptions extends SelectionOptions {
  readonly config: Config;
  readonly tables: Tables;
  readonly cwd: string;
  readonly env: Env;
  readonly workers?: number | undefined;
  /** USD that paid systems may cost in this run. */
  readonly budget?: number | undefined;
  /** Ignore stored answers. */
  readonly fresh?: boolean | undefined;
  /** Look only: neither lock nor store anything, for plans and checks. */
  readonly readOnly?: boolean | undefined;
  /** Ask for no answer: what the store lacks has failed, as told here. */
  readonly failures?: KnownFailures | undefined;
  readonly allowCommands: boolean;
  readonly stop: StopSignal;
  readonly progress: Progress;
  /** Wall clock in milliseconds, for the manifest. */
  readonly now: () => number;
}

/** Open for the length of a command. */
export interface Workspace {
  readonly options: RunOptions;
  readonly store: Store;
  readonly spool: Spool;
  readonly host: Host;
  readonly hostOptions: HostOptions;
  /** Absolute paths of plugin modules. */
  readonly plugins: readonly string[];
  readonly workers: number;
  /** What may be paid, by all parts of the run together; undefined where there is no limit. */
  readonly budget: Budget | undefined;
  /** What was paid, by all parts of the run together. */
  readonly bills: Bills;
  /** Takes the secrets of the config and the environment out of a text. */
  readonly redact: (text: string) => string;
}

/** Opens the store, does `work`, and closes whatever happens. Throws `store-locked` where another process writes. */
export const withWorkspace = async <T>(
  options: RunOptions,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> => {
  const { config, progress } = options;
  if (options.budget !== undefined) refuseUnpriced(config, options.tables, options.env);
  const budget = options.budget === undefined ? undefined : createBudget(options.budget);
  const store = await openStore(storeFolder(config.run_folder, options.shard), {
    fsync: config.fsync,
    fresh: options.fresh ?? false,
    readOnly: options.readOnly ?? false,
  });
  const spool = createSpool();
  try {
    if (store.takenOver)
      progress.note('The lock of a process that ended without giving it back was taken over.');
    const hostOptions = {
      folder: config.folder,
      allowCommands: options.allowCommands,
      allowDownload: config.allow_download,
      labelled: config.labelled && resolveVariables(config.labelled.dataset, options.env),
      itemMs: config.deadlines.item_seconds * 1000,
    };
    return await work({
      options: { ...options, stop: stopWithBudget(options.stop, budget) },
      store,
      spool,
      host: createMainHost(hostOptions),
      hostOptions,
      plugins: config.plugins.map((path) => resolvePath(config, path, options.env)),
      workers: options.workers ?? defaultWorkers(),
      budget,
      bills: createBills(),
      redact: createRedactor(secretsOf(config, options.env)),
    });
  } finally {
    await spool.close();
    await store.close();
  }
};
