import { localDateOf } from '#contracts/basics/clock.ts';
import type { CaseNumber, TerminalId } from '#contracts/basics/ids.ts';

/** 16 bytes of a UUID text. */
export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The lower-case text of 16 bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The legal day as in a case number: `20261123`. */
export function caseDayOf(epochMs: number): string {
  return localDateOf(epochMs).replaceAll('-', '');
}

export const dayMs = 86_400_000;
const localMidnightMs = 16 * 60 * 60 * 1000; // of UTC: Asia/Shanghai is eight hours ahead, all year

/** When the legal day of `epochMs` began. */
export function startOfLocalDay(epochMs: number): number {
  return Math.floor((epochMs - localMidnightMs) / dayMs) * dayMs + localMidnightMs;
}

/** The last sequence number of a day that a case number has room for. */
export const lastDaySequence = 9999;

/** `QD` + day + the terminal's four digits + the day's sequence, 1..9999. */
export function caseNumberOf(day: string, terminal: TerminalId, sequence: number): CaseNumber {
  return `QD${day}${terminal.slice(1)}${String(sequence).padStart(4, '0')}` as CaseNumber;
}
