// The line that says where a number was measured.
import { cpus, totalmem } from 'node:os';

/** Processor, cores, memory and Node version of this machine. */
export const machineLine = () => {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${gigabytes} GB, Node ${process.versions.node}`;
};
