/** Finds references without a value before anything starts: an error, or a reason to skip an optional system. */
import type { Json } from '../types.ts';
import type { KeyPath } from './position.ts';
import type { Problems } from './problems.ts';
import { type Env, referencesIn, unsetIn } from './variables.ts';

/** Reports unset variables and malformed references; returns the systems skipped for them, by position. */
export const checkVariables = (
  written: Json,
  env: Env,
  problems: Problems,
): ReadonlyMap<number, readonly string[]> => {
  const skipped = new Map<number, readonly string[]>();
  for (const { path, text } of stringsIn(written)) {
    for (const { name, text: reference } of referencesIn(text))
      if (name === undefined) problems.add(malformed(path, reference));
    const unset = unsetIn(text, env);
    if (unset.length === 0) continue;
    const position = optionalSystem(written, path);
    if (position === undefined) for (const name of unset) problems.add(notSet(path, name));
    else skipped.set(position, [...new Set([...(skipped.get(position) ?? []), ...unset])]);
  }
  return skipped;
};

const malformed = (path: KeyPath, reference: string) =>
  ({
    code: 'config-variable',
    path,
    found: `a reference that is not well-formed (${reference.slice(0, 30)})`,
    expected: '${NAME} or ${NAME:-default}',
    fix: 'Write $${ for the characters themselves.',
  }) as const;

const notSet = (path: KeyPath, name: string) =>
  ({
    code: 'config-variable',
    path,
    found: `the environment variable ${name} is not set`,
    fix:
      path[0] === 'systems'
        ? `Set it, write a default (\${${name}:-…}), or make the system optional.`
        : `Set it, or write a default (\${${name}:-…}).`,
  }) as const;

const optionalSystem = (written: Json, [section, position]: KeyPath): number | undefined => {
  if (section !== 'systems' || typeof position !== 'number') return undefined;
  const { systems } = written as { systems: readonly { optional?: unknown }[] };
  return systems[position]?.optional === true ? position : undefined;
};

function* stringsIn(value: Json, path: KeyPath = []): Generator<{ path: KeyPath; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* stringsIn(item, [...path, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, [...path, key]);
}
