/** `hapui store verify [folder]`: reads every stored answer and says whether all are as they were written. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ConfigError, exitCodes } from '../errors.ts';
import { type LogReport, type StoreReport, verifyStore } from '../run/store/verify.ts';
import type { Io } from './io.ts';

export interface StoreVerifyArgs {
  /** The store, or the outputs folder that holds it as `.store`. Default: `outputs`. */
  readonly folder?: string | undefined;
  readonly json?: boolean | undefined;
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** The store that the user means by `folder`. */
const findStore = async (folder: string): Promise<string> => {
  const inner = join(folder, '.store');
  if (basename(folder) !== '.store' && (await isFolder(inner))) return inner;
  if (await isFolder(folder)) return folder;
  throw new ConfigError('usage', {
    where: folder,
    found: 'there is no such folder',
    expected: 'a store, or an outputs folder with a store',
    fix: 'Name it: hapui store verify FOLDER.',
  });
};

const counts = ({ records, bytes, corrupt, tornBytes, duplicates }: Omit<LogReport, 'path'>): string =>
  [
    `${records} answers, ${bytes} bytes`,
    corrupt > 0 ? `${corrupt} corrupt` : '',
    tornBytes > 0 ? `${tornBytes} bytes of an unfinished answer` : '',
    duplicates > 0 ? `${duplicates} replaced by a later one` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

const verdict = ({ damaged, writer }: StoreReport): string => {
  if (!damaged) return 'sound';
  if (writer) return `damaged, or process ${writer.pid} is just writing: verify again when it has ended`;
  return 'damaged: the next run keeps the damaged log aside and computes again what is missing';
};

const describe = (folder: string, report: StoreReport): string => {
  const lines = [
    ...report.logs.map((log) => `${log.path}: ${counts(log)}`),
    ...report.aside.map((path) => `${path}: a damaged log, kept`),
    ...report.unknown.map((path) => `${path}: unknown, ignored`),
    `${folder}: ${counts(report.total)}, in ${report.logs.length} logs: ${verdict(report)}`,
  ];
  return `${lines.join('\n')}\n`;
};

/** Runs the command; resolves to its exit code, 100 where something is damaged. */
export const storeVerify = async (args: StoreVerifyArgs, io: Io): Promise<number> => {
  const folder = await findStore(resolve(io.cwd, args.folder ?? 'outputs'));
  const report = await verifyStore(folder);
  io.out(args.json ? `${JSON.stringify({ folder, ...report })}\n` : describe(folder, report));
  return report.damaged ? exitCodes.checkFailed : exitCodes.ok;
};
