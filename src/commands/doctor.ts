/** `hapui doctor`: what this machine can do. It reports what is missing rather than stopping. */
import { availableParallelism, homedir, totalmem } from 'node:os';
import { HapuiError } from '../errors.ts';
import { type DeviceReport, probeDevice } from '../models/device.ts';
import { findKiwi } from '../models/kiwi.ts';
import { hapuiVersion } from '../run/version.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';

export interface DoctorArguments {
  readonly device?: string | undefined;
  readonly json?: boolean | undefined;
}

interface Diagnosis {
  readonly hapui: string;
  readonly node: string;
  readonly cores: number;
  readonly memory_gib: number;
  /** Folder of the model of `morpheme`, or why it cannot be used. */
  readonly kiwi: { readonly ready: boolean; readonly detail: string };
  readonly device: DeviceReport;
}

/** Prints the versions, the cores, the Kiwi model and the device that models would run on, and why. */
export const doctorCommand = async ({ device, json }: DoctorArguments, io: Io): Promise<number> => {
  const found: Diagnosis = {
    hapui: hapuiVersion,
    node: process.versions.node,
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    kiwi: await kiwiState(io),
    device: await probeDevice(device),
  };
  io.out(json ? `${JSON.stringify(found)}\n` : printable(text(found)));
  return 0;
};

const kiwiState = async (io: Io): Promise<Diagnosis['kiwi']> => {
  try {
    return { ready: true, detail: await findKiwi(io.env, homedir()) };
  } catch (error) {
    if (!(error instanceof HapuiError)) throw error;
    return { ready: false, detail: error.message };
  }
};

const text = ({ hapui, node, cores, memory_gib, kiwi, device }: Diagnosis): string =>
  [
    `hapui ${hapui}, Node ${node}, ${cores} cores, ${memory_gib} GiB of memory`,
    `morpheme   ${kiwi.ready ? 'ready' : 'not ready'}: ${kiwi.detail}`,
    `device     ${device.requested} → ${device.used}: ${device.why}`,
    '',
  ].join('\n');
