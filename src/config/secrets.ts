/** Secrets belong in the environment: a config that holds one as text is refused, and no message shows it. */
import { isSecretKey } from '../text/secret-key.ts';
import type { KeyPath } from './position.ts';
import type { Finding } from './problems.ts';
import { hasSecretShape } from './secret-shape.ts';
import { referencesIn } from './variables.ts';

/** Whether the value at `path` may be a secret, so that no message shows it. */
export const mayBeSecret = (path: KeyPath): boolean =>
  path.some((part) => typeof part === 'string' && (part === 'headers' || isSecretKey(part)));

/** Every secret that stands as text in `value`, the plain data of a config. */
export const findSecrets = (value: unknown, path: KeyPath = []): readonly Finding[] => {
  if (typeof value === 'string') return secretIn(value, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => findSecrets(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    // what is written as a key is told at the map it stands in: a message would show it otherwise
    hasSecretShape(key)
      ? [secretFinding(path, 'api_key', 'a key that looks like one of a provider')]
      : findSecrets(item, [...path, key]),
  );
};

const secretIn = (text: string, path: KeyPath): readonly Finding[] => {
  const name = String(path.findLast((part) => typeof part === 'string') ?? '');
  if (isSecretKey(name) && !isReferenceOnly(text)) return [secretFinding(path, name)];
  const defaults = referencesIn(text).flatMap(({ fallback }) => fallback ?? []);
  if ([text, ...defaults].some(hasUrlSecret))
    return [secretFinding(path, `${name}_secret`, 'a URL with a secret in it')];
  return hasSecretShape(text) ? [secretFinding(path, 'api_key', 'what looks like a key of a provider')] : [];
};

const secretFinding = (path: KeyPath, name: string, found = 'a secret as text'): Finding => ({
  code: 'config-secret',
  path,
  found,
  expected: 'a reference to an environment variable',
  fix: `Write \${${name.toUpperCase().replace(/[^A-Z0-9]+/gu, '_')}} and set that variable.`,
});

/** Whether nothing but references (and a scheme such as `Bearer`) is left; a default would be a secret as text. */
const isReferenceOnly = (text: string): boolean => {
  const references = referencesIn(text);
  if (references.some(({ fallback }) => fallback)) return false;
  const rest = references.reduce((left, { text: written }) => left.replace(written, ''), text);
  return (
    /^\s*(Bearer|Basic|Token|ApiKey|Key)?\s*$/iu.test(rest) && (references.length > 0 || text.trim() === '')
  );
};

const urlSecret =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*:(?<password>[^/@\s]+)@|.*[?&][^=&]*(?:key|token|secret|password|sig|signature)=(?<query>[^&\s]+))/iu;

const hasUrlSecret = (text: string): boolean => {
  const { password, query } = urlSecret.exec(text)?.groups ?? {};
  const secret = password ?? query;
  return secret !== undefined && !isReferenceOnly(secret);
};
