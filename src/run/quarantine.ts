/** Dialogues for which a system has no answer or a scorer no score: `quarantine.jsonl`, written by runs, read by joins and checks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A dialogue for which a system has no answer, whose candidates a scorer could not score, or of which nobody wrote a merged text. */
export interface Quarantined {
  readonly id: string;
  readonly index: number;
  /** Null where a scorer or the merger failed on the candidates of the dialogue together. */
  readonly system: string | null;
  /** The entry of `rerank` that failed; absent where the system itself did. */
  readonly scorer?: string;
  /** The kind of merger that failed. */
  readonly merger?: string;
  readonly reason: string;
  readonly attempts: number;
  /** The dialogue as it was given to the system. */
  readonly text: string;
}

/** Input order, then by name of the system: who was faster must not show. */
export const byPlace = (a: Quarantined, b: Quarantined): number =>
  a.index - b.index ||
  Number((a.system ?? '') > (b.system ?? '')) - Number((a.system ?? '') < (b.system ?? ''));

/** Name of the file inside a run's folder. */
export const quarantineFile = 'quarantine.jsonl';

type Failure = Pick<Quarantined, 'reason' | 'attempts'>;

/** What was asked for. */
type Wanted = Pick<Quarantined, 'id' | 'system' | 'scorer' | 'merger'>;

/** What earlier runs say of answers that are missing. */
export interface KnownFailures {
  /** Why; a reason of its own where nothing is known. */
  of(wanted: Wanted): Failure;
  /** Missing answers that were asked for and of which nothing was known. */
  readonly unexplained: number;
}

const entrySchema = z.object({
  id: z.string(),
  system: z.string().nullable(),
  scorer: z.string().exactOptional(),
  merger: z.string().exactOptional(),
  reason: z.string(),
  attempts: z.number(),
});

/** The failures that the quarantines of these runs' folders tell; a damaged line tells nothing. */
export const readFailures = async (folders: readonly string[]): Promise<KnownFailures> => {
  const known = new Map<string, Failure>();
  for (const folder of folders)
    for (const { reason, attempts, ...wanted } of await entriesIn(join(folder, quarantineFile)))
      known.set(keyOf(wanted), { reason, attempts });
  let unexplained = 0;
  return {
    of: (wanted) => {
      const failure = known.get(keyOf(wanted));
      if (failure) return failure;
      unexplained += 1;
      return { reason: 'no answer is stored', attempts: 0 };
    },
    get unexplained() {
      return unexplained;
    },
  };
};

const keyOf = ({ id, system, scorer = '', merger = '' }: Wanted): string =>
  JSON.stringify([id, system, scorer, merger]);

const entriesIn = async (path: string): Promise<readonly z.output<typeof entrySchema>[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const entry = entrySchema.safeParse(parsed(line));
    return entry.success ? [entry.data] : [];
  });
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
