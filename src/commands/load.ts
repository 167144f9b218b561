/** Loading a config the way every command does it. */
import { type Config, loadConfig, secretsOf, type Tables, tablesOf } from '../config/index.ts';
import type { Io } from './io.ts';

export interface ConfigArguments {
  readonly config?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly output?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Hapui's own plugins and those of the config. */
  readonly tables: Tables;
}

/** Loads and checks the config, its plugins included. */
export const loadForCommand = async (args: ConfigArguments, io: Io): Promise<LoadedConfig> => {
  const config = await loadConfig({
    file: args.config,
    cwd: io.cwd,
    env: io.env,
    set: args.set,
    output: args.output,
  });
  hideSecretsOf(config, io);
  return { config, tables: await tablesOf(config, io.env) };
};

/** From now on no message shows what the config takes from the environment. */
export const hideSecretsOf = (config: Config, io: Io): void => io.hide?.(secretsOf(config, io.env));
