import { instantOf } from '#contracts/basics/clock.ts';

/** `20261123T062600000Z`: sorts by time and may be part of a file's name. */
export function fileStamp(epochMs: number): string {
  return instantOf(epochMs).replaceAll(/[-:.]/g, '');
}

/** ms since 1970 of a stamp; NaN for any other name. */
export function momentOfStamp(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z'));
}
