/** `hapui run`: the main job. */
import { exitCodes } from '../errors.ts';
import { run } from '../run/pipeline.ts';
import { parseShard } from '../run/windows.ts';
import { closingJson, closingTable } from './closing-table.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { endingOf, workOptions } from './work.ts';

export interface RunArguments extends ConfigArguments {
  readonly limit?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly fresh?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly deadline?: number | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Runs and prints the closing table; the exit code says whether every id is decided by all of its systems. */
export const runCommand = async (args: RunArguments, io: Io): Promise<number> => {
  const loaded = await loadForCommand(args, io);
  const { config } = loaded;
  const progress = createProgress(io, args.quiet === true);
  const ending = { ...endingOf('run', args, config), deadline: args.deadline };
  return stoppable(io, ending, async (stop) => {
    for (const { id, variables } of config.skipped)
      progress.note(`The optional system ${id} is skipped: ${variables.join(', ')} not set.`);
    const result = await run({
      ...workOptions(args, io, loaded),
      shard: args.shard === undefined ? undefined : parseShard(args.shard),
      fresh: args.fresh,
      stop,
      progress,
    });
    if (args.json) io.out(`${JSON.stringify(closingJson(result))}\n`);
    else if (!args.quiet) io.out(closingTable(result, io.cwd));
    return result.quarantined.length > 0 ? exitCodes.quarantined : exitCodes.ok;
  });
};
