/** `hapui models setup-cuda`: has ONNX Runtime's own installer fetch its CUDA libraries, then tries them. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ConfigError } from '../errors.ts';
import { probeDevice } from '../models/device.ts';
import type { Io } from './io.ts';

/** Runs the command; resolves to its exit code. Throws `missing-dependency` where the libraries cannot be had or used. */
export const modelsSetupCuda = async (_args: Readonly<Record<string, never>>, io: Io): Promise<number> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw failure(
      `no CUDA libraries of ONNX Runtime for ${process.platform} ${process.arch}`,
      'Linux on x64',
    );
  io.err('fetching the CUDA libraries of ONNX Runtime (about 300 MB)\n');
  const status = await runInstaller(io);
  if (status !== 0) throw failure(`the installer of onnxruntime-node ended with ${status}`, 'a network');
  const { used, why } = await probeDevice('cuda');
  if (used === 'none') throw failure(why, 'an NVIDIA driver, CUDA 12 and cuDNN 9 on this machine');
  io.out(`CUDA is ready: ${used}\n`);
  return 0;
};

const runInstaller = (io: Io): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const script = createRequire(import.meta.url).resolve('onnxruntime-node/script/install.js');
    const installer = spawn(process.execPath, [script], {
      env: { ...io.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [installer.stdout, installer.stderr])
      stream.on('data', (chunk: Buffer) => io.err(chunk.toString('utf8')));
    installer.on('error', reject);
    installer.on('close', resolve);
  });

const failure = (found: string, expected: string): ConfigError =>
  new ConfigError('missing-dependency', {
    where: 'hapui models setup-cuda',
    found,
    expected,
    fix: 'Use "device: cpu", or name a runtime package with CUDA inside by "runtime:" (docs/models.md).',
  });
