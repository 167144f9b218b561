/** What is sent to a chat server so that it answers must not come back from it into files or messages. */
import { createRedactor, formsOf, type Secret } from '../text/redact.ts';
import { isSecretKey } from '../text/secret-key.ts';
import type { Completion } from './chat-answer.ts';
import { createRunRedactor } from './chat-secret-runs.ts';
import type { Endpoint } from './chat-transport.ts';

/** Shorter ones are words such as `none`, which local servers take for a key and summaries may hold. */
const shortestSecret = 8;

/** The scheme of an `Authorization` header is no secret. */
const scheme = /^(?:Bearer|Basic|Token|ApiKey|Key)\s+/iu;

/** Key and secret headers, without their scheme; `config`: how the config calls them. */
const secretsOf = ({ apiKey, headers }: Endpoint): readonly (Secret & { readonly config: string })[] =>
  [
    { name: '[api_key]', config: '`api_key`', value: apiKey ?? '' },
    ...Object.entries(headers)
      .filter(([name]) => isSecretKey(name))
      .map(([name, value]) => ({
        name: `[${name}]`,
        config: `the header ${name}`,
        value: value.replace(scheme, ''),
      })),
  ].filter(({ value }) => value.length >= shortestSecret);

/** Takes a secret and long parts of it out of a text, in every form. */
const redactorOfParts = ({ value, name }: Secret): ((text: string) => string) => {
  const steps = [
    createRedactor([{ value, name }]),
    ...formsOf(value).map((form) => createRunRedactor({ value: form, name })),
  ];
  return (text) => steps.reduce((left, step) => step(left), text);
};

/** Takes key and headers out of a message: some servers repeat the key in the error that refuses it. */
export const redactorOf = (endpoint: Endpoint): ((text: string) => string) => {
  const { apiKey, headers } = endpoint;
  const whole = createRedactor([
    ...(apiKey ? [{ value: apiKey, name: '[api_key]' }] : []),
    ...Object.entries(headers)
      .filter(([, value]) => value.length >= 4)
      .map(([name, value]) => ({ value, name: `[${name}]` })),
  ]);
  const parts = secretsOf(endpoint).map(redactorOfParts);
  return (text) => parts.reduce((left, redact) => redact(left), whole(text));
};

/**
 * What of the secrets an answer holds, whole or a long part, as the config calls it; undefined where it holds none. Such an answer
 * counts as failed: it is the echo of a proxy or of something worse, no summary, and with a name in the secret's place it could
 * still win and be handed in. Headers without a secret (a title, an organisation) may stand in an answer.
 */
export const secretFinder = (endpoint: Endpoint): ((completion: Completion) => string | undefined) => {
  const finders = secretsOf(endpoint).map((secret) => ({ ...secret, redact: redactorOfParts(secret) }));
  return ({ choices }) =>
    finders.find(({ redact }) => choices.some(({ text }) => redact(text) !== text))?.config;
};
