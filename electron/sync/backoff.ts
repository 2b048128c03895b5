import type { RandomBytes } from '#contracts/basics/ids.ts';

/** A number in [0, 1), from 32 random bits. */
export function randomFraction(random: RandomBytes): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}

/**
 * Full jitter: anywhere between 0 and min(most, first × 2^failures), so that terminals that failed together do not come back
 * together. What the centre asked for (`Retry-After`) is waited for in any case.
 *
 * @param failures failures in a row before this one: 0 for the first.
 */
export function backoffMs(
  failures: number,
  bounds: { readonly firstMs: number; readonly mostMs: number },
  random: RandomBytes,
  retryAfterMs = 0,
): number {
  const ceiling = Math.min(bounds.mostMs, bounds.firstMs * 2 ** Math.min(failures, 30));
  return retryAfterMs + Math.round(randomFraction(random) * ceiling);
}
