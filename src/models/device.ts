/**
 * Which device models run on: what was asked for, what is used, and why. The answer comes from running something, not from
 * looking for files. Also the device part of `hapui doctor`.
 */
import { ConfigError, HapuiError } from '../errors.ts';
import { defaultRuntime, loadRuntime, openSession, type Provider, type Runtime, reasonOf } from './onnx.ts';
import { scoreGraph } from './score-graph.ts';

/** For `run.json` and `doctor`. */
export interface DeviceReport {
  /** As the config has it: `auto`, `cpu`, `cuda`, `cuda:1`. */
  readonly requested: string;
  /** `cpu` or `cuda:0`: where most nodes of the profiled batch ran. */
  readonly used: string;
  readonly why: string;
}

/** A device that passed a trial run. */
export interface ChosenDevice {
  readonly requested: string;
  readonly providers: readonly Provider[];
  readonly why: string;
}

/** What `device` may be in a config. */
export const devicePattern = /^(auto|cpu|cuda(:\d+)?)$/;

const cpu: readonly Provider[] = ['cpu'];

/**
 * Tries the requested device with a tiny graph. `auto` goes on with the CPU where CUDA cannot be used, and keeps the reason;
 * `cuda` throws `missing-dependency` with what to install.
 */
export const chooseDevice = async (runtime: Runtime, requested: string): Promise<ChosenDevice> => {
  if (requested === 'cpu') return { requested, providers: cpu, why: 'as configured' };
  const deviceId = Number(requested.split(':')[1] ?? 0);
  const providers: readonly Provider[] = [{ name: 'cuda', deviceId }, 'cpu'];
  const failure = await trial(runtime, providers);
  if (failure === undefined) return { requested, providers, why: 'a trial run on CUDA succeeded' };
  if (requested === 'auto') return { requested, providers: cpu, why: `CUDA cannot be used: ${failure}` };
  throw new ConfigError(
    'missing-dependency',
    {
      where: `device: ${requested}`,
      found: `CUDA cannot be used: ${failure}`,
      expected: 'an NVIDIA driver, CUDA 12, cuDNN 9 and the CUDA libraries of ONNX Runtime',
      fix: 'Run "hapui models setup-cuda", name another package with "runtime:", or set "device: auto".',
    },
    { data: { requested } },
  );
};

/** What is known after a first batch; `ranOn` counts its nodes by provider and is empty where only the CPU was asked. */
export const deviceReport = (
  { requested, providers, why }: ChosenDevice,
  ranOn: Readonly<Record<string, number>>,
): DeviceReport => {
  const gpu = providers.find((provider) => provider !== 'cpu');
  if (gpu === undefined) return { requested, used: 'cpu', why };
  const onGpu = ranOn.CUDAExecutionProvider ?? 0;
  const all = Object.values(ranOn).reduce((sum, count) => sum + count, 0);
  const used = onGpu > all / 2 ? `cuda:${gpu.deviceId}` : 'cpu';
  return { requested, used, why: `CUDA ran ${onGpu} of ${all} nodes of the first batch` };
};

/** What a request for a device comes to on this machine; for `doctor`, which reports a failure rather than stopping. */
export const probeDevice = async (
  requested = 'auto',
  runtimeName = defaultRuntime,
): Promise<DeviceReport> => {
  try {
    const chosen = await chooseDevice(await loadRuntime(runtimeName), requested);
    return deviceReport(chosen, chosen.providers === cpu ? {} : { CUDAExecutionProvider: 1 });
  } catch (error) {
    if (!(error instanceof HapuiError)) throw error;
    return { requested, used: 'none', why: error.message };
  }
};

/** Runs a tiny graph; the reason why it failed, if it did. */
const trial = async (runtime: Runtime, providers: readonly Provider[]): Promise<string | undefined> => {
  try {
    const model = scoreGraph({ models: 1, type: 'float32', output: 'log-probabilities' });
    const opened = await openSession(runtime, model, { providers, threads: 1, profiled: true });
    await opened.session.run({ 'logits.0': new runtime.Tensor('float32', new Float32Array(2), [1, 2]) });
    const ranOn = await opened.ranOn();
    await opened.session.release();
    return ranOn.CUDAExecutionProvider === undefined ? 'the trial ran on the CPU' : undefined;
  } catch (error) {
    return reasonOf(error instanceof HapuiError ? error.cause : error);
  }
};
