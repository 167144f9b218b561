/** What `hapui run` says at its end: who won how often, what the result is worth, what needs attention. */
import { relative } from 'node:path';
import { costsText } from '../run/costs.ts';
import type { FinishedManifest } from '../run/finished.ts';
import { gainOf, gainSentence } from '../run/gain.ts';
import type { RunResult } from '../run/pipeline.ts';
import type { TallyLine } from '../run/tally.ts';
import { printable } from '../text/terminal.ts';
import { clusterLines } from './clusters-text.ts';
import { type Column, figure, renderTable } from './table.ts';
import { unknownText } from './unknown-text.ts';

/** The closing table in words and figures. */
export const closingTable = (result: RunResult, cwd: string): string => {
  const { tally, manifest } = result;
  const lines = [
    systemsTable(result),
    `Signature: ${manifest.signature}`,
    `Voters: ${tally.systems.length} systems in ${result.statistics.clusters.length} clusters, as good as ${figure(Number(manifest.effective_voters), 2)} independent ones`,
    ...clusterLines(result.statistics.clusters),
    ...learnedLines(result),
    ...verdict(result),
    ...(result.costs ? costsText(result.costs) : []),
    ...concerns(result),
    `${tally.dialogues} dialogues decided. Results: ${relative(cwd, result.folder) || '.'}/`,
  ];
  return `${printable(lines.join('\n'))}\n`;
};

/** The same as data, for `--json`. */
export const closingJson = (result: RunResult): object => {
  const { manifest, tally } = result;
  const gain = gainOf(tally, Number(manifest.seed));
  return {
    folder: result.folder,
    name: manifest.name,
    signature: manifest.signature,
    dialogues: tally.dialogues,
    fallbacks: tally.fallbacks,
    merged: tally.merged,
    systems: manifest.systems,
    result: manifest.result,
    gain: gain ?? null,
    learned: manifest.learned,
    selection: manifest.selection,
    clusters: manifest.clusters,
    effective_voters: manifest.effective_voters,
    warnings: manifest.warnings,
    cost: result.costs ?? null,
    quarantined: result.quarantined.length,
    formula_cells: result.formulaCells,
    unknown_files: result.unknown,
    files: manifest.files,
  };
};

const systemsTable = ({ tally }: RunResult): string => {
  const scored = tally.result.score !== undefined;
  const columns: Column[] = [
    { head: 'system' },
    { head: 'rows', align: 'right' },
    { head: 'wins', align: 'right' },
    { head: 'length', align: 'right' },
    { head: 'utility', align: 'right' },
    ...(scored ? ([{ head: 'score', align: 'right' }] as const) : []),
  ];
  const row = (line: TallyLine): string[] => [
    line.system,
    String(line.covered),
    String(line.wins),
    figure(line.meanLength, 1),
    figure(line.meanExpectedUtility, 4),
    ...(scored ? [figure(percent(line.score), 2)] : []),
  ];
  const total = (name: string, length: number | undefined, score: number | undefined): string[] => [
    name,
    String(tally.dialogues),
    '',
    figure(length, 1),
    '',
    ...(scored ? [figure(percent(score), 2)] : []),
  ];
  return renderTable(columns, [
    ...tally.systems.map(row),
    total('result', tally.result.meanLength, tally.result.score),
    ...(scored ? [total('oracle', undefined, tally.oracle)] : []),
  ]);
};

const percent = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : 100 * value;

/** How the selection came about, where labels decided it, and whom they say nothing of. */
const learnedLines = ({ learned, tally, manifest }: RunResult): string[] => {
  if (!learned) return [];
  const { summary, systems } = learned.secondStage;
  const { policy, rung } = manifest.selection as unknown as FinishedManifest['selection'];
  const selection =
    rung === null
      ? `Selection: ${policy.name}, as the config asks. Of what \`auto\` would do: ${summary}`
      : `Selection: ${rung}. ${summary}`;
  const known = systems.filter(({ skill }) => skill !== null).map(({ id }) => id);
  const unknown = tally.systems.map(({ system }) => system).filter((id) => !known.includes(id));
  return [selection, ...unknownSkill(unknown)];
};

const unknownSkill = (systems: readonly string[]): string[] =>
  systems.length === 0
    ? []
    : [
        `No labelled outputs of ${systems.join(', ')}: median weight, never chosen as the best single system.`,
      ];

const verdict = ({ tally, manifest }: RunResult): string[] => {
  const gain = gainOf(tally, Number(manifest.seed));
  return gain ? [gainSentence(gain, String(manifest.signature))] : [];
};

const concerns = ({ tally, statistics, quarantined, formulaCells, unknown }: RunResult): string[] => [
  ...statistics.warnings.map(({ text }) => `Warning: ${text}.`),
  ...(tally.merged > 0 ? [`${tally.merged} summaries are merged from several candidates.`] : []),
  ...(tally.fallbacks > 0
    ? [`${tally.fallbacks} dialogues had no candidate fit to win; see "fallback" in decisions.jsonl.`]
    : []),
  ...(quarantined.length > 0
    ? [`${quarantined.length} answers failed and are in quarantine.jsonl; run again to ask for them again.`]
    : []),
  ...(formulaCells > 0
    ? [`${formulaCells} cells look like formulas to a spreadsheet; output.summaries.csv_safe disarms them.`]
    : []),
  ...unknownText({ unknown }),
];
