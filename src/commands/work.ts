/** What commands that do a run's work have in common: options of the command line as the pipeline takes them, and how they end early. */
import type { Config } from '../config/index.ts';
import { type ContinuingArguments, continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import type { LoadedConfig } from './load.ts';
import type { StoppableOptions } from './stoppable.ts';

/** Options that the pipeline takes as they are given. */
export interface WorkArguments {
  readonly limit?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** The options of `RunOptions` that come from config and command line alike for every command. */
export const workOptions = (args: WorkArguments, io: Io, { config, tables }: LoadedConfig) => ({
  config,
  tables,
  cwd: io.cwd,
  env: io.env,
  limit: args.limit,
  only: args.only,
  workers: args.workers,
  budget: args.budget,
  allowCommands: args.allowCommands === true,
  now: io.now,
});

/** What is in flight has the grace of the config; `hapui COMMAND …` goes on. */
export const endingOf = (
  command: string,
  args: ContinuingArguments,
  { deadlines }: Pick<Config, 'deadlines'>,
): StoppableOptions => ({
  graceMs: deadlines.grace_seconds * 1000,
  continuing: continuingCommand(command, args),
});
