import { StoreError } from '../../errors.ts';
import { lockHolder } from '../lock.ts';
import { openStore, type StageStore, type Store, type StoreOptions } from './index.ts';
import { listStore } from './logs.ts';

/** What joining did. */
export interface JoinReport {
  /** Answers copied. */
  readonly copied: number;
  /** Answers whose key was there already; the first one stays. */
  readonly known: number;
  /** Damaged places in the sources, left as they are. */
  readonly corrupt: number;
}

/** Answers on their way at once: enough to share an fsync, few enough to keep memory flat. */
const atOnce = 512;

const copyStage = async (
  source: StageStore,
  target: StageStore,
): Promise<{ copied: number; known: number }> => {
  const before = target.size;
  let seen = 0;
  let writes: Promise<void>[] = [];
  for await (const { key, value } of source.records()) {
    seen += 1;
    writes.push(target.put(key, value));
    if (writes.length < atOnce) continue;
    await Promise.all(writes);
    writes = [];
  }
  await Promise.all(writes);
  return { copied: target.size - before, known: seen - (target.size - before) };
};

const refuseWhileWritten = async (folder: string): Promise<void> => {
  const writer = await lockHolder(folder);
  if (writer === undefined) return;
  throw new StoreError(
    'store-locked',
    {
      where: folder,
      found: `process ${writer.pid} on ${writer.host} is writing to this store`,
      fix: 'Join it when it has ended.',
    },
    { data: { folder, pid: writer.pid, host: writer.host } },
  );
};

const copyStore = async (folder: string, target: Store, report: JoinReport): Promise<JoinReport> => {
  const source = await openStore(folder, { readOnly: true });
  try {
    let { copied, known, corrupt } = report;
    for (const { stage, fingerprint } of (await listStore(folder)).logs) {
      const from = await source.stage(stage, fingerprint);
      const done = await copyStage(from, await target.stage(stage, fingerprint));
      copied += done.copied;
      known += done.known;
      corrupt += from.stats.corrupt;
    }
    return { copied, known, corrupt };
  } finally {
    await source.close();
  }
};

/** Copies the answers of the stores in `sources`, in this order, into the one in `target`; sources stay as they are. */
export const joinStores = async (
  target: string,
  sources: readonly string[],
  options: Pick<StoreOptions, 'fsync'> = {},
): Promise<JoinReport> => {
  for (const source of sources) await refuseWhileWritten(source);
  const store = await openStore(target, options);
  try {
    let report: JoinReport = { copied: 0, known: 0, corrupt: 0 };
    for (const source of sources) report = await copyStore(source, store, report);
    return report;
  } finally {
    await store.close();
  }
};
