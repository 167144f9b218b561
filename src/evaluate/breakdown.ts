/** Scores by a property of the dialogue: where a system is strong, and where it is not. */

/** Rows that belong together. */
export interface Group {
  readonly name: string;
  readonly rows: number;
  /** Mean score by file, 0–1; NaN for a file without any of these rows. */
  readonly scores: readonly number[];
}

/** Means of `scores` (by file, then row; NaN where a file has no row) by the group of each row, in order of first sight. */
export const breakDown = (groupOf: readonly string[], scores: readonly Float64Array[]): Group[] => {
  const rowsOf = new Map<string, number[]>();
  for (const [row, name] of groupOf.entries()) {
    const rows = rowsOf.get(name);
    if (rows) rows.push(row);
    else rowsOf.set(name, [row]);
  }
  return [...rowsOf].map(([name, rows]) => ({
    name,
    rows: rows.length,
    scores: scores.map((ofFile) => meanOf(rows.map((row) => ofFile[row]!))),
  }));
};

const otherTopics = '(other topics)';

/** Groups by topic, the largest first. Beyond `most` of them, the smallest are one group at the end. */
export const byTopic = (
  topics: readonly string[],
  scores: readonly Float64Array[],
  most = Number.POSITIVE_INFINITY,
): Group[] => {
  const groups = breakDown(topics, scores).sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
  if (groups.length <= most) return groups;
  const shown = groups.slice(0, most - 1);
  const names = new Set(shown.map(({ name }) => name));
  const renamed = topics.map((topic) => (names.has(topic) ? topic : otherTopics));
  return [...shown, ...breakDown(renamed, scores).filter(({ name }) => name === otherTopics)];
};

/** Groups of about a quarter of the rows each, by their lengths; equal lengths stay together. */
export const byLength = (lengths: readonly number[], scores: readonly Float64Array[]): Group[] => {
  const sorted = [...lengths].sort((a, b) => a - b);
  const limits = [
    ...new Set([0.25, 0.5, 0.75, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1]!)),
  ];
  const nameOf = (length: number): string => {
    const place = limits.findIndex((limit) => length <= limit);
    const lowest = place === 0 ? sorted[0]! : sorted.find((other) => other > limits[place - 1]!)!;
    return lowest === limits[place] ? `${lowest}` : `${lowest}–${limits[place]}`;
  };
  const names = lengths.map(nameOf);
  const order = new Map(names.map((name, row) => [name, lengths[row]!]));
  return breakDown(names, scores).sort((a, b) => order.get(a.name)! - order.get(b.name)!);
};

const meanOf = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};
