/** What is sent to a chat server so that it answers must not come back from it into files or messages. */
import { createRedactor } from '../text/redact.ts';
import { isSecretKey } from '../text/secret-key.ts';
import type { Completion } from './chat-answer.ts';
import type { Endpoint } from './chat-transport.ts';

/** Takes key and headers out of a message: some servers repeat the key in the error that refuses it. */
export const redactorOf = ({ apiKey, headers }: Endpoint): ((text: string) => string) =>
  createRedactor([
    ...(apiKey ? [{ value: apiKey, name: '[api_key]' }] : []),
    ...Object.entries(headers)
      .filter(([, value]) => value.length >= 4)
      .map(([name, value]) => ({ value, name: `[${name}]` })),
  ]);

/** Shorter ones are words such as `none`, which local servers take for a key and summaries may hold. */
const shortestSecret = 8;

/** The scheme of an `Authorization` header is no secret. */
const scheme = /^(?:Bearer|Basic|Token|ApiKey|Key)\s+/iu;

/**
 * What of the secrets an answer holds, as the config calls it; undefined where it holds none. Such an answer counts as failed: it is
 * the echo of a proxy or of something worse, no summary, and with a name in the secret's place it could still win and be
 * handed in. Headers without a secret (a title, an organisation) may stand in an answer.
 */
export const secretFinder = ({
  apiKey,
  headers,
}: Endpoint): ((completion: Completion) => string | undefined) => {
  const secrets = [
    { name: '`api_key`', value: apiKey ?? '' },
    ...Object.entries(headers)
      .filter(([name]) => isSecretKey(name))
      .map(([name, value]) => ({ name: `the header ${name}`, value: value.replace(scheme, '') })),
  ].filter(({ value }) => value.length >= shortestSecret);
  const finders = secrets.map((secret) => ({ name: secret.name, redact: createRedactor([secret]) }));
  return ({ choices }) =>
    finders.find(({ redact }) => choices.some(({ text }) => redact(text) !== text))?.name;
};
