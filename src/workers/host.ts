/** The host of the main thread, which may also start threads and programs. */
import { ConfigError } from '../errors.ts';
import { createCommandTokenizer } from '../models/command.ts';
import type { Host, RemoteTokenizer } from '../registry.ts';
import { createHost, type HostOptions } from './host-base.ts';
import { createWorkerPool } from './pool.ts';

export const createMainHost = (options: HostOptions): Host => ({
  ...createHost(options),
  remote: async (kind, settings) => {
    if (kind === 'kiwi') return kiwiInThread((settings as { folder: string }).folder);
    if (!options.allowCommands)
      throw new ConfigError('config-value', {
        where: 'tokenizer.command',
        found: 'the config would start a program',
        fix: 'Run with --allow-commands if you trust this config.',
      });
    const { command } = settings as { command: readonly string[] };
    return createCommandTokenizer(command, { timeoutMs: options.itemMs });
  },
});

/** Kiwi blocks whoever calls it (about 350 texts/s), so it gets one thread of its own. */
const kiwiInThread = async (folder: string): Promise<RemoteTokenizer> => {
  const pool = createWorkerPool({ threads: 1, setup: { kind: 'kiwi', folder } });
  const { version } = await pool.run('startKiwi', undefined);
  return {
    version,
    tokenize: (texts) => pool.run('tokenizeWithKiwi', texts),
    close: () => pool.close(),
  };
};
