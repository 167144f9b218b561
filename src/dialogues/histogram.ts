/** Quantiles of whole numbers in flat memory: fixed bins, exact up to 255, then 64 a doubling (within 1.6 %). */

const exactBins = 256;
const binsPerDoubling = 64;
const firstDoubling = 8; // 2 ** 8 = exactBins
const doublings = 32;

/** What a histogram says about its numbers; all 0 where there are none. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
}

/** Counts whole numbers from 0. */
export class Histogram {
  readonly #bins = new Float64Array(exactBins + doublings * binsPerDoubling);
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  add(value: number): void {
    this.#bins[binOf(value)]! += 1;
    this.#count += 1;
    this.#sum += value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  /** The smallest number that a share of at least `share` of the numbers does not exceed, to the width of its bin. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bin = 0; bin < this.#bins.length; bin++) {
      seen += this.#bins[bin]!;
      if (seen >= rank) return Math.min(this.#max, Math.max(this.#min, startOf(bin)));
    }
    return 0;
  }

  spread(): Spread {
    const isEmpty = this.#count === 0;
    return {
      count: this.#count,
      mean: isEmpty ? 0 : this.#sum / this.#count,
      min: isEmpty ? 0 : this.#min,
      max: this.#max,
      p5: this.quantile(0.05),
      p25: this.quantile(0.25),
      median: this.quantile(0.5),
      p75: this.quantile(0.75),
      p95: this.quantile(0.95),
    };
  }
}

const binOf = (value: number): number => {
  if (value < exactBins) return value;
  const doubling = 31 - Math.clz32(value);
  const within = Math.floor((value / 2 ** doubling - 1) * binsPerDoubling);
  return exactBins + (doubling - firstDoubling) * binsPerDoubling + within;
};

const startOf = (bin: number): number => {
  if (bin < exactBins) return bin;
  const doubling = firstDoubling + Math.floor((bin - exactBins) / binsPerDoubling);
  const within = (bin - exactBins) % binsPerDoubling;
  return Math.ceil(2 ** doubling * (1 + within / binsPerDoubling));
};
