/** How long to wait before something that keeps failing is tried again. */
export interface BackOffDelays {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Having run this long counts as healthy: the next failure starts from `firstMs` again. */
  readonly stableAfterMs: number;
}

/** What is remembered between failures. `failures` counts those since the last healthy run. */
export interface BackOff {
  readonly failures: number;
}

export const noFailures: BackOff = { failures: 0 };

/** One more failure after a run of `ranForMs`: the new memory and the delay before the next try, doubling up to the longest. */
export function afterFailure(before: BackOff, ranForMs: number, delays: BackOffDelays): { next: BackOff; delayMs: number } {
  const failures = ranForMs >= delays.stableAfterMs ? 1 : before.failures + 1;
  const delayMs = Math.min(delays.longestMs, delays.firstMs * 2 ** Math.min(failures - 1, 30));
  return { next: { failures }, delayMs };
}
