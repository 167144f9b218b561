/** The text of a first config: short, with a comment for what a user is likely to want next. */
import { parse } from 'yaml';
import type { InspectedFile, InspectedFiles } from './inspect-files.ts';

/** The config for `found`, as text; `schema` is the path of the JSON schema for editors. */
export const firstConfig = (found: InspectedFiles, schema: string): string =>
  [
    `# yaml-language-server: $schema=${schema}`,
    '# One consensus summary a dialogue out of the systems below. Paths are relative to this file.',
    '',
    datasetLine(found.dataset),
    '',
    ...tokenizerLines,
    '',
    ...systemLines(found),
    '',
    ...moreLines,
    '',
  ].join('\n');

const datasetLine = (dataset: InspectedFile | undefined): string => {
  if (!dataset)
    return '# dataset: test.csv   # dialogues and their order; without it they are the first system’s ids';
  const columns = dataset.columns.length > 0 ? `; columns ${dataset.columns.join(', ')}` : '';
  return `dataset: ${entry(dataset)}   # ids, order, dialogues${columns}`;
};

const tokenizerLines = [
  'tokenizer: character   # what a token is, in every score; needs no model',
  '# tokenizer: morpheme  # as Korean leaderboards score; needs `hapui models pull kiwi` once',
];

const systemLines = ({ systems, isPool }: InspectedFiles): readonly string[] => {
  if (systems.length === 0 && isPool)
    return ['# The dataset brings its systems along. More of them: systems: [FILE, …]'];
  const entries =
    systems.length > 0 ? systems.map(systemLine) : ['  - submissions/*.csv   # paths or patterns'];
  return ['systems:   # id = file name', ...entries, ...familyLines];
};

const systemLine = (system: InspectedFile): string => {
  const columns = system.columns.length > 0 ? `   # columns ${system.columns.join(', ')}` : '';
  return `  - ${entry(system)}${columns}`;
};

const familyLines = [
  '# Systems of one pipeline should share a family, so that they have one vote together:',
  '#  - { path: submissions/solar-v2.csv, family: solar }',
];

const moreLines = [
  '# The same systems’ outputs where references exist (files of the same names): skills are measured there.',
  '# labelled: { dataset: dev.csv, systems: dev/*.csv }',
];

const entry = ({ path, id, encoding }: InspectedFile): string => {
  const keys = [
    ...(id === undefined ? [] : [`id: ${scalar(id)}`]),
    `path: ${scalar(path)}`,
    ...(encoding === 'utf-8' ? [] : [`encoding: ${encoding}`]),
  ];
  return keys.length === 1 ? scalar(path) : `{ ${keys.join(', ')} }`;
};

/** A text as a YAML scalar that is safe inside of `{ }` as well; a `$` of its own is no reference. */
const scalar = (text: string): string => {
  const escaped = text.replaceAll('${', () => '$${');
  const isPlain = /^[\p{L}\p{N}_./][\p{L}\p{M}\p{N}_./ +()@-]*$/u.test(escaped) && !escaped.endsWith(' ');
  return isPlain && parse(escaped) === escaped ? escaped : JSON.stringify(escaped);
};
