/** `docs/config.md`: every key, its type, default and meaning, from the schemas that check them. */
import type { z } from 'zod';
import type { Definition } from '../registry.ts';
import { expectation } from './describe-schema.ts';
import { fileSchema } from './schema.ts';
import { systemKeys } from './schema-systems.ts';
import type { Tables } from './tables.ts';
import { definitionOf } from './walk-schema.ts';

type Schema = z.core.$ZodType;

/** The reference of keys, as Markdown. */
export const configReference = (tables: Tables): string =>
  [
    ...introduction,
    '## Keys',
    '',
    ...table(rowsOf(fileSchema, '')),
    ...systemSection(tables),
    ...pluginSection('Tokenizers', 'Named by `tokenizer`.', tables.tokenizers),
    ...pluginSection('Metrics', 'Named by `mbr.utility.metric`; options stand beside it.', tables.metrics),
    ...pluginSection('Scorers', 'Named by `kind` in `rerank`; options stand beside it.', tables.scorers),
    ...pluginSection('Mergers', 'Named by `ensemble.merge.kind`; options stand beside it.', tables.mergers),
    ...nameSection('Policies', 'Named by `ensemble.select`, beside `auto`.', tables.policies),
    ...nameSection('Cleaning rules', 'Named in `clean` and `output.clean`.', tables.cleaningRules),
    '',
  ].join('\n');

const introduction = [
  '# Config: `ensemble.yaml`',
  '',
  '<!-- Written by `npm run docs:config` from the schemas in src/config; edit those. -->',
  '',
  'One YAML file says what a run reads and does. Only `systems` is required:',
  '',
  '```yaml',
  'dataset: test.csv',
  'systems: [submissions/*.csv]',
  '```',
  '',
  '- Paths are relative to the folder of the config; `output.folder` is relative to the current directory.',
  '- `*`, `?`, `{a,b}` and `**` in `systems` stand for files, sorted by name. A system’s id is its file name without extension.',
  '- `${NAME}` and `${NAME:-default}` in texts stand for environment variables. Values are looked up where they are used',
  '  and are never stored or printed; `$${` stands for `${`. Secrets such as `api_key` must be written this way.',
  '- `--set key=value` overrides a key for one run: `--set mbr.votes.clusters=none --set systems.0.prior=2`.',
  '- Tags, merge keys, a repeated key and files above 1 MiB are refused. Every problem is told with line and column.',
  '- `configs/ensemble.schema.json` gives completion in editors; `hapui init` writes the line that names it.',
  '',
];

interface Row {
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly about: string;
}

const rowsOf = (schema: Schema, prefix: string): readonly Row[] => {
  const def = definitionOf(schema);
  if (def.type === 'union') return def.options.flatMap((option) => rowsOf(option, prefix));
  if (def.type === 'array') return rowsOf(def.element, `${prefix.replace(/\.$/u, '')}[].`);
  if (def.type !== 'object') return [];
  return Object.entries(def.shape).flatMap(([name, child]) => [
    { key: `${prefix}${name}`, type: typeText(child), default: defaultText(child), about: aboutOf(child) },
    ...rowsOf(child, `${prefix}${name}.`),
  ]);
};

const typeText = (schema: Schema): string =>
  expectation(schema, (keys) => (keys.length > 0 ? 'a map of the keys below' : 'a map'));

const aboutOf = (schema: Schema): string => (schema as z.ZodType).description ?? '';

/** What stands in for an absent key; maps have their defaults key by key. */
const defaultText = (schema: Schema): string => {
  const { def } = schema._zod as { def: { type: string; defaultValue?: unknown; innerType?: Schema } };
  const isMap = typeof def.defaultValue === 'object' && Object.keys(def.defaultValue ?? {}).length === 0;
  if (def.defaultValue !== undefined && (!isMap || Array.isArray(def.defaultValue)))
    return code(JSON.stringify(def.defaultValue));
  return def.innerType ? defaultText(def.innerType) : '';
};

const systemSection = (tables: Tables): readonly string[] => [
  '',
  '## Kinds of systems',
  '',
  `Options of each \`kind\` stand beside the common keys (${Object.keys(systemKeys).map(code).join(', ')}).`,
  ...plugins(tables.generators),
];

const pluginSection = (
  title: string,
  about: string,
  definitions: Readonly<Record<string, Definition<unknown>>>,
): readonly string[] =>
  Object.keys(definitions).length === 0 ? [] : ['', `## ${title}`, '', about, ...plugins(definitions)];

const plugins = (definitions: Readonly<Record<string, Definition<unknown>>>): readonly string[] =>
  Object.entries(definitions).flatMap(([name, { about, options }]) => {
    const rows = rowsOf(options, '');
    return ['', `### \`${name}\``, '', about, ...(rows.length > 0 ? ['', ...table(rows)] : [])];
  });

const nameSection = (
  title: string,
  about: string,
  named: Readonly<Record<string, { readonly about: string }>>,
): readonly string[] => [
  '',
  `## ${title}`,
  '',
  about,
  '',
  ...Object.entries(named).map(([name, entry]) => `- ${code(name)}: ${entry.about}`),
];

const table = (rows: readonly Row[]): readonly string[] => [
  '| key | type | default | meaning |',
  '| --- | --- | --- | --- |',
  ...rows.map(
    (row) => `| ${code(row.key)} | ${cell(row.type)} | ${cell(row.default)} | ${cell(row.about)} |`,
  ),
];

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
