/** Figures in words, the same everywhere on the page. */

/** A number with fixed digits; `–` where there is none. */
export const fixed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : minus(value.toFixed(digits));

/** With its sign, and a true minus. */
export const signed = (value: number, digits = 2): string =>
  value > 0 ? `+${value.toFixed(digits)}` : minus(value.toFixed(digits));

const minus = (text: string): string => text.replace('-', '−');

/** Thousands apart. */
export const whole = (value: number): string => value.toLocaleString('en');

/** `1 dialogue`, `2,000 dialogues`. */
export const counted = (value: number, noun: string): string =>
  `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;

export const percentage = (part: number, of: number): string =>
  of === 0 ? '–' : `${((100 * part) / of).toFixed(part === of || part === 0 ? 0 : 1)}\u00a0%`;

/** Seconds as a person says them. */
export const duration = (seconds: number): string => {
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${(minutes / 60).toFixed(1)} h`;
};

/** The value that half of `values` do not exceed; NaN for none. */
export const median = (values: ArrayLike<number>): number => {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return Number.isInteger(middle) && middle > 0
    ? (sorted[middle - 1]! + sorted[middle]!) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
};
