/** Which dialogues something was learned from, told without their texts. */
import { createHash } from 'node:crypto';
import type { Dataset } from '../dialogues/dataset.ts';
import { comparable } from '../text/normalise.ts';

/** Hexadecimal digits: of a million dialogues, two share them by chance once in 37 million datasets. */
const digits = 16;

const fingerprintOf = (text: string): string =>
  createHash('sha256').update(comparable(text)).digest('hex').slice(0, digits);

/** Fingerprints of the dialogues' texts, sorted, each once; of those without text there is none. */
export const fingerprintsOf = async (dataset: Pick<Dataset, 'read'>): Promise<string[]> => {
  const found = new Set<string>();
  for await (const { text } of dataset.read()) if (text.trim() !== '') found.add(fingerprintOf(text));
  return [...found].sort();
};

/** Ids of the dialogues whose texts are among `seen`, in order. */
export const idsAmong = async (
  dataset: Pick<Dataset, 'read'>,
  seen: readonly string[],
): Promise<string[]> => {
  const known = new Set(seen);
  const ids: string[] = [];
  for await (const { id, text } of dataset.read())
    if (text.trim() !== '' && known.has(fingerprintOf(text))) ids.push(id);
  return ids;
};
