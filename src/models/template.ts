/** Text with named fields `{{name}}`. Nothing is evaluated: a field is replaced once, and what replaces it is not read again. */
import { ConfigError } from '../errors.ts';
import { nearest } from '../registry.ts';

/** Literal text and the fields between. */
export interface Template {
  readonly parts: readonly (string | { readonly field: string })[];
}

const field = /\{\{\s*([^{}]*?)\s*\}\}/gu;

/**
 * Splits `text` at its fields. Throws `config-unknown-name` for a field that is not among `fields`; `locate` gives the
 * place of an offset for the message.
 */
export const parseTemplate = (
  text: string,
  fields: readonly string[],
  locate: (offset: number) => string,
): Template => {
  const parts: (string | { field: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(field)) {
    const name = match[1] as string;
    if (!fields.includes(name)) throw unknownField(name, fields, locate(match.index));
    parts.push(text.slice(end, match.index), { field: name });
    end = match.index + match[0].length;
  }
  return { parts: [...parts, text.slice(end)] };
};

/** Whether `template` has the field `name`. */
export const hasField = ({ parts }: Template, name: string): boolean =>
  parts.some((part) => typeof part !== 'string' && part.field === name);

/** The text with its fields replaced; a line that held nothing but an empty field goes. */
export const fillTemplate = ({ parts }: Template, values: Readonly<Record<string, string>>): string => {
  let text = '';
  let isLineDropped = false;
  for (const [place, part] of parts.entries()) {
    if (typeof part === 'string') {
      text += isLineDropped ? part.replace(/^\r?\n/u, '') : part;
      isLineDropped = false;
      continue;
    }
    const value = values[part.field] ?? '';
    isLineDropped = value === '' && isAlone(text, parts[place + 1]);
    text += value;
  }
  return text;
};

const isAlone = (before: string, after: unknown): boolean =>
  /(^|\n)$/u.test(before) && typeof after === 'string' && /^\r?\n/u.test(after);

const unknownField = (name: string, fields: readonly string[], where: string): ConfigError => {
  const near = nearest(name, fields);
  return new ConfigError('config-unknown-name', {
    where,
    found: `unknown field {{${name}}}`,
    expected: fields.map((each) => `{{${each}}}`).join(', '),
    fix: near === undefined ? undefined : `Did you mean {{${near}}}?`,
  });
};
