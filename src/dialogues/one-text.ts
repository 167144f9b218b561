/** Whether all summaries of a file are one text, as in a competition's sample submission. */

/** Fewer summaries may be alike by chance. */
const enough = 5;

export interface OneText {
  /** Takes the next summary; false once they differ. */
  note(text: string): boolean;
  /** The text, which may be empty; undefined where summaries differ, or are too few to tell. */
  text(): string | undefined;
}

/** Starts without summaries; white space at their ends does not count. */
export const createOneText = (): OneText => {
  let first: string | undefined;
  let count = 0;
  let differs = false;
  return {
    note(text) {
      const trimmed = text.trim();
      first ??= trimmed;
      count++;
      if (trimmed !== first) differs = true;
      return !differs;
    },
    text: () => (differs || count < enough ? undefined : first),
  };
};
