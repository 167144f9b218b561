/**
 * How much is asked of one provider at a time. Own code, since no kept-up library does this: `p-limit` and `p-queue` know
 * a fixed concurrency and fixed intervals, `bottleneck` (last release 2019) reservoirs; none counts tokens that are known
 * only afterwards, none adapts to refusals, none waits as the provider's headers tell.
 *
 * Requests and tokens a minute are counted in a window that slides over the last 60 s, so that no minute holds more than
 * allowed. Concurrency follows additive increase and multiplicative decrease (Chiu, Jain 1989), as TCP does: a refusal
 * halves it, every success adds the inverse of it.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.ts';

export interface Limits {
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Requests a minute. */
  readonly rpm?: number | undefined;
  /** Tokens a minute, prompt and answer together. */
  readonly tpm?: number | undefined;
}

/** Leave for one request; `done` must be called once it has ended. */
export interface Permit {
  /** `limited`: the provider refused it as too much. `tokens`: what it really took, where known. */
  done(outcome: 'ok' | 'limited' | 'failed', tokens?: number): void;
}

interface Waiting {
  readonly tokens: number;
  readonly start: (permit: Permit) => void;
}

/** A request of the last minute. */
interface Started {
  readonly time: number;
  tokens: number;
}

/** A second longer than a minute: requests are counted where they arrive, and some are longer on their way. */
const minute = 61_000;

/** Gives leave for requests, first come, first served. */
export class Limiter {
  readonly #clock: Clock;
  #limits: Limits;
  /** Current concurrency, between 1 and the configured one. */
  #allowed: number;
  #inFlight = 0;
  #lastCut = Number.NEGATIVE_INFINITY;
  #notBefore = Number.NEGATIVE_INFINITY;
  /** Requests of the last minute, oldest first. */
  readonly #started: Started[] = [];
  #tokens = 0;
  readonly #waiting: Waiting[] = [];
  #alarm: AbortController | undefined;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#allowed = limits.concurrency;
    this.#clock = clock;
  }

  /** Requests that may be in flight now. */
  get concurrency(): number {
    return Math.floor(this.#allowed);
  }

  /** Of two systems at one provider, the stricter limits hold for both. */
  tighten({ concurrency, rpm, tpm }: Limits): void {
    this.#limits = {
      concurrency: Math.min(this.#limits.concurrency, concurrency),
      rpm: least(this.#limits.rpm, rpm),
      tpm: least(this.#limits.tpm, tpm),
    };
    this.#allowed = Math.min(this.#allowed, this.#limits.concurrency);
  }

  /** Resolves when a request of about `tokens` may start; rejects when `signal` is aborted before. */
  acquire(tokens: number, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason);
        this.#admit();
      };
      const start = (permit: Permit): void => {
        signal.removeEventListener('abort', leave);
        resolve(permit);
      };
      const waiting = { tokens, start };
      setMaxListeners(0, signal); // as many as wait, which is no leak
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  /** Starts nothing for so many milliseconds. */
  pause(ms: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + ms);
  }

  /** Starts what may start; sets an alarm for the rest. */
  #admit(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (this.#inFlight >= this.concurrency) return; // whoever ends admits the next
      const ms = this.#waitFor(first.tokens);
      if (ms > 0) {
        this.#wakeAfter(ms);
        return;
      }
      this.#waiting.shift();
      first.start(this.#permit(first.tokens));
    }
  }

  #wakeAfter(ms: number): void {
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#clock.sleep(ms, alarm.signal).then(
      () => this.#admit(),
      () => {}, // put off: somebody else has admitted meanwhile
    );
  }

  /** Milliseconds until a request of `tokens` fits into the minute before it. */
  #waitFor(tokens: number): number {
    const now = this.#clock.now();
    while (this.#started[0] && this.#started[0].time <= now - minute)
      this.#tokens -= (this.#started.shift() as Started).tokens;
    return Math.max(this.#notBefore - now, this.#waitForRequests(now), this.#waitForTokens(tokens, now));
  }

  #waitForRequests(now: number): number {
    const { rpm = Number.POSITIVE_INFINITY } = this.#limits;
    const last = this.#started[this.#started.length - rpm];
    return last ? last.time + minute - now : 0;
  }

  /** A request larger than the whole limit waits until nothing else is in the window. */
  #waitForTokens(tokens: number, now: number): number {
    const { tpm = Number.POSITIVE_INFINITY } = this.#limits;
    let over = this.#tokens + tokens - tpm;
    let ms = 0;
    for (const started of this.#started) {
      if (over <= 0) break;
      over -= started.tokens;
      ms = started.time + minute - now;
    }
    return ms;
  }

  #permit(tokens: number): Permit {
    const started: Started = { time: this.#clock.now(), tokens };
    this.#started.push(started);
    this.#tokens += tokens;
    this.#inFlight += 1;
    return {
      done: (outcome, used) => {
        this.#inFlight -= 1;
        if (used !== undefined) this.#correct(started, used);
        if (outcome === 'ok') this.#grow();
        else if (outcome === 'limited') this.#shrink(started.time);
        this.#admit();
      },
    };
  }

  #correct(started: Started, used: number): void {
    // what has left the window no longer counts
    if (started.time > this.#clock.now() - minute && this.#started.includes(started))
      this.#tokens += used - started.tokens;
    started.tokens = used;
  }

  #grow(): void {
    this.#allowed = Math.min(this.#limits.concurrency, this.#allowed + 1 / this.#allowed);
  }

  /** A burst of refusals is one refusal: only requests that began after the last cut cut again. */
  #shrink(startedAt: number): void {
    if (startedAt < this.#lastCut) return;
    this.#lastCut = this.#clock.now();
    this.#allowed = Math.max(1, this.#allowed / 2);
  }
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
