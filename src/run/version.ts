import { readFileSync } from 'node:fs';

/** Version of hapui, from its own package. */
export const hapuiVersion = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
