/**
 * One writer a folder. Who wants to write puts down a file that names its process, under a name that no other claim ever
 * has, then looks around and withdraws where another running process has one too. A claim is whole when it appears
 * (link) and is removed by its own process only, or by anybody once that is dead; so of two claims the later one always
 * sees the earlier, and there is no moment with two writers. A single lock file that is replaced when stale would be a
 * race, in which the slow remove the lock of the quick.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../errors.ts';
import { openTemporary, removeTemporary } from './files/atomic.ts';
import { systemCode, writing } from './files/failures.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './processes.ts';

/** The process that a lock file names; `unknown` where damage made it unreadable. */
export type Holder = ProcessIdentity | 'unknown';

/** A lock that is held. */
export interface Lock {
  /** The dead process whose lock was found and removed. */
  readonly takenOver?: Holder;
  release(): Promise<void>;
}

interface Claim {
  readonly path: string;
  readonly holder: Holder;
}

const claimName = /^lock\.[0-9a-f]{16}$/;

/** Whether a name in a store's folder belongs to the lock. */
export const isLockFile = (name: string): boolean =>
  claimName.test(name) || /^\.lock\.\d+-\d+\.tmp$/.test(name);

const identitySchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  bootId: z.string(),
  started: z.string(),
});

const parseHolder = (text: string): Holder => {
  try {
    const parsed = identitySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'unknown';
  } catch {
    return 'unknown';
  }
};

const readUnlessGone = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** All claims in the folder but our own, whether their processes run or not. */
const claimsIn = async (folder: string, own?: string): Promise<readonly Claim[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => claimName.test(name)).sort();
  const claims: Claim[] = [];
  for (const path of names.map((name) => join(folder, name))) {
    const text = path === own ? undefined : await readUnlessGone(path);
    if (text !== undefined) claims.push({ path, holder: parseHolder(text) });
  }
  return claims;
};

const isLive = (claim: Claim): claim is Claim & { readonly holder: ProcessIdentity } =>
  claim.holder !== 'unknown' && isRunning(claim.holder);

/** Writes who we are, whole and durable, under a name that is no claim yet. */
const writeDraft = async (folder: string): Promise<string> => {
  const { handle, temporary } = await openTemporary(join(folder, 'lock'));
  try {
    await handle.writeFile(`${JSON.stringify(thisProcess())}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
};

/** A path for a claim that no other process, earlier start of the machine or earlier claim of ours has had. */
const claimPath = (folder: string, draft: string): string => {
  const unique = JSON.stringify([thisProcess(), performance.timeOrigin, basename(draft)]);
  return join(folder, `lock.${createHash('sha256').update(unique).digest('hex').slice(0, 16)}`);
};

const publish = async (draft: string, path: string): Promise<void> => {
  try {
    await link(draft, path);
  } catch {
    // No hard links on this file system; a copy's content comes a moment after its name.
    await copyFile(draft, path, constants.COPYFILE_EXCL);
  }
};

const locked = (folder: string, { path, holder }: Claim & { readonly holder: ProcessIdentity }): StoreError =>
  new StoreError(
    'store-locked',
    {
      where: folder,
      found: `process ${holder.pid} on ${holder.host} is writing to this store`,
      fix:
        holder.host === thisProcess().host
          ? 'Wait until it has ended, or use another output folder.'
          : `If it is gone, remove ${path}.`,
    },
    { data: { folder, pid: holder.pid, host: holder.host } },
  );

/**
 * Publishes the claim as soon as no other live one is there; returns the dead ones. Two that meet both withdraw and look
 * again: they cannot both find the other then, since each looks after having withdrawn.
 */
const contend = async (folder: string, draft: string, path: string): Promise<readonly Claim[]> => {
  for (;;) {
    const before = (await claimsIn(folder)).find(isLive);
    if (before) throw locked(folder, before);
    await publish(draft, path);
    const others = await claimsIn(folder, path);
    if (!others.some(isLive)) return others;
    await unlink(path);
  }
};

/** Takes the lock of `folder` or throws `store-locked`, naming the process that has it. */
export const acquireLock = (folder: string): Promise<Lock> =>
  writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    const draft = await writeDraft(folder);
    const path = claimPath(folder, draft);
    try {
      const dead = await contend(folder, draft, path);
      for (const claim of dead) await unlink(claim.path).catch(() => {});
      const takenOver = dead[0]?.holder;
      return {
        ...(takenOver === undefined ? {} : { takenOver }),
        release: () => unlink(path).catch(() => {}),
      };
    } finally {
      await removeTemporary(draft);
    }
  });

/** The running process that has the lock of `folder`, if any. */
export const lockHolder = async (folder: string): Promise<ProcessIdentity | undefined> =>
  (await claimsIn(folder)).find(isLive)?.holder;
