/** Secrets in texts that others made (error bodies, messages of libraries) are replaced by the names they came from. */

/** A value that must not be seen, and what stands in its place, such as `${API_KEY}`. */
export interface Secret {
  readonly value: string;
  readonly name: string;
}

/** How a value may look inside other text: as it is, in a URL, in a JSON string, with the slashes that PHP and others escape. */
export const formsOf = (value: string): readonly string[] => {
  const json = JSON.stringify(value).slice(1, -1);
  const slashes = ['\\/', '\\u002f', '\\u002F'].map((slash) => json.replaceAll('/', slash));
  return [...new Set([value, encodeURIComponent(value), json, ...slashes])];
};

/** A function that replaces every secret in a text; longer values first, since one may hold another. */
export const createRedactor = (secrets: readonly Secret[]): ((text: string) => string) => {
  const names = new Map(secrets.flatMap(({ value, name }) => formsOf(value).map((form) => [form, name])));
  const values = [...names.keys()].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  if (values.length === 0) return (text) => text;
  const pattern = new RegExp(values.map(escaped).join('|'), 'gu');
  return (text) => text.replace(pattern, (found) => names.get(found) as string);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
