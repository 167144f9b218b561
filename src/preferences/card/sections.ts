/** The page below the front matter of a card. */
import type { CardFacts } from './facts.ts';
import type { PairFigures } from './figures.ts';
import type { Histogram } from './histogram.ts';

export const bodyOf = (facts: CardFacts): string => {
  const { name, format, options, stats } = facts;
  return `${[
    `# ${options.title ?? name}`,
    `Preference pairs of dialogue summaries, made with hapui. Format \`${format.name}\`: ${format.about}`,
    ...(options.license === undefined
      ? ['**No licence is stated.** Set `preferences.card.license` before this is published.']
      : []),
    filesSection(facts),
    originSection(facts),
    droppedSection(stats),
    ...(facts.figures.pairs === 0 ? [] : figuresSections(facts.figures)),
    ...agreementSection(stats),
  ].join('\n\n')}\n`;
};

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const filesSection = ({ splits }: CardFacts): string =>
  [
    '## Files',
    table(
      ['file', 'rows', 'bytes'],
      splits.map(({ file, rows, bytes }) => [file, rows, bytes]),
    ),
    '`provenance.jsonl` says for every pair which systems and scores it comes from, `dropped.jsonl` which pairs were dropped and why, `stats.json` has all figures of this page.',
  ].join('\n\n');

const originSection = ({ stats }: CardFacts): string =>
  [
    '## Origin',
    `Strategy \`${stats.strategy}\`; preferred by ${stats.sources.map((source) => `\`${source}\``).join(' and ')}; seed ${stats.seed}; ${stats.dialogues} dialogues, of which ${stats.dialogues_without_pairs} had no two candidates to compare.`,
    `Signature of the scores: \`${stats.signature}\``,
  ].join('\n\n');

const droppedSection = ({ considered, written, dropped }: CardFacts['stats']): string =>
  [
    '## Counts',
    table(
      ['pairs', 'count', 'share'],
      [
        ['considered', considered, ''],
        ['written', written, percent(written, considered)],
        ...Object.entries(dropped).map(([reason, count]) => [
          `dropped: ${reason}`,
          count,
          percent(count, considered),
        ]),
      ],
    ),
  ].join('\n\n');

const figuresSections = ({ pairs, margin, length, edits, systems }: PairFigures): string[] => [
  '## Length',
  `The chosen side is longer in ${percent(length.chosen_longer, pairs)} of the pairs, as long in ${percent(length.equal, pairs)}, shorter in ${percent(length.chosen_shorter, pairs)}. Whoever always takes the longest text decides ${percent(length.longest_wins ?? 0, 1)} of them rightly: the nearer to 50 %, the less a model can learn from length alone.`,
  `Characters of the chosen side (mean ${mean(length.chosen.mean)}):`,
  bars(length.chosen.histogram),
  `Characters of the rejected side (mean ${mean(length.rejected.mean)}):`,
  bars(length.rejected.histogram),
  '## Margin',
  `Difference of scores between the sides, on the scale of the first source (mean ${mean(margin.mean)}):`,
  bars(margin.histogram),
  '## Edit distance',
  `Characters to insert, delete or replace between the sides (mean ${mean(edits.mean)}):`,
  bars(edits.histogram),
  '## Systems',
  'Pairs by system of the chosen side (rows) and of the rejected side (columns):',
  matrix(systems),
];

const mean = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(3))));

/** Longest bar of a histogram, in characters. */
const longest = 30;

const bars = ({ width, counts }: Histogram): string => {
  const most = Math.max(...counts);
  const edge = (bin: number): string => String(Number((bin * width).toPrecision(6)));
  return table(
    ['from', 'below', 'pairs', ''],
    counts.map((count, bin) => [
      edge(bin),
      edge(bin + 1),
      count,
      '█'.repeat(Math.ceil((longest * count) / most)),
    ]),
  ).replace('---: |\n', '--- |\n');
};

const matrix = (systems: PairFigures['systems']): string => {
  const chosen = [...new Set(systems.map((pair) => pair.chosen))];
  const rejected = [...new Set(systems.map((pair) => pair.rejected))].sort();
  const count = new Map(systems.map((pair) => [`${pair.chosen}\n${pair.rejected}`, pair.pairs]));
  const rows = chosen.map((row) => [row, ...rejected.map((column) => count.get(`${row}\n${column}`) ?? 0)]);
  return table(['chosen \\ rejected', ...rejected], rows);
};

const agreementSection = ({ agreement }: CardFacts['stats']): string[] =>
  agreement.length === 0
    ? []
    : [
        '## Agreement of sources',
        table(
          ['sources', 'same side', 'other side', 'undecided'],
          agreement.map(({ sources, same, opposite, undecided }) => {
            const all = same + opposite + undecided;
            return [sources.join(', '), percent(same, all), percent(opposite, all), percent(undecided, all)];
          }),
        ),
      ];
