import { localDateOf } from '#contracts/basics/clock.ts';
import type { QuietHours } from './types.ts';

const dayMs = 86_400_000;

/** End of the quiet hours that `nowMs` is in, ms since 1970; undefined = it is not in them. Asia/Shanghai. */
export function quietUntil({ from, to }: QuietHours, nowMs: number): number | undefined {
  const midnight = localMidnight(nowMs);
  const [start, end] = [midnight + sinceMidnight(from), midnight + sinceMidnight(to)];
  if (start === end) return undefined;
  if (start < end) return nowMs >= start && nowMs < end ? end : undefined;
  if (nowMs >= start) return end + dayMs;
  return nowMs < end ? end : undefined;
}

/** Beginning of the next day in Asia/Shanghai. */
export function nextLocalDay(nowMs: number): number {
  return localMidnight(nowMs) + dayMs;
}

function localMidnight(nowMs: number): number {
  return Date.parse(`${localDateOf(nowMs)}T00:00:00+08:00`);
}

/** @param time `21:00` */
function sinceMidnight(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  const found = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new Error(`not a time of day: ${time}`);
  return found;
}
