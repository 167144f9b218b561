/** A dataset's profile in words, for `hapui plan`. */
import type { DatasetProfile } from '../dialogues/profile.ts';
import { printableLine } from '../text/terminal.ts';
import { figure, renderTable } from './table.ts';

/** Lengths, languages, topics, and what looks odd. */
export const profileText = (profile: DatasetProfile): string =>
  [
    renderTable(
      [
        { head: 'profile' },
        ...['min', 'p5', 'median', 'p95', 'max', 'mean'].map((head) => ({ head, align: 'right' as const })),
      ],
      [
        spreadRow('characters', profile.characters),
        spreadRow('turns', profile.turns),
        spreadRow('speakers', profile.speakers),
        spreadRow('references', profile.references),
        spreadRow('reference characters', profile.referenceCharacters),
      ],
    ),
    `Languages: ${languagesText(profile)}`,
    ...topicsLine(profile),
    ...outlierLines(profile),
    ...duplicateLines(profile),
    '',
  ].join('\n');

type Spread = DatasetProfile['characters'];

const spreadRow = (name: string, { min, p5, median, p95, max, mean }: Spread): string[] => [
  name,
  ...[min, p5, median, p95, max].map((value) => figure(value, 0)),
  figure(mean, 1),
];

const languagesText = ({ languages }: DatasetProfile): string =>
  Object.entries(languages.dialogues)
    .filter(([, count]) => count > 0)
    .map(([script, count]) => `${script} ${count}`)
    .join(', ');

const topicsLine = ({ topics }: DatasetProfile): string[] => {
  if (topics.dialogues === 0) return [];
  const most = topics.most.slice(0, 5).map(({ topic, dialogues }) => `${topic} (${dialogues})`);
  return [`Topics: ${topics.distinct}; most often ${printableLine(most.join(', '), 160)}`];
};

const outlierLines = ({ outliers }: DatasetProfile): string[] => {
  const listed = (extremes: typeof outliers.longest): string =>
    extremes.map(({ id, characters }) => `${printableLine(id, 40)} (${characters})`).join(', ');
  return [
    ...(outliers.shortest.length > 0 ? [`Unusually short: ${listed(outliers.shortest)}`] : []),
    ...(outliers.longest.length > 0 ? [`Unusually long: ${listed(outliers.longest)}`] : []),
    ...(outliers.empty > 0 ? [`Warning: ${outliers.empty} dialogues have no text.`] : []),
  ];
};

const duplicateLines = ({ duplicates }: DatasetProfile): string[] => {
  if (duplicates.count === 0) return [];
  const pairs = duplicates.pairs.slice(0, 3).map(({ id, otherId }) => `${id} = ${otherId}`);
  return [
    `Warning: ${duplicates.count} dialogues repeat an earlier one: ${printableLine(pairs.join(', '), 160)}`,
  ];
};
