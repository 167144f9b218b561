/** Differences in words: always with their sign, a true minus, and no side for what rounds to nothing. */

/** `+0.25`, `−0.25`, `+0.00`. */
export const signed = (value: number, digits = 2): string =>
  `${Number(value.toFixed(digits)) < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Two ends of an interval, as a table has them. */
export const signedRange = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${signed(low)} … ${signed(high)}`;
