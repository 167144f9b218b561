/** Secrets that are known by their shape, whatever key they stand under. */

/**
 * Keys as providers make them: a prefix of their own and a long run of letters and digits. Names of models and companies
 * may begin alike (`sk-telecom-…`), but words are shorter than 20 letters, or have no digit.
 */
const prefixes =
  'sk-(?:[a-z]+[0-9]*-)*|hf_|gsk_|up_|nvapi-|pplx-|glpat-|gh[pousr]_|github_pat_|xox[abprs]-|AKIA|AIza';
const secretShape = new RegExp(
  `(?<![A-Za-z0-9])(?:${prefixes})(?:(?=[A-Za-z]{0,15}[0-9])[A-Za-z0-9]{16}|[A-Za-z0-9]{20})`,
  'u',
);
const jsonWebToken = /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./u;

/** Whether a text holds what looks like a provider's key, wherever it stands. */
export const hasSecretShape = (text: string): boolean => secretShape.test(text) || jsonWebToken.test(text);
