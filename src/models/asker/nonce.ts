/** The number in the marks around a dialogue. */
import { createHash } from 'node:crypto';

/**
 * 64 bits that depend on the very text they surround: whoever writes it would have to find a text that holds its own
 * hash. Drawn from nothing else, so that the same call is the same bytes when a run is continued.
 */
export const nonceOf = (seed: number, prompt: string, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([seed, prompt, text]))
    .digest('hex')
    .slice(0, 16);
