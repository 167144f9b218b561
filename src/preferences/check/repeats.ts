/** Rows that stand twice, and answers that are chosen both ways, by hashes of their texts. */
import { createHash } from 'node:crypto';
import type { Add, Example } from './loader.ts';

/** Rows whose hashes are kept, about 100 bytes each; later rows are compared with these only. */
const kept = 1_000_000;

/** 48 bits: among a million rows a chance hit has a probability of 1 in 560. */
const hashOf = (parts: readonly string[]): number =>
  createHash('sha256').update(JSON.stringify(parts)).digest().readUIntBE(0, 6);

export const createRepeatCheck = () => {
  const lines = new Map<number, number>();

  const seenBefore = (parts: readonly string[]): number | undefined => lines.get(hashOf(parts));
  const keep = (parts: readonly string[], line: number): void => {
    if (lines.size < kept) lines.set(hashOf(parts), line);
  };

  return (example: Example, line: number, add: Add): void => {
    const { prompt, answers, label } = example;
    const texts = answers.map(({ text }) => text);
    const key = (label_: boolean | undefined, order: readonly string[]) => [prompt, String(label_), ...order];
    const again = seenBefore(key(label, texts));
    if (again !== undefined)
      add(
        'repeated-row',
        'warn',
        `the row says what line ${again} says: it counts as many times as it stands there`,
      );
    else keep(key(label, texts), line);
    if (label !== undefined) {
      const other = seenBefore(key(!label, texts));
      if (other !== undefined)
        add(
          'label-conflict',
          'mangle',
          `the same answer is labelled ${!label} in line ${other}: it is learned and unlearned`,
        );
    } else if (texts[0] !== texts[1]) {
      const other = seenBefore(key(undefined, texts.toReversed()));
      if (other !== undefined)
        add(
          'contradiction',
          'mangle',
          `line ${other} has the same two answers the other way round: it is learned and unlearned`,
        );
    }
  };
};
