/** What a schema accepts, in a few plain words: for messages and the reference of keys. */
import { globalRegistry, type z } from 'zod';
import { definitionOf, unwrapped } from './walk-schema.ts';

type Schema = z.core.$ZodType;

/** How a map of these keys is called. */
type MapText = (keys: readonly string[]) => string;

/** `a whole number from 1`, `"auto" or a number`, `a list (each a text)`. */
export const expectation = (schema: Schema, mapText: MapText = keysText): string => {
  const inner = (each: Schema): string => expectation(each, mapText);
  const title = titleOf(schema);
  if (title !== undefined) return title;
  const def = definitionOf(schema);
  switch (def.type) {
    case 'string':
      return 'a text';
    case 'number':
      return numberText(unwrapped(schema));
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'nothing';
    case 'enum':
      return alternatives(Object.values(def.entries).map((value) => JSON.stringify(value)));
    case 'literal':
      return alternatives(def.values.map((value) => JSON.stringify(value) ?? String(value)));
    case 'union':
      return alternatives([...new Set(def.options.map(inner))]);
    case 'array':
      return `a list (each ${inner(def.element)})`;
    case 'tuple':
      return `a list of ${def.items.length}`;
    case 'record':
      return `a map (each value ${inner(def.valueType)})`;
    case 'object':
      return mapText(Object.keys(def.shape));
    default:
      return 'another value';
  }
};

/** `a, b or c`; longer phrases are kept apart: `a path, or a map of path, format`. */
export const alternatives = (items: readonly string[]): string => {
  if (items.length < 2) return items.join('');
  if (items.some((item) => / or |,/u.test(item))) return items.join(', or ');
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
};

const titleOf = (schema: Schema): string | undefined =>
  globalRegistry.get(schema)?.title ?? globalRegistry.get(unwrapped(schema))?.title;

const maxKeys = 6;

const keysText: MapText = (keys) => {
  if (keys.length === 0) return 'a map of keys';
  return `a map of ${keys.slice(0, maxKeys).join(', ')}${keys.length > maxKeys ? ', …' : ''}`;
};

const numberText = (schema: Schema): string => {
  const { lower, above, upper } = boundsOf(schema);
  const kind = isWhole(schema) ? 'a whole number' : 'a number';
  const to = upper === undefined ? '' : ` to ${upper}`;
  if (above !== undefined) return `${kind} above ${above}${upper === undefined ? '' : `, up to ${upper}`}`;
  if (lower !== undefined) return `${kind} from ${lower}${to}`;
  return upper === undefined ? kind : `${kind} up to ${upper}`;
};

interface NumberDefinition {
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: NumberCheck } }[];
}

interface NumberCheck {
  readonly check: string;
  readonly format?: string;
  readonly value?: number;
  readonly inclusive?: boolean;
}

const checksOf = (schema: Schema): readonly NumberCheck[] =>
  ((schema._zod.def as NumberDefinition).checks ?? []).map((check) => check._zod.def);

const isWhole = (schema: Schema): boolean =>
  [schema._zod.def as NumberDefinition, ...checksOf(schema)].some(({ format }) => format?.includes('int'));

const boundsOf = (schema: Schema): { lower?: number; above?: number; upper?: number } => {
  const bounds: { lower?: number; above?: number; upper?: number } = {};
  for (const { check, value, inclusive } of checksOf(schema)) {
    if (value === undefined) continue;
    if (check === 'less_than') bounds.upper = value;
    if (check === 'greater_than') bounds[inclusive ? 'lower' : 'above'] = value;
  }
  return bounds;
};
