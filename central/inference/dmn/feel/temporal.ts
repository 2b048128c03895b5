import {
  daysInMonth,
  epochDay,
  dayOf,
  isDay,
  isZone,
  secondsPerDay,
  zoneOffsetAt,
  zoneOffsetAtLocal,
  largestYear,
} from './calendar.ts';

/** Either an offset in seconds east of UTC, or an IANA zone. */
export interface Zone {
  readonly offset: number | undefined;
  readonly id: string | undefined;
}

export class FeelDate {
  readonly kind = 'date';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
  get epochDay(): number {
    return epochDay(this);
  }
}

export class FeelTime {
  readonly kind = 'time';
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
  readonly zone: Zone | undefined;
  constructor(hour: number, minute: number, second: number, nano = 0, zone?: Zone) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.nano = nano;
    this.zone = zone;
  }
  get secondOfDay(): number {
    return this.hour * 3600 + this.minute * 60 + this.second;
  }
}

export class FeelDateTime {
  readonly kind = 'date and time';
  readonly date: FeelDate;
  readonly time: FeelTime;
  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }
  get zone(): Zone | undefined {
    return this.time.zone;
  }
}

/** Years and months duration, in months. */
export class Months {
  readonly kind = 'years and months duration';
  readonly months: number;
  constructor(months: number) {
    this.months = months;
  }
}

