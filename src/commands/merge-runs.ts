/** `hapui merge-runs`: joins the shards of a run. */
import { resolve } from 'node:path';
import { exitCodes } from '../errors.ts';
import { mergeShards } from '../run/merge.ts';
import { closingJson, closingTable } from './closing-table.ts';
import { continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { workOptions } from './work.ts';

export interface MergeArguments extends ConfigArguments {
  readonly shards?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Joins, derives and prints the closing table. */
export const mergeRunsCommand = async (args: MergeArguments, io: Io): Promise<number> => {
  const loaded = await loadForCommand(args, io);
  const ending = { graceMs: 0, continuing: continuingCommand('merge-runs', args) };
  return stoppable(io, ending, async (stop) => {
    const { shards, joined, result } = await mergeShards({
      ...workOptions(args, io, loaded),
      folders: args.shards?.map((folder) => resolve(io.cwd, folder)),
      stop,
      progress: createProgress(io, args.quiet === true),
    });
    if (args.json) io.out(`${JSON.stringify({ shards, joined, ...closingJson(result) })}\n`);
    else if (!args.quiet)
      io.out(
        `${closingTable(result, io.cwd)}${shards} shards joined: ${joined.copied} answers copied, ${joined.known} were there already.\n`,
      );
    return result.quarantined.length > 0 ? exitCodes.quarantined : exitCodes.ok;
  });
};
