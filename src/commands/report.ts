/** `hapui report RUN`: the page of a finished run, made anew. */
import { relative } from 'node:path';
import { openOutputFolder } from '../run/files.ts';
import { openFinishedRun } from '../run/finished.ts';
import { inputFiles } from '../run/pipeline.ts';
import { reportFile, withDataset, writeReport } from '../run/report.ts';
import { configOf } from '../run/verify.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';
import { hideSecretsOf } from './load.ts';

export interface ReportArguments {
  readonly run: string;
  readonly output?: string | undefined;
}

/** Writes `report.html` into the run's folder and prints where it is. */
export const reportCommand = async ({ run, output }: ReportArguments, io: Io): Promise<number> => {
  const finished = await openFinishedRun(run, io.cwd, output);
  const { manifest } = finished;
  const config = configOf(finished, io.cwd);
  hideSecretsOf(config, io);
  const folder = await openOutputFolder(finished.folder, { inputs: inputFiles(config) });
  const sha256 = datasetHash(manifest);
  const { bytes } = await withDataset({ config, sha256, cwd: io.cwd, env: io.env }, (texts) =>
    writeReport({ folder, manifest, texts }),
  );
  const path = relative(io.cwd, `${folder.path}/${reportFile}`);
  io.out(`${printable(path)} (${Math.ceil(bytes / 1024).toLocaleString('en')} KB)\n`);
  return 0;
};

const datasetHash = (manifest: { readonly [key: string]: unknown }): string | undefined =>
  (manifest.inputs as { dataset?: { sha256?: string } } | undefined)?.dataset?.sha256;
