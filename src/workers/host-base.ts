/** How plugins reach files and models (`Host`) in any thread; paths are relative to the config. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findKiwi } from '../models/kiwi.ts';
import type { Host, LabelledSource } from '../registry.ts';

export interface HostOptions {
  /** Folder that relative paths start from: the config's. */
  readonly folder: string;
  /** Whether a config may start programs (`--allow-commands`). */
  readonly allowCommands: boolean;
  /** Time for a program to answer a list of texts (`deadlines.item_seconds`). Default: ten minutes. */
  readonly itemMs?: number;
  /** Whether models may be fetched from the hub. Default false. */
  readonly allowDownload?: boolean;
  /** The config's labelled dialogues. */
  readonly labelled?: LabelledSource | undefined;
}

/** The host of a worker thread. Threads and programs are started by the main thread only. */
export const createHost = ({ folder, allowDownload = false, labelled }: HostOptions): Host => ({
  allowDownload,
  labelled,
  resolve: (path) => resolve(folder, path),
  readFile: (path) => readFile(resolve(folder, path)),
  modelFolder: async (_name) => findKiwi(process.env),
  remote: async (kind) => {
    throw new Error(`a worker thread cannot start ${kind}`);
  },
});
