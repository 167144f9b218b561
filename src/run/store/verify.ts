import { relative } from 'node:path';
import { lockHolder } from '../lock.ts';
import type { ProcessIdentity } from '../processes.ts';
import { listStore } from './logs.ts';
import { openStage, type StageStats } from './stage-store.ts';

/** What one log holds. */
export type LogReport = Pick<StageStats, 'records' | 'bytes' | 'tornBytes' | 'corrupt' | 'duplicates'> & {
  /** Relative to the store's folder. */
  readonly path: string;
};

/** What a whole store holds. */
export interface StoreReport {
  readonly logs: readonly LogReport[];
  readonly total: Omit<LogReport, 'path'>;
  /** Damaged logs kept from earlier, relative paths. */
  readonly aside: readonly string[];
  readonly unknown: readonly string[];
  /** The process that is writing now: its last record may look torn. */
  readonly writer?: ProcessIdentity;
  /** Something is not as it was written: a damaged record or an unfinished end. */
  readonly damaged: boolean;
}

const none: StoreReport['total'] = { records: 0, bytes: 0, tornBytes: 0, corrupt: 0, duplicates: 0 };

const add = (a: StoreReport['total'], b: StoreReport['total']): StoreReport['total'] => ({
  records: a.records + b.records,
  bytes: a.bytes + b.bytes,
  tornBytes: a.tornBytes + b.tornBytes,
  corrupt: a.corrupt + b.corrupt,
  duplicates: a.duplicates + b.duplicates,
});

/** Reads every record of the store in `folder` and changes nothing. O(bytes), memory for one log's index. */
export const verifyStore = async (folder: string): Promise<StoreReport> => {
  const { logs: files, aside, unknown } = await listStore(folder);
  const logs: LogReport[] = [];
  for (const { path } of files) {
    const stage = await openStage(path, { fsync: 'every', readOnly: true, fresh: false });
    const { records, bytes, tornBytes, corrupt, duplicates } = stage.stats;
    logs.push({ path: relative(folder, path), records, bytes, tornBytes, corrupt, duplicates });
    await stage.close();
  }
  const total = logs.reduce(add, none);
  const writer = await lockHolder(folder);
  const damaged = total.corrupt > 0 || total.tornBytes > 0;
  return { logs, total, aside, unknown, ...(writer ? { writer } : {}), damaged };
};
