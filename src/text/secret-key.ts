/** Secrets that are known by the name they stand under. */

// `eos_token` and the like are no secrets: a bare `…_token` is not enough
const secretKey =
  /^(?:key|token|.*(?:api|access|auth|bearer|hub|hf|refresh|session|secret|private|subscription)[_-]?(?:key|token)|.*(?:secret|password|passwd|authorization|cookie|credentials?))$/iu;

/** Whether a key of this name holds a secret (`api_key`, `Authorization`, `x-auth-token`). */
export const isSecretKey = (key: string): boolean => secretKey.test(key);
