/** The values that no message or file may show: those of the environment that the config refers to, or that look secret. */
import type { Secret } from '../text/redact.ts';
import { isSecretKey } from '../text/secret-key.ts';
import type { Config } from './config.ts';
import type { KeyPath } from './position.ts';
import { mayBeSecret } from './secrets.ts';
import { type Env, referencesIn } from './variables.ts';

/** Shorter values are no secrets (`1`, `true`, `cuda`), and to replace them would shred every message. */
const shortest = { secret: 4, any: 8 } as const;

/** Secrets of the environment by the names of its variables alone (`…_API_KEY`, `HF_TOKEN`). */
export const environmentSecrets = (env: Env): readonly Secret[] =>
  Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isSecretKey(name) && value.length >= shortest.any ? secretsIn(name, value) : [],
  );

/** All values that `config` takes from the environment, and those that look secret by their name. */
export const secretsOf = (config: Config, env: Env): readonly Secret[] => [
  ...environmentSecrets(env),
  ...references(config).flatMap(({ name, isSecret }) => {
    const value = env[name];
    return value !== undefined && value.length >= (isSecret ? shortest.secret : shortest.any)
      ? secretsIn(name, value)
      : [];
  }),
];

/** The value, and the password and query of a URL, which libraries show by themselves. */
const secretsIn = (name: string, value: string): readonly Secret[] => {
  const inUrl = URL.canParse(value) ? partsOfUrl(new URL(value)) : [];
  return [value, ...inUrl]
    .filter((part) => part.length >= shortest.secret)
    .map((part) => ({ value: part, name: `\${${name}}` }));
};

const partsOfUrl = (url: URL): readonly string[] =>
  [url.password, decodeURIComponent(url.password), ...url.searchParams.values()].filter(
    (part) => part !== '',
  );

const references = (
  value: unknown,
  path: KeyPath = [],
): readonly { readonly name: string; readonly isSecret: boolean }[] => {
  if (typeof value === 'string')
    return referencesIn(value).flatMap(({ name }) =>
      name === undefined ? [] : [{ name, isSecret: mayBeSecret(path) }],
    );
  if (Array.isArray(value)) return value.flatMap((item, index) => references(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => references(item, [...path, key]));
};
