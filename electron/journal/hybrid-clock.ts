import type { TerminalId } from '#contracts/basics/ids.ts';

/** A reading of the hybrid logical clock: wall-clock ms, and a counter for what happens within one ms or while the clock stands back. */
export interface HybridTime {
  readonly ms: number;
  readonly counter: number;
}

/** Further ahead than this the last reading came from a clock that was wrong; following it would have the centre refuse all. */
const believableAheadMs = 5 * 60_000;

/** The reading after `last`, at wall clock `nowMs`: later than `last` unless that one is unbelievable. */
export function nextHybridTime(last: HybridTime | undefined, nowMs: number): HybridTime {
  if (!last || nowMs > last.ms || last.ms - nowMs > believableAheadMs) return { ms: nowMs, counter: 0 };
  return last.counter < 0xffff ? { ms: last.ms, counter: last.counter + 1 } : { ms: last.ms + 1, counter: 0 };
}

/** As it travels: `<ms, 12 hex>-<counter, 4 hex>-<terminal>`. */
export function hybridTimeText(time: HybridTime, terminal: TerminalId): string {
  return `${time.ms.toString(16).padStart(12, '0')}-${time.counter.toString(16).padStart(4, '0')}-${terminal}`;
}
