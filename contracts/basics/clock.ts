import type { Brand } from './ids.ts';

/** A moment, ISO 8601 in UTC with milliseconds and `Z`: `2026-11-23T06:26:00.000Z`. */
export type Instant = Brand<string, 'Instant'>;
/** A legal day in Asia/Shanghai: `2026-11-23`. */
export type LocalDate = Brand<string, 'LocalDate'>;

/** The only way to time: passed in everywhere, so that a test or a replay owns it. */
export interface Clock {
  /** Wall clock, ms since 1970-01-01T00:00:00Z. May jump; never use it to measure a span. */
  now(): number;
  /** Monotonic ms from an arbitrary origin; never jumps. */
  monotonic(): number;
  /** Runs `fn` once after `delayMs`; the returned function cancels and may be called any number of times. */
  after(delayMs: number, fn: () => void): () => void;
}

const shanghaiOffsetMs = 8 * 60 * 60 * 1000; // no daylight saving since 1991

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

export function localDateOf(epochMs: number): LocalDate {
  return new Date(epochMs + shanghaiOffsetMs).toISOString().slice(0, 10) as LocalDate;
}

/** @param days may be negative. */
export function addDays(day: string, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as LocalDate;
}

/** `2026-11-23 14:26` in Asia/Shanghai, for people and paper. */
export function localMinuteOf(epochMs: number): string {
  return new Date(epochMs + shanghaiOffsetMs).toISOString().slice(0, 16).replace('T', ' ');
}
