/**
 * `${NAME}` and `${NAME:-default}` in strings. The config keeps the reference, so that values never reach a file or
 * the screen; they are looked up where they are used. `$${` stands for a plain `${`.
 */
import { ConfigError } from '../errors.ts';

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>;

const reference = /\$(\$?)\{([^}]*)\}?/gu;
const wellFormed = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/su;

/** A reference found in a string. */
export interface Reference {
  /** As written, with its default. */
  readonly text: string;
  /** Undefined where it is not well-formed. */
  readonly name: string | undefined;
  readonly fallback: string | undefined;
}

/** The references in `text`, in order. */
export const referencesIn = (text: string): readonly Reference[] => {
  const found: Reference[] = [];
  replaceReferences(text, (each) => {
    found.push(each);
    return each.text;
  });
  return found;
};

/** `text` with every reference replaced by `lookedUp` it; `$${` becomes `${`. */
const replaceReferences = (text: string, lookedUp: (each: Reference) => string): string =>
  text.replace(reference, (written: string, isEscaped: string, inner: string) => {
    if (isEscaped) return written.slice(1);
    const parts = written.endsWith('}') ? wellFormed.exec(inner) : null;
    return lookedUp({ text: written, name: parts?.[1], fallback: parts?.[2] });
  });

// an empty variable counts as unset, as `:-` does in a shell: an empty key or address is of no use
const lookedUp = ({ name, fallback }: Reference, env: Env): string | undefined =>
  name === undefined ? undefined : env[name] || fallback;

/** Whether `text` holds a reference. */
export const hasReference = (text: string): boolean => referencesIn(text).length > 0;

/** Names of the variables in `text` that have no value: not set, or empty, and without a default. */
export const unsetIn = (text: string, env: Env): readonly string[] =>
  referencesIn(text).flatMap((each) =>
    each.name !== undefined && lookedUp(each, env) === undefined ? [each.name] : [],
  );

/** `text` with the values of the references that have one; the others stay as they are. */
export const substituted = (text: string, env: Env): string =>
  replaceReferences(text, (each) => lookedUp(each, env) ?? each.text);

/**
 * A copy of `value` with the references in all its strings replaced by their values.
 * Throws `config-variable` where one is not set; the message has the name only.
 */
export const resolveVariables = <T>(value: T, env: Env): T =>
  mapStrings(value, (text) =>
    replaceReferences(text, (each) => {
      const found = lookedUp(each, env);
      if (found !== undefined) return found;
      throw unsetError(each);
    }),
  );

const unsetError = ({ name, text }: Reference): ConfigError =>
  new ConfigError(
    'config-variable',
    {
      found: `the environment variable ${name ?? text} is not set`,
      fix: name === undefined ? undefined : `Set it: export ${name}=…`,
    },
    { data: { variable: name } },
  );

/** A copy of a plain value with every string mapped; keys stay as they are. */
export const mapStrings = <T>(value: T, map: (text: string) => string): T => {
  if (typeof value === 'string') return map(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)])) as T;
};
