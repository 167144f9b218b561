/**
 * The store: every slow or paid answer, appended the moment it arrives, keyed by its content. It is the only truth; all
 * other files of a run are derived from it. Layout: `<folder>/<stage>/<fingerprint>.log`, one process writes.
 */
import { join } from 'node:path';
import { type OutputFolder, openOutputFolder } from '../files/folder.ts';
import { acquireLock, type Holder, type Lock } from '../lock.ts';
import type { Fsync } from './append.ts';
import { openStage, type StageStore } from './stage-store.ts';

export type { Fsync } from './append.ts';
export type { StageStats, StageStore, StoredAnswer } from './stage-store.ts';

export interface StoreOptions {
  /** When an answer counts as stored; default `every`. */
  readonly fsync?: Fsync;
  /** Neither lock nor write: damage is stepped over and left as it is. Default false. */
  readonly readOnly?: boolean;
  /** Ignore what is stored, for `--fresh`: new answers take its place. Default false. */
  readonly fresh?: boolean;
}

/** An open store. */
export interface Store {
  /** The dead process whose lock was found: its run ended without saying goodbye. */
  readonly takenOver?: Holder;
  /** The answers of one stage (`generate-chat`) under one fingerprint (see `keys.ts`); opened once, then the same. */
  stage(name: string, fingerprint: string): Promise<StageStore>;
  /** Resolves when everything stored so far is on the disk. */
  flush(): Promise<void>;
  /** Flushes, closes the files and gives the lock back. */
  close(): Promise<void>;
}

const plain = /^[a-z0-9][a-z0-9_-]*$/;

/** Where a log is: stage and fingerprint to a path, the folder made if needed. */
type Place = (stage: string, file: string) => Promise<string>;

const checkName = (name: string): void => {
  if (!plain.test(name)) throw new RangeError(`${JSON.stringify(name)} cannot name a part of the store`);
};

class LogStore implements Store {
  readonly takenOver?: Holder;
  readonly #place: Place;
  readonly #options: Required<StoreOptions>;
  readonly #lock: Lock | undefined;
  readonly #stages = new Map<string, Promise<StageStore>>();

  constructor(place: Place, options: Required<StoreOptions>, lock?: Lock) {
    this.#place = place;
    this.#options = options;
    this.#lock = lock;
    if (lock?.takenOver !== undefined) this.takenOver = lock.takenOver;
  }

  stage(name: string, fingerprint: string): Promise<StageStore> {
    checkName(name);
    checkName(fingerprint);
    const id = `${name}/${fingerprint}`;
    const known = this.#stages.get(id);
    if (known) return known;
    const path = this.#place(name, `${fingerprint}.log`);
    const opening = path.then((place) => openStage(place, this.#options));
    this.#stages.set(id, opening);
    return opening;
  }

  async flush(): Promise<void> {
    await this.#forAll((stage) => stage.flush());
  }

  async close(): Promise<void> {
    try {
      await this.#forAll((stage) => stage.close());
    } finally {
      await this.#lock?.release();
    }
  }

  /** Does the same to every stage that could be opened, to all of them even where one fails. */
  async #forAll(work: (stage: StageStore) => Promise<void>): Promise<void> {
    const opened = await Promise.allSettled(this.#stages.values());
    const stages = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const done = await Promise.allSettled(stages.map(work));
    const failed = done.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

const openToWrite = async (folder: string, options: Required<StoreOptions>): Promise<Store> => {
  const output: OutputFolder = await openOutputFolder(folder);
  const lock = await acquireLock(output.path);
  const place = async (stage: string, file: string): Promise<string> =>
    (await output.folder(stage)).place(file);
  return new LogStore(place, options, lock);
};

/** Opens the store in `folder`; throws `store-locked` where another process writes to it. */
export const openStore = async (folder: string, options: StoreOptions = {}): Promise<Store> => {
  const resolved = { fsync: 'every', readOnly: false, fresh: false, ...options } as const;
  if (!resolved.readOnly) return openToWrite(folder, resolved);
  return new LogStore(async (stage, file) => join(folder, stage, file), resolved);
};
