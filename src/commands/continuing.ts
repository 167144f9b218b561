/** The command that goes on where a run stopped. */
import type { RunArguments } from './run.ts';

/** `hapui run …` with the options that choose the work. Without `--fresh`, which would begin again, and the deadline. */
export const continuingCommand = (args: RunArguments): string =>
  [
    'hapui run',
    ...(args.config === undefined ? [] : [quoted(args.config)]),
    ...(args.set ?? []).map((setting) => `--set ${quoted(setting)}`),
    ...option('output', args.output),
    ...option('limit', args.limit),
    ...(args.only ? [`--only ${args.only.map(quoted).join(' ')}`] : []),
    ...option('shard', args.shard),
    ...option('workers', args.workers),
    ...(args.allowCommands ? ['--allow-commands'] : []),
  ].join(' ');

const option = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`--${name} ${quoted(String(value))}`];

/** As a POSIX shell reads it back. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
