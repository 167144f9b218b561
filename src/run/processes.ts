/** Whether a process that left something behind still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './files/failures.ts';

/** What tells one process from every other, also after its pid was given to a new one. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes with every start of the machine; empty where the system has none. */
  readonly bootId: string;
  /** Start time in clock ticks since boot; empty where the system does not say. */
  readonly started: string;
}

const readOr = (path: string, fallback: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
};

/** Start time of a process, the 22nd field of its `stat`; fields are counted after the name, which may hold anything. */
export const startOf = (pid: number): string => {
  const stat = readOr(`/proc/${pid}/stat`, '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

/** This process. */
export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  bootId: readOr('/proc/sys/kernel/random/boot_id', '').trim(),
  started: startOf(process.pid),
});

/** Whether some process has this pid now, whoever owns it. */
export const hasPid = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** Whether that very process still runs; one on another host cannot be asked and counts as running. */
export const isRunning = (other: ProcessIdentity): boolean => {
  const own = thisProcess();
  if (other.host !== own.host) return true;
  if (other.bootId !== own.bootId) return false;
  return hasPid(other.pid) && startOf(other.pid) === other.started;
};
