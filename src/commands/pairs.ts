/** `hapui pairs`: mines preference pairs and says what became of all that were considered. */
import { relative } from 'node:path';
import { exitCodes } from '../errors.ts';
import type { CardOptions } from '../preferences/card/options.ts';
import type { PairStats } from '../preferences/types.ts';
import { type PairsResult, pairs } from '../run/pairs/pairs.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { renderTable } from './table.ts';
import { endingOf, workOptions } from './work.ts';

export interface PairsArguments extends ConfigArguments {
  readonly limit?: number | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Mines, writes, and prints the counts. */
export const pairsCommand = async (args: PairsArguments, io: Io): Promise<number> => {
  const loaded = await loadForCommand(args, io);
  const { config } = loaded;
  return stoppable(io, endingOf('pairs', args, config), async (stop) => {
    const progress = createProgress(io, args.quiet === true);
    const result = await pairs({ ...workOptions(args, io, loaded), stop, progress });
    if (args.json) io.out(`${JSON.stringify(pairsJson(result))}\n`);
    else if (!args.quiet) io.out(printable(pairsText(result, io.cwd) + licenceHint(config.preferences.card)));
    return exitCodes.ok;
  });
};

const pairsJson = ({ folder, course, stats, figures, written }: PairsResult): object => ({
  folder,
  dialogues_of: course.dialogues,
  ...stats,
  figures,
  files: written,
});

const pairsText = ({ folder, course, stats, figures, written }: PairsResult, cwd: string): string => {
  const dropped = Object.entries(stats.dropped).filter(([, count]) => count > 0);
  const formats = Object.entries(written).map(
    ([name, splits]) =>
      `${name}: ${splits.map(({ file, rows }) => `${file} (${rows} ${rows === 1 ? 'row' : 'rows'})`).join(', ') || 'no rows'}`,
  );
  return [
    renderTable(
      [{ head: 'pairs' }, { head: 'count', align: 'right' }, { head: 'share', align: 'right' }],
      [
        ['considered', String(stats.considered), ''],
        ['written', String(stats.written), share(stats.written, stats.considered)],
        ...Object.entries(stats.splits).map(([name, count]) => [`  ${name}`, String(count), '']),
        ...dropped.map(([name, count]) => [
          `dropped: ${name}`,
          String(count),
          share(count, stats.considered),
        ]),
      ],
    ),
    `Strategy ${stats.strategy}, source ${stats.sources.join(' and ')}, over ${stats.dialogues} dialogues of ${course.dialogues === 'labelled' ? '`labelled`' : '`dataset`'}.`,
    ...stats.agreement.map(agreementText),
    ...lengthText(figures),
    `Signature: ${stats.signature}`,
    ...hints(stats),
    ...formats,
    `Written to ${relative(cwd, folder) || '.'}/`,
    '',
  ].join('\n');
};

const share = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;

/** What is still missing before the folders can be published. */
const licenceHint = ({ license }: CardOptions): string =>
  license === undefined
    ? 'Hint: the cards name no licence; set preferences.card.license before you publish.\n'
    : '';

/** How far length alone tells the sides apart. */
const lengthText = ({ pairs, length }: PairsResult['figures']): string[] =>
  pairs === 0
    ? []
    : [
        `The chosen side is the longer one in ${share(length.chosen_longer, pairs)} of the pairs; "the longest wins" would be right in ${share(length.longest_wins ?? 0, 1)}.`,
      ];

const agreementText = ({ sources, same, opposite, undecided }: PairStats['agreement'][number]): string =>
  `${sources.join(' and ')} agree on ${share(same, same + opposite + undecided)} of ${same + opposite + undecided} pairs and contradict each other on ${share(opposite, same + opposite + undecided)}.`;

/** What to do about a reason that took more than a tenth of the pairs. */
const remedies: Readonly<Record<string, string>> = {
  tie: 'texts with equal scores; another source, or a finer metric, may tell them apart',
  margin: 'set preferences.margin, on the scale of the source',
  'near-copies': 'systems of one cluster; preferences.filters.near-copies: false keeps such pairs',
  'edge-space': 'preferences.trim: true takes the white space off instead',
  'near-identical': 'preferences.filters.near-identical.share sets how alike is too alike',
  'length-ratio': 'preferences.filters.length-ratio.most sets the limit',
  unsupported: 'numbers and names are found by rule; see `detail` in dropped.jsonl',
  disagreement: 'the sources differ; name fewer of them, or accept fewer pairs',
  contaminated: 'dialogues of a block list; see `detail` in dropped.jsonl',
  'over-budget': 'shorten the prompt, or raise preferences.filters.over-budget.most',
};

const hints = ({ dropped, considered, dialogues, dialogues_without_pairs: without }: PairStats): string[] => [
  ...(without > 0 ? [`${without} of ${dialogues} dialogues have no two different texts with scores.`] : []),
  ...Object.entries(dropped).flatMap(([name, count]) =>
    count * 10 > considered && remedies[name] !== undefined ? [`Hint: ${name}: ${remedies[name]}.`] : [],
  ),
];
