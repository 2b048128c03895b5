import type { Clock } from '#contracts/basics/clock.ts';

const publicLimits = { perMinute: 30, burst: 15, addresses: 10_000 } as const;

/** Token buckets per address, so that nobody can try certificate numbers by the thousand. */
export interface RateLimit {
  /** Takes one token. @returns seconds to wait when there is none, 0 when it was taken. */
  take(address: string): number;
}

export function openRateLimit(
  clock: Clock,
  limits: { perMinute: number; burst: number; addresses: number } = publicLimits,
): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = limits.perMinute / 60_000;
  return {
    take(address) {
      const now = clock.monotonic();
      const bucket = buckets.get(address) ?? { tokens: limits.burst, at: now };
      const tokens = Math.min(limits.burst, bucket.tokens + (now - bucket.at) * perMs);
      buckets.delete(address); // back in at the end: the first of the map is the one not seen for longest
      buckets.set(address, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > limits.addresses && oldest !== undefined) buckets.delete(oldest);
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs / 1000);
    },
  };
}
