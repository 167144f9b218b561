/** The command that goes on where a run stopped. */
import type { ConfigArguments } from './load.ts';

/** What chooses the work of a command, and what limits it. */
export interface ContinuingArguments extends ConfigArguments {
  readonly limit?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly out?: string | undefined;
  readonly shards?: readonly string[] | undefined;
  readonly allowCommands?: boolean | undefined;
}

/**
 * `hapui run …` with the options that choose the work, and the budget: a command to be copied must not spend without
 * limit. Without `--fresh`, which would begin again, and the deadline.
 */
export const continuingCommand = (command: string, args: ContinuingArguments): string =>
  [
    `hapui ${command}`,
    ...(args.config === undefined ? [] : [quoted(args.config)]),
    ...(args.set ?? []).map((setting) => `--set ${quoted(setting)}`),
    ...option('output', args.output),
    ...option('out', args.out),
    ...option('limit', args.limit),
    ...list('only', args.only),
    ...option('shard', args.shard),
    ...list('shards', args.shards),
    ...option('workers', args.workers),
    ...option('budget', args.budget),
    ...(args.allowCommands ? ['--allow-commands'] : []),
  ].join(' ');

const list = (name: string, values: readonly string[] | undefined): string[] =>
  values === undefined ? [] : [`--${name} ${values.map(quoted).join(' ')}`];

const option = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`--${name} ${quoted(String(value))}`];

/** As a POSIX shell reads it back. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
