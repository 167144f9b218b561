/** What a cleaning rule made of a text. */
export interface Cleaned {
  readonly text: string;
  /** Number of places that changed; 0 where the text stays as it is. */
  readonly changes: number;
}

/** A named way to repair one kind of damage. */
export interface CleaningRule {
  /** One sentence for the docs. */
  readonly about: string;
  /** Applied to its own result it changes nothing. */
  clean(text: string): Cleaned;
}

/** Replaces every match of a global `pattern` and counts those that really changed. */
export const replaceCounted = (
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): Cleaned => {
  let [cleaned, end, changes] = ['', 0, 0];
  for (const match of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === match[0]) continue;
    cleaned += text.slice(end, match.index) + replaced;
    end = match.index + match[0].length;
    changes += 1;
  }
  return changes === 0 ? { text, changes } : { text: cleaned + text.slice(end), changes };
};

/** Several steps, one after the other, again and again until none changes anything: one repair can uncover another. */
export const untilClean =
  (...steps: readonly ((text: string) => Cleaned)[]) =>
  (text: string): Cleaned => {
    let cleaned: Cleaned = { text, changes: 0 };
    for (let before = -1; before !== cleaned.changes; ) {
      before = cleaned.changes;
      cleaned = steps.reduce((sofar, step) => {
        const after = step(sofar.text);
        return { text: after.text, changes: sofar.changes + after.changes };
      }, cleaned);
    }
    return cleaned;
  };
