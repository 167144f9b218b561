/** Finds parts of a schema by the path of a value, for messages that a user can read. */
import type { z } from 'zod';
import type { KeyPath } from './position.ts';

type Schema = z.core.$ZodType;
type Definition = z.core.$ZodTypes['_zod']['def'];

/** A schema without its wrappers (`optional`, `default`, …). */
export const unwrapped = (schema: Schema): Schema => {
  const { def } = schema._zod as { def: Definition };
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return unwrapped(def.innerType);
    case 'pipe':
      return unwrapped(def.in);
    case 'lazy':
      return unwrapped(def.getter());
    default:
      return schema;
  }
};

/** What a schema is, for a `switch` over its type. */
export const definitionOf = (schema: Schema): Definition =>
  (unwrapped(schema)._zod as { def: Definition }).def;

/** The schemas that a value at `path` could have; several where a union leaves it open. */
export const schemasAt = (schema: Schema, path: KeyPath): readonly Schema[] => {
  const def = definitionOf(schema);
  const [part, ...rest] = path;
  if (part === undefined) return [unwrapped(schema)];
  switch (def.type) {
    case 'union':
      return def.options.flatMap((option) => schemasAt(option, path));
    case 'intersection':
      return [...schemasAt(def.left, path), ...schemasAt(def.right, path)];
    case 'object': {
      const child = Object.hasOwn(def.shape, part) ? def.shape[part] : undefined;
      return child ? schemasAt(child, rest) : [];
    }
    case 'array':
      return schemasAt(def.element, rest);
    case 'tuple': {
      const child = def.items[Number(part)];
      return child ? schemasAt(child, rest) : [];
    }
    case 'record':
      return schemasAt(def.valueType, rest);
    default:
      return [];
  }
};

/** Names of the keys that an object at `path` may have. */
export const keysAt = (schema: Schema, path: KeyPath): readonly string[] => {
  const keys = schemasAt(schema, path).flatMap(keysOf);
  return [...new Set(keys)];
};

const keysOf = (schema: Schema): readonly string[] => {
  const def = definitionOf(schema);
  switch (def.type) {
    case 'object':
      return Object.keys(def.shape);
    case 'union':
      return def.options.flatMap(keysOf);
    case 'intersection':
      return [...keysOf(def.left), ...keysOf(def.right)];
    default:
      return [];
  }
};
