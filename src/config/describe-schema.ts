/** What a schema accepts, in a few plain words: for messages and the reference of keys. */
import { globalRegistry, type z } from 'zod';
import { definitionOf, unwrapped } from './walk-schema.ts';

type Schema = z.core.$ZodType;

/** `a whole number from 1`, `"auto" or a number`, `a list of texts`. */
export const expectation = (schema: Schema): string => {
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
      return alternatives([...new Set(def.options.map(expectation))]);
    case 'array':
      return `a list (each ${expectation(def.element)})`;
    case 'tuple':
      return `a list of ${def.items.length}`;
    case 'record':
      return `a map (each value ${expectation(def.valueType)})`;
    case 'object':
      return objectText(Object.keys(def.shape));
    default:
      return 'another value';
  }
};

/** `a, b or c` */
export const alternatives = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

const titleOf = (schema: Schema): string | undefined =>
  globalRegistry.get(schema)?.title ?? globalRegistry.get(unwrapped(schema))?.title;

const maxKeys = 6;

const objectText = (keys: readonly string[]): string => {
  if (keys.length === 0) return 'a map of keys';
  return `a map of ${keys.slice(0, maxKeys).join(', ')}${keys.length > maxKeys ? ', …' : ''}`;
};

interface NumberBag {
  readonly format?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const numberText = (schema: Schema): string => {
  const { format, minimum, exclusiveMinimum, maximum } = schema._zod.bag as NumberBag;
  const kind = format?.includes('int') ? 'a whole number' : 'a number';
  if (exclusiveMinimum !== undefined) return `${kind} above ${exclusiveMinimum}${upTo(maximum)}`;
  if (minimum === undefined || minimum === Number.MIN_SAFE_INTEGER) return kind;
  return `${kind} from ${minimum}${upTo(maximum)}`;
};

const upTo = (maximum: number | undefined): string =>
  maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
