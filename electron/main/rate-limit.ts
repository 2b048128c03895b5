import type { Clock } from '#contracts/basics/clock.ts';

export interface Rate {
  /** Calls that may come at once. */
  readonly burst: number;
  /** Calls per second in the long run. */
  readonly perSecond: number;
}

/** A bucket of `burst` tokens that fills by `perSecond`; each call takes one, and an empty bucket says no. */
export function makeRateLimit(clock: Clock, rate: Rate): () => boolean {
  let tokens = rate.burst;
  let filledAt = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    tokens = Math.min(rate.burst, tokens + ((now - filledAt) / 1000) * rate.perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
