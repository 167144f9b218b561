/** Small file systems of their own, for full disks and read-only folders: root ignores permissions, mounts it cannot. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly path: string;
  /** Changes mount options, e.g. `ro`. */
  remount(options: string): void;
  unmount(): void;
}

const mount = (...args: string[]): void => {
  execFileSync('mount', args, { stdio: 'pipe' });
};

const mountAt = (path: string, options: string): SmallDisk => {
  mount('-t', 'tmpfs', '-o', options, 'tmpfs', path);
  return {
    path,
    remount: (changed) => mount('-o', `remount,${changed}`, path),
    unmount: () => {
      execFileSync('umount', ['-l', path], { stdio: 'pipe' });
      rmdirSync(path);
    },
  };
};

const tryMount = (): string | false => {
  if (process.platform !== 'linux') return 'tmpfs mounts exist on Linux only';
  const path = mkdtempSync(join(tmpdir(), 'hapui-disk-'));
  try {
    mountAt(path, 'size=64k').unmount();
    return false;
  } catch {
    rmdirSync(path);
    return 'mounting a tmpfs needs the right to mount';
  }
};

/** Why no small disk can be mounted here, or false: for tap's `skip`. */
export const cannotMount: string | false = tryMount();

/** Mounts a tmpfs (`size=256k`) until the test ends. */
export const mountSmall = (t: { teardown(work: () => void): unknown }, options: string): SmallDisk => {
  const disk = mountAt(mkdtempSync(join(tmpdir(), 'hapui-disk-')), options);
  t.teardown(() => disk.unmount());
  return disk;
};
