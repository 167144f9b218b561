/** Names the files of a run's folder that nobody is known to have written. */
import { firstFew } from '../errors.ts';
import type { Beside } from '../run/beside.ts';
import { printableLine } from '../text/terminal.ts';

/** A line, or none where there are none. */
export const unknownText = ({ unknown }: Pick<Beside, 'unknown'>): string[] =>
  unknown.length === 0
    ? []
    : [
        `Not of this run: ${firstFew(
          unknown.map((name) => printableLine(name)),
          6,
        )} (left by a run that was killed, or your own); nothing reads or removes it.`,
      ];