/** Days and time duration, in nanoseconds. */
export class Span {
  readonly kind = 'days and time duration';
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export type Temporal = FeelDate | FeelTime | FeelDateTime;
export type FeelDuration = Months | Span;

export const nanosPerSecond = 1_000_000_000n;
export const nanosPerDay = BigInt(secondsPerDay) * nanosPerSecond;
export const utc: Zone = { offset: 0, id: undefined };
export const midnight = new FeelTime(0, 0, 0);
const utcMidnight = new FeelTime(0, 0, 0, 0, utc);

export function makeDate(year: number, month: number, day: number): FeelDate | null {
  return isDay({ year, month, day }) ? new FeelDate(year, month, day) : null;
}

export function makeTime(hour: number, minute: number, second: number, nano: number, zone: Zone | undefined): FeelTime | null {
  const inside = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  return inside && Number.isInteger(hour) && Number.isInteger(minute) ? new FeelTime(hour, minute, second, nano, zone) : null;
}

/** DMN 1.5, 10.3.2.9.4: a date where a date and time is wanted is midnight UTC. */
export function atUtcMidnight(date: FeelDate): FeelDateTime {
  return new FeelDateTime(date, utcMidnight);
}

/** Seconds east of UTC; undefined for local values. A time of a zone without a day uses the zone's offset of 1970-01-01. */
export function offsetOf(value: FeelTime | FeelDateTime): number | undefined {
  const { zone } = value;
  if (!zone) return undefined;
  if (zone.id === undefined) return zone.offset;
  if (value instanceof FeelTime) return zoneOffsetAt(zone.id, 0);
  return zoneOffsetAtLocal(zone.id, value.date.epochDay * secondsPerDay + value.time.secondOfDay);
}

/** Nanoseconds since 1970-01-01T00:00:00, in UTC where a zone is known. */
export function epochNanos(value: FeelDateTime): bigint {
  const seconds = BigInt(value.date.epochDay) * BigInt(secondsPerDay) + BigInt(value.time.secondOfDay - (offsetOf(value) ?? 0));
  return seconds * nanosPerSecond + BigInt(value.time.nano);
}

/** Nanoseconds of the day, in UTC where a zone is known. */
export function dayNanos(value: FeelTime): bigint {
  return BigInt(value.secondOfDay - (offsetOf(value) ?? 0)) * nanosPerSecond + BigInt(value.nano);
}

function timeFromNanos(nanosOfDay: bigint, zone: Zone | undefined): FeelTime {
  const second = Number(nanosOfDay / nanosPerSecond);
  return new FeelTime(
    Math.floor(second / 3600),
    Math.floor(second / 60) % 60,
    second % 60,
    Number(nanosOfDay % nanosPerSecond),
    zone,
  );
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** The date and time at an instant (nanoseconds since 1970 UTC, or local where there is no zone); null out of range. */
export function fromEpochNanos(nanos: bigint, zone: Zone | undefined): FeelDateTime | null {
  const offset = !zone
    ? 0
    : zone.id === undefined
      ? (zone.offset ?? 0)
      : zoneOffsetAt(zone.id, Number(floorDiv(nanos, nanosPerSecond)));
  const local = nanos + BigInt(offset) * nanosPerSecond;
  const days = floorDiv(local, nanosPerDay);
  const { year, month, day } = dayOf(Number(days));
  const date = makeDate(year, month, day);
  return date && new FeelDateTime(date, timeFromNanos(local - days * nanosPerDay, zone));
}

export function addMonths(date: FeelDate, months: number): FeelDate | null {
  const total = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  if (Math.abs(year) > largestYear) return null;
  return new FeelDate(year, month, Math.min(date.day, daysInMonth(year, month)));
}

/** Adds a duration to a date, time, or date and time; null where that means nothing. */
export function addDuration(value: Temporal, duration: FeelDuration): Temporal | null {
  if (value instanceof FeelTime) {
    if (duration instanceof Months) return null;
    const nanos = BigInt(value.secondOfDay) * nanosPerSecond + BigInt(value.nano) + duration.nanos;
    return timeFromNanos(nanos - floorDiv(nanos, nanosPerDay) * nanosPerDay, value.zone);
  }
  if (value instanceof FeelDate) {
    if (duration instanceof Months) return addMonths(value, duration.months);
    return fromEpochNanos(epochNanos(atUtcMidnight(value)) + duration.nanos, utc)?.date ?? null;
  }
  if (duration instanceof Months) {
    const date = addMonths(value.date, duration.months);
    return date && new FeelDateTime(date, value.time);
  }
  return fromEpochNanos(epochNanos(value) + duration.nanos, value.zone);
}

export function negateDuration(duration: FeelDuration): FeelDuration {
  return duration instanceof Months ? new Months(0 - duration.months) : new Span(-duration.nanos);
}

/** a - b; null where only one has a zone, or the kinds do not go together (DMN 1.5, table 57). */
export function difference(a: Temporal, b: Temporal): Span | null {
  if (a instanceof FeelTime || b instanceof FeelTime) {
    if (!(a instanceof FeelTime && b instanceof FeelTime) || !a.zone !== !b.zone) return null;
    return new Span(dayNanos(a) - dayNanos(b));
  }
  const x = a instanceof FeelDate ? atUtcMidnight(a) : a;
  const y = b instanceof FeelDate ? atUtcMidnight(b) : b;
  if (!x.zone !== !y.zone) return null;
  return new Span(epochNanos(x) - epochNanos(y));
}

/** Whole months from a to b. */
export function monthsBetween(a: FeelDate | FeelDateTime, b: FeelDate | FeelDateTime): Months {
  const [x, y] = [a instanceof FeelDate ? a : a.date, b instanceof FeelDate ? b : b.date];
  const months = (y.year - x.year) * 12 + (y.month - x.month);
  const time = (value: FeelDate | FeelDateTime) =>
    value instanceof FeelDate ? 0 : value.time.secondOfDay + value.time.nano / 1e9;
  const rest = y.day - x.day || time(b) - time(a);
  if (months > 0 && rest < 0) return new Months(months - 1);
  if (months < 0 && rest > 0) return new Months(months + 1);
  return new Months(months);
}

/** <0, 0, >0; undefined where the two cannot be put in order. */
export function compareTemporal(a: Temporal, b: Temporal): number | undefined {
  if (a instanceof FeelDate && b instanceof FeelDate) return a.year - b.year || a.month - b.month || a.day - b.day;
  if (a instanceof FeelTime && b instanceof FeelTime) return !a.zone === !b.zone ? sign(dayNanos(a) - dayNanos(b)) : undefined;
  if (a instanceof FeelTime || b instanceof FeelTime) return undefined;
  const x = a instanceof FeelDate ? atUtcMidnight(a) : a;
  const y = b instanceof FeelDate ? atUtcMidnight(b) : b;
  return !x.zone === !y.zone ? sign(epochNanos(x) - epochNanos(y)) : undefined;
}

function sign(n: bigint): number {
  return n < 0n ? -1 : n > 0n ? 1 : 0;
}

export function zoneNamed(id: string): Zone | undefined {
  return isZone(id) ? { id, offset: undefined } : undefined;
}
