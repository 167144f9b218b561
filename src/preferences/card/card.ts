/** The data card: `README.md` of a folder that can be put on the hub as it is. */
import { stringify } from 'yaml';
import type { CardFacts } from './facts.ts';
import { featuresOf } from './features.ts';
import { bodyOf } from './sections.ts';

/** The whole page, front matter first. */
export const renderCard = (facts: CardFacts): string =>
  `---\n${stringify(frontMatter(facts), { lineWidth: 0 })}---\n\n${bodyOf(facts)}`;

const frontMatter = ({ name, format, splits, row, options, figures }: CardFacts): object => {
  const bytes = splits.reduce((sum, split) => sum + split.bytes, 0);
  return {
    license: options.license ?? 'unknown',
    ...(options.license_name === undefined ? {} : { license_name: options.license_name }),
    ...(options.license_link === undefined ? {} : { license_link: options.license_link }),
    ...(options.language.length === 0 ? {} : { language: options.language }),
    pretty_name: options.title ?? name,
    task_categories: ['summarization'],
    tags: ['preference', 'dialogue-summarization', format.name],
    size_categories: [sizeOf(figures.pairs)],
    ...(row === undefined
      ? {}
      : {
          configs: [
            {
              config_name: 'default',
              data_files: splits.map(({ split, file }) => ({ split: splitName(split), path: file })),
            },
          ],
          dataset_info: {
            features: featuresOf(row, format.decimals),
            splits: splits.map(({ split, rows, bytes }) => ({
              name: splitName(split),
              num_bytes: bytes,
              num_examples: rows,
            })),
            download_size: bytes,
            dataset_size: bytes,
          },
        }),
  };
};

/** Loaders take letters, digits, `_` and `.` in the name of a split. */
const splitName = (split: string): string => split.replaceAll('-', '_');

const sizeOf = (pairs: number): string => {
  const sizes = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M'];
  return sizes[Math.max(0, Math.floor(Math.log10(Math.max(1, pairs))) - 2)] ?? '10M<n<100M';
};
