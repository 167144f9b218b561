// Files that are written from the schemas are the ones in the repository: `npm run docs:config` writes them anew.
import { readFileSync } from 'node:fs';
import t from 'tap';
import { configJsonSchema, configReference, hapuiTables } from '../../src/config/index.ts';
import type { JsonSchema } from '../../src/config/json-schema.ts';
import { fileSchema } from '../../src/config/schema.ts';
import { definitionOf } from '../../src/config/walk-schema.ts';
import { standIns } from './stand-ins.ts';

const committed = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

t.test('docs/config.md says what the schemas say', async (t) => {
  t.ok(committed('docs/config.md') === configReference(hapuiTables), 'else run: npm run docs:config');
});

t.test('configs/ensemble.schema.json is the schema of a config', async (t) => {
  const now = `${JSON.stringify(configJsonSchema(hapuiTables), null, 2)}\n`;
  t.ok(committed('configs/ensemble.schema.json') === now, 'else run: npm run docs:config');
});

t.test('every key has a description', async (t) => {
  const undescribed: string[] = [];
  const walk = (schema: unknown, path: string): void => {
    const def = definitionOf(schema as typeof fileSchema) as ReturnType<typeof definitionOf>;
    if (def.type === 'union') for (const option of def.options) walk(option, path);
    if (def.type === 'array') walk(def.element, `${path}[]`);
    if (def.type !== 'object') return;
    for (const [key, child] of Object.entries(def.shape)) {
      if (!(child as typeof fileSchema).description) undescribed.push(`${path}.${key}`);
      walk(child, `${path}.${key}`);
    }
  };
  walk(fileSchema, '');
  t.strictSame(undescribed, []);
});

t.test('the JSON schema knows the options of every plugin', async (t) => {
  const { properties = {} } = configJsonSchema(standIns);
  const systems = properties.systems?.anyOf?.[1]?.items?.anyOf ?? [];
  const chat = systems.find((form) => form.properties?.kind?.const === 'chat');
  t.match(chat, { required: ['kind', 'model'], additionalProperties: false });
  t.match(chat?.properties, { id: {}, api_key: {}, temperature: { maximum: 2 } });
  const file = systems.find((form) => form.properties?.kind?.const === 'file');
  t.strictSame(file?.required, ['path'], 'the default kind need not be written');
  t.match(properties.clean?.items, { enum: ['line-breaks', 'masks', 'nfc'] });
  t.match(properties.tokenizer?.anyOf?.[0], { enum: Object.keys(standIns.tokenizers) });
  t.match(
    properties.mbr?.properties?.utility?.anyOf?.map((form: JsonSchema) => form.properties?.metric?.const),
    ['rouge-1.0.1', 'rouge-score', 'overlap'],
  );
});
