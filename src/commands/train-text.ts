/** What `hapui train` prints: the ladder, the systems, the learning curve, the strongest features. */
import type { SecondStage } from '../evaluate/second-stage.ts';
import { type Costs, costsText } from '../run/costs.ts';
import type { TrainReport } from '../run/train-report.ts';
import { signed, signedRange } from '../text/signed.ts';
import { figure, renderTable } from './table.ts';

/** The report in plain text; `path` is where the second stage was written. */
export const trainText = (report: TrainReport, path: string, costs: Costs | undefined): string => {
  const { secondStage, warning } = report;
  const { oracle, signature, summary } = secondStage;
  const share =
    oracle.share === null ? '' : `; auto goes ${figure(100 * oracle.share, 1)} % of the way there`;
  return [
    ladderTable(secondStage),
    `Oracle: ${figure(oracle.score, 2)}, the best candidate of every dialogue${share}.`,
    '',
    systemsTable(report),
    curveTable(report),
    featuresTable(secondStage),
    `Signature: ${signature}`,
    summary,
    ...(warning === undefined ? [] : [`Warning: ${warning}`]),
    ...(costs ? costsText(costs) : []),
    `Written to ${path}`,
    '',
  ].join('\n');
};

const ladderTable = ({ ladder, auto, chosen }: SecondStage): string =>
  renderTable(
    [
      { head: 'rung' },
      { head: 'score', align: 'right' },
      { head: 'gain', align: 'right' },
      { head: 'gain, 95 %', align: 'right' },
      { head: 'over mbr', align: 'right' },
      { head: 'over mbr, 95 %', align: 'right' },
      { head: 'chosen', align: 'right' },
    ],
    [
      ...ladder.map((rung) => ({ ...rung, name: rung.rung, times: `${rung.chosen_in}×` })),
      { ...auto, name: 'auto', times: chosen },
    ].map(({ name, score, gain, over_mbr, times }) => [
      name,
      figure(score, 2),
      signed(gain.mean),
      signedRange(gain),
      signed(over_mbr.mean),
      signedRange(over_mbr),
      times,
    ]),
  );

/** `adds`: points that the chosen rung loses without the system. */
const systemsTable = ({ secondStage, systems }: TrainReport): string => {
  const isPaid = systems.some(({ cost_usd }) => cost_usd !== null);
  return renderTable(
    [
      { head: 'system' },
      { head: 'skill', align: 'right' },
      { head: 'dialogues', align: 'right' },
      { head: 'weight', align: 'right' },
      { head: 'adds', align: 'right' },
      { head: 'adds, 95 %', align: 'right' },
      ...(isPaid ? [{ head: 'USD', align: 'right' as const }] : []),
    ],
    secondStage.systems.map(({ id, skill, dialogues, weight }) => {
      const { adds = null, cost_usd = null } = systems.find((system) => system.id === id) ?? {};
      return [
        id,
        figure(skill === null ? undefined : 100 * skill, 2),
        String(dialogues),
        figure(weight, 4),
        adds === null ? '' : signed(adds.mean),
        adds === null ? '' : signedRange(adds),
        ...(isPaid ? [cost_usd === null ? '' : figure(cost_usd, 4)] : []),
      ];
    }),
  );
};

/** Gain over the best single system, by number of dialogues that were learned from. */
const curveTable = ({ curve, secondStage }: TrainReport): string =>
  renderTable(
    [
      { head: 'learned from', align: 'right' },
      { head: 'best-single', align: 'right' },
      ...secondStage.ladder.slice(1).map(({ rung }) => ({ head: rung, align: 'right' as const })),
    ],
    curve.map(({ dialogues, rungs: [first, ...others] }) => [
      String(dialogues),
      figure(first?.score, 2),
      ...others.map(({ gain }) => signed(gain.mean)),
    ]),
  );

/** Features that are told; the file has all. */
const told = 8;

const featuresTable = ({ model: { features } }: SecondStage): string =>
  renderTable(
    [{ head: 'feature of pairwise' }, { head: 'weight', align: 'right' }],
    features.slice(0, told).map(({ name, weight }) => [name, signed(weight)]),
  );
