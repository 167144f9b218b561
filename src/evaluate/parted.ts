/** Work in parts that stand alone, so that any thread may do any of them; what comes of it does not depend on who did which. */

/** `Part` and `Done` are plain data: they cross to threads and back. */
export interface Parted<Part, Done, Result> {
  /** The largest first, so that none of them is left for the end. */
  readonly parts: readonly Part[];
  /** Does one part. */
  perform(part: Part): Done;
  /** Takes what was done of each part, in the order of the parts. */
  conclude(done: readonly Done[]): Result;
}

/** Does all parts here, one after the other. */
export const performAll = <Part, Done, Result>({
  parts,
  perform,
  conclude,
}: Parted<Part, Done, Result>): Result => conclude(parts.map(perform));
