/** `hapui plan`: everything a run would need, checked; spends and writes nothing. */
import { type Forecast, forecast } from '../run/forecast.ts';
import { createStop } from '../run/stop.ts';
import { printable } from '../text/terminal.ts';
import { clusterLines } from './clusters-text.ts';
import { expensesLines, owedJson, owedText } from './expenses-text.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { profileText } from './profile-text.ts';
import { createProgress } from './progress.ts';
import { figure, renderTable } from './table.ts';
import { timeJson, timeLines } from './time-text.ts';
import { workOptions } from './work.ts';

export interface PlanArguments extends ConfigArguments {
  readonly limit?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
  /** Whether slow systems do a first batch, to forecast time and memory. Default true. */
  readonly trial?: boolean | undefined;
}

/** Prints what the run would read, recognise and owe. */
export const planCommand = async (args: PlanArguments, io: Io): Promise<number> => {
  const loaded = await loadForCommand(args, io);
  const { config } = loaded;
  const stop = createStop(0);
  const found = await forecast({
    ...workOptions(args, io, loaded),
    trial: args.trial !== false,
    stop,
    progress: createProgress(io, args.json === true),
  });
  const skipped = config.skipped.map(({ id, variables }) => ({ id, variables }));
  if (args.json) io.out(`${JSON.stringify({ ...forecastJson(found), skipped })}\n`);
  else {
    io.out(printable(forecastText(found)));
    for (const { id, variables } of skipped)
      io.out(`Skipped: the optional system ${id} (${variables.join(', ')} not set).\n`);
  }
  return 0;
};

const columnsText = (columns: object): string =>
  Object.entries(columns)
    .map(([role, names]) => [role, [names].flat().filter(Boolean).join(', ')] as const)
    .filter(([, names]) => names !== '')
    .map(([role, names]) => `${role} = ${names}`)
    .join('; ');

const forecastText = (found: Forecast): string => {
  const { dataset } = found.opened.inputs;
  const lines = [
    `Dataset: ${dataset.label}, ${dataset.format}, ${dataset.size} dialogues, ${dataset.referenced} with references`,
    `  columns: ${columnsText(dataset.columns)}`,
    ...(found.profile ? [profileText(found.profile)] : []),
    `Selected: ${found.dialogues} of ${found.dialoguesInDataset} dialogues`,
    '',
    systemsTable(found),
    `Signature: ${found.signature}`,
    `Selection: ${found.policy}; the votes count as ${figure(found.effectiveVoters, 2)} independent voters`,
    ...clusterLines(found.statistics.clusters),
    ...found.statistics.warnings.map(({ text }) => `Warning: ${text}.`),
    ...labelledLines(found),
    ...found.owed.map(owedText),
    ...expensesLines([
      ['labelled', found.labelled?.owed ?? []],
      ['dataset', found.owed],
    ]),
    ...timeLines(found.times),
    'All that the run needs is here. Nothing was written.',
  ];
  return `${lines.join('\n')}\n`;
};

const systemsTable = ({ opened, dialoguesInDataset }: Forecast): string =>
  renderTable(
    [{ head: 'system' }, { head: 'kind' }, { head: 'covers', align: 'right' }, { head: 'from' }],
    opened.systems.map(({ id, kind, file }) => [
      id,
      kind,
      `${file?.covered ?? dialoguesInDataset}/${dialoguesInDataset}`,
      file
        ? `${file.label} (${columnsText(file.columns)}${file.inOrder ? '' : '; not in order'})`
        : 'generated',
    ]),
  );

const labelledLines = ({ labelled }: Forecast): string[] => {
  if (!labelled) return [];
  const { dialogues, systems, without, owed } = labelled;
  return [
    `Labelled: ${dialogues} dialogues with outputs of ${systems.join(', ')}`,
    ...(without.length > 0
      ? [`Warning: no labelled outputs of ${without.join(', ')}: no skill, median weight.`]
      : []),
    ...owed.map((each) => `  ${owedText(each)}`),
  ];
};

const forecastJson = (found: Forecast): object => {
  const { dataset } = found.opened.inputs;
  return {
    dataset: {
      path: dataset.label,
      format: dataset.format,
      dialogues: dataset.size,
      referenced: dataset.referenced,
      columns: dataset.columns,
    },
    dialogues: found.dialogues,
    systems: found.opened.systems.map(({ id, kind, file }) => ({
      id,
      kind,
      path: file?.label ?? null,
      covered: file?.covered ?? found.dialoguesInDataset,
      columns: file?.columns ?? null,
      in_order: file?.inOrder ?? null,
    })),
    signature: found.signature,
    profile: found.profile ?? null,
    policy: found.policy,
    clusters: found.statistics.clusters,
    effective_voters: found.effectiveVoters,
    warnings: found.statistics.warnings.map(({ text }) => text),
    owed: found.owed.map(owedJson),
    labelled: found.labelled ? { ...found.labelled, owed: found.labelled.owed.map(owedJson) } : null,
    times: timeJson(found.times),
    tokens: found.tokens ?? null,
  };
};
