/** What `hapui tune` prints: trials, weights, what they are worth, and the YAML to paste. */
import { stringify } from 'yaml';
import type { Fusion } from '../evaluate/tune/fusion.ts';
import type { OptionValues } from '../evaluate/tune/option-space.ts';
import { type Costs, costsText } from '../run/costs.ts';
import type { TuneReport } from '../run/tune.ts';
import type { FusionReport } from '../run/tune-fusion.ts';
import type { OptionsReport } from '../run/tune-options.ts';
import { signed } from '../text/signed.ts';
import { figure, renderTable } from './table.ts';

/** The report in plain text; `paths`: of the files that were written. */
export const tuneText = (report: TuneReport, paths: readonly string[], costs: Costs | undefined): string =>
  [
    ...report.systems.flatMap(systemText),
    ...fusionText(report.fusion),
    `Signature: ${report.fusion.signature}`,
    ...(costs ? costsText(costs) : []),
    ...paths.map((path) => `Written to ${path}`),
    '',
  ].join('\n');

interface Ends {
  readonly low: number;
  readonly high: number;
}

interface Gain extends Ends {
  readonly mean: number;
}

const interval = ({ low, high }: Ends): string => `${figure(low, 2)} … ${figure(high, 2)}`;
const gainText = (gain: Gain): string =>
  `${signed(gain.mean)} points (95 % interval ${signed(gain.low)} to ${signed(gain.high)})`;

/** Trials that are told; the file has all. */
const told = 12;

const valueText = (values: OptionValues): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ') || 'as configured';

const systemText = (report: OptionsReport): string[] => {
  const { system, dialogues, trials, found, luck } = report;
  const far = ({ rungs }: (typeof trials)[number]) => rungs.at(-1)?.dialogues ?? 0;
  const ranked = trials.toSorted(
    (a, b) => far(b) - far(a) || (b.rungs.at(-1)?.score ?? 0) - (a.rungs.at(-1)?.score ?? 0),
  );
  const failed = trials.reduce((sum, trial) => sum + trial.failed, 0);
  const refused = trials.filter((trial) => trial.refused !== undefined);
  return [
    renderTable(
      [
        { head: `options of ${system}` },
        { head: 'dialogues', align: 'right' },
        { head: 'score', align: 'right' },
        { head: '95 % interval', align: 'right' },
      ],
      ranked
        .filter(({ refused }) => refused === undefined)
        .slice(0, told)
        .map((trial) => {
          const last = trial.rungs.at(-1);
          return [
            valueText(trial.options),
            String(far(trial)),
            figure(last?.score, 2),
            last ? interval(last) : '',
          ];
        }),
    ),
    ...(refused.length > 0 ? [`${refused.length} trials were refused: ${refused[0]!.refused}`] : []),
    ...(failed > 0
      ? [`${failed} answers of trials failed and count 0; hapui tune asks for them again.`]
      : []),
    ...(luck.isGreat ? [luckText(report)] : []),
    ...verdictText(found, dialogues.held_out, system),
    '',
  ];
};

const luckText = ({ luck: { trials, dialogues, expected } }: OptionsReport): string =>
  `Warning: ${trials} trials are many for ${dialogues} dialogues. The best of so many that are all as good as the config's own would look about ${expected.toFixed(2)} points better by luck; believe the held-out gain alone.`;

const verdictText = (found: OptionsReport['found'], heldOut: number, system: string): string[] => {
  if (!found) return ['No trial could be tried.'];
  const gain = `${gainText(found.held)}, on ${heldOut} dialogues that the search did not see`;
  if (!found.takes) return [`Keep the options of ${system} as they are. The best trial: ${gain}.`];
  return [
    found.claims_gain
      ? `The best trial gains over the config's own options: ${gain}.`
      : `No gain of the best trial is shown for certain: ${gain}.`,
    `Options for ${system}:`,
    indented(stringify(nested(found.options))),
  ];
};

/** Keys with dots become maps. */
const nested = (values: OptionValues): Record<string, unknown> => {
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const parts = key.split('.');
    let holder = options;
    for (const part of parts.slice(0, -1)) {
      holder[part] ??= {};
      holder = holder[part] as Record<string, unknown>;
    }
    holder[parts.at(-1)!] = value;
  }
  return options;
};

const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

const weightsText = ({ method, weights }: Fusion): string =>
  `${method}: ${
    Object.entries(weights)
      .filter(([, weight]) => weight > 0)
      .map(([name, weight]) => `${name} ${Number(weight.toFixed(4))}`)
      .join(', ') || 'nothing'
  }`;

const fusionText = (report: FusionReport): string[] => {
  const { configured, found, alone, chosen, auto, keeps, dialogues, search } = report;
  if (search.cost === 0) return ['Fusion: the same candidate of every dialogue wins under all weights.'];
  const rows = [
    { name: `configured, ${weightsText(configured)}`, score: configured.score },
    { name: `found, ${weightsText(found)}`, ...found },
    ...alone.map(({ column, ...each }) => ({ name: `${column} alone`, ...each })),
    { name: 'chosen by training folds', ...auto },
  ];
  return [
    renderTable(
      [
        { head: 'fusion' },
        { head: 'score', align: 'right' },
        { head: 'gain', align: 'right' },
        { head: '95 % interval', align: 'right' },
      ],
      rows.map(({ name, score, ...rest }) => {
        const { gain } = rest as { gain?: Gain };
        return [name, figure(score, 2), gain ? figure(gain.mean, 2) : '', gain ? interval(gain) : ''];
      }),
    ),
    `Judged out of fold on ${dialogues} dialogues; ${search.judged} of ${search.points} weights under each method, ${Math.round(100 * search.cost)} % of the work of all.`,
    worth(report),
    ...(keeps
      ? []
      : ['To use them:', indented(stringify({ ensemble: { select: 'fuse', fuse: withoutZeros(chosen) } }))]),
  ];
};

const worth = ({ auto, keeps, claims_gain }: FusionReport): string => {
  const gain = gainText(auto.gain);
  if (keeps)
    return `Keep the configured fusion: no other is better by more than one standard error. Choosing between them: ${gain}.`;
  return claims_gain
    ? `The weights found gain over the configured fusion: ${gain}.`
    : `No gain over the configured fusion is shown for certain: ${gain}.`;
};

const withoutZeros = ({ method, weights }: Fusion): Fusion => ({
  method,
  weights: Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)),
});
