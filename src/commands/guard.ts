/** What a command prints, with secrets taken out: those of the environment at once, those of a config when it is known. */
import { environmentSecrets } from '../config/secret-values.ts';
import { createRedactor, type Secret } from '../text/redact.ts';
import type { Io } from './io.ts';

/** `io` that shows no secret, whoever wrote the text. */
export const guarded = (io: Io): Io => {
  let secrets: readonly Secret[] = environmentSecrets(io.env);
  let redact = createRedactor(secrets);
  return {
    ...io,
    out: (text) => io.out(redact(text)),
    err: (text) => io.err(redact(text)),
    hide: (more) => {
      secrets = [...secrets, ...more];
      redact = createRedactor(secrets);
    },
  };
};
