/** The JSON schema that editors complete and check a config with: the file's schema, and every plugin's options in it. */
import { z } from 'zod';
import type { Definition } from '../registry.ts';
import { fileSchema } from './schema.ts';
import { utilitySchema } from './schema-mbr.ts';
import { scorerKeys } from './schema-rerank.ts';
import { systemKeys } from './schema-systems.ts';
import type { Tables } from './tables.ts';

/** A JSON schema as plain data. */
export interface JsonSchema {
  [key: string]: unknown;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
}

type Table = Readonly<Record<string, Definition<unknown>>>;
type Shape = Readonly<Record<string, z.ZodType>>;

/** The schema of a config that may name all that `tables` has. */
export const configJsonSchema = (tables: Tables): JsonSchema => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...toJson(fileSchema) };
  fill(schema, ['tokenizer'], { anyOf: tokenizerVariants(tables.tokenizers) });
  const [short] = at(schema, ['systems'])?.anyOf ?? [];
  const systems = [short as JsonSchema, ...variants(tables.generators, 'kind', systemKeys)];
  fill(schema, ['systems'], { anyOf: [short as JsonSchema, listOf({ anyOf: systems })] });
  fill(schema, ['mbr', 'utility'], { anyOf: variants(tables.metrics, 'metric', utilitySchema.shape) });
  fill(schema, ['rerank'], listOf({ anyOf: variants(tables.scorers, 'kind', scorerKeys) }));
  const policies = { enum: ['auto', ...Object.keys(tables.policies)] };
  fill(schema, ['ensemble', 'select'], { anyOf: [policies, { type: 'string', pattern: '\\.json$' }] });
  const merges = [{ const: 'none' }, ...variants(tables.mergers, 'kind', {})];
  fill(schema, ['ensemble', 'merge'], { anyOf: merges });
  const rules = listOf({ enum: Object.keys(tables.cleaningRules) });
  for (const path of [['clean'], ['dataset', 'clean'], ['output', 'clean']]) fill(schema, path, rules);
  return schema;
};

const toJson = (type: z.ZodType): JsonSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // zod's way to say "a whole number"
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema as JsonSchema;
};

const at = (schema: JsonSchema, [key, ...rest]: readonly string[]): JsonSchema | undefined => {
  if (key === undefined) return schema;
  const holder = [schema, ...(schema.anyOf ?? [])].find(({ properties }) => properties?.[key]);
  const child = holder?.properties?.[key];
  return child && at(child, rest);
};

/** Gives the key at `path` another form; its description and default stay. */
const fill = (schema: JsonSchema, path: readonly string[], form: JsonSchema): void => {
  const node = at(schema, path);
  if (!node) throw new Error(`the schema has no key ${path.join('.')}`);
  for (const key of Object.keys(node)) if (key !== 'description' && key !== 'default') delete node[key];
  Object.assign(node, structuredClone(form));
};

const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** A form for every plugin of `table`: the common keys, `name` among them fixed to the plugin's, and its own options. */
const variants = (table: Table, name: string, common: Shape): JsonSchema[] =>
  Object.entries(table).map(([value, { about, options }]) => {
    const own = toJson(options);
    const shared = toJson(z.strictObject(common));
    const { default: usual, ...key } = shared.properties?.[name] ?? {};
    const properties = { ...shared.properties, [name]: { ...key, const: value }, ...own.properties };
    const required = [...listed(shared.required), ...listed(own.required)].filter((each) => each !== name);
    // a key whose default it is need not be written
    if (usual !== value) required.unshift(name);
    return { type: 'object', description: about, properties, required, additionalProperties: false };
  });

const tokenizerVariants = (table: Table): JsonSchema[] => {
  const byName = variants(table, 'name', { name: z.string().describe('Name of the tokenizer.') });
  // `{model: …}`, `{command: …}`: an option of the tokenizer's own name stands for the name
  const byOption = Object.entries(table)
    .map(([name, { options }]) => ({ name, form: toJson(options) }))
    .filter(({ name, form }) => form.properties?.[name]);
  return [{ enum: Object.keys(table) }, ...byOption.map(({ form }) => form), ...byName];
};

const listed = (required: unknown): string[] => (Array.isArray(required) ? required : []);
