/** `value.name` (DMN 1.5, 10.3.2.15, table 65). */
import { add, divide, type FeelNumber } from './decimal.ts';
import { weekday } from './calendar.ts';
import type { Runtime } from './runtime.ts';
import { FeelDate, FeelDateTime, FeelTime, Months, nanosPerDay, nanosPerSecond, offsetOf, Span, type Zone } from './temporal.ts';
import { entryOf, FeelFunction, FeelRange, isContext, isList, type FeelValue } from './values.ts';

export function property(value: FeelValue, name: string, runtime: Runtime): FeelValue {
  if (value === null || typeof value !== 'object') return null;
  if (isContext(value)) return entryOf(value, name);
  if (isList(value)) {
    runtime.budget.spend(value.length);
    return value.map((item) => property(item, name, runtime));
  }
  if (value instanceof FeelDate) return dateProperty(value, name);
  if (value instanceof FeelTime) return timeProperty(value, name, value);
  if (value instanceof FeelDateTime) return dateProperty(value.date, name) ?? timeProperty(value.time, name, value);
  if (value instanceof Months) return monthsProperty(value, name);
  if (value instanceof Span) return spanProperty(value, name);
  return value instanceof FeelRange && !(value instanceof FeelFunction) ? rangeProperty(value, name) : null;
}

function dateProperty(date: FeelDate, name: string): FeelValue {
  if (name === 'year' || name === 'month' || name === 'day') return date[name];
  return name === 'weekday' ? weekday(date) : null;
}

function timeProperty(time: FeelTime, name: string, whole: FeelTime | FeelDateTime): FeelValue {
  switch (name) {
    case 'hour':
      return time.hour;
    case 'minute':
      return time.minute;
    case 'second':
      return time.nano === 0 ? time.second : withNanos(time.second, time.nano);
    case 'time offset':
      return offsetDuration(whole);
    case 'timezone':
      return zoneName(time.zone);
    default:
      return null;
  }
}

function withNanos(second: number, nano: number): FeelNumber | null {
  const fraction = divide(nano, 1_000_000_000);
  return fraction === null ? null : add(second, fraction);
}

function offsetDuration(whole: FeelTime | FeelDateTime): FeelValue {
  const offset = offsetOf(whole);
  return offset === undefined ? null : new Span(BigInt(offset) * nanosPerSecond);
}

function zoneName(zone: Zone | undefined): FeelValue {
  return zone?.id ?? null;
}

function monthsProperty({ months }: Months, name: string): FeelValue {
  if (name === 'years') return Math.trunc(months / 12) + 0;
  return name === 'months' ? (months % 12) + 0 : null;
}

function spanProperty({ nanos }: Span, name: string): FeelValue {
  const seconds = (nanos % nanosPerDay) / nanosPerSecond;
  switch (name) {
    case 'days':
      return Number(nanos / nanosPerDay);
    case 'hours':
      return Number(seconds / 3600n);
    case 'minutes':
      return Number((seconds / 60n) % 60n);
    case 'seconds':
      return withNanos(Number(seconds % 60n), Number(nanos % nanosPerSecond));
    default:
      return null;
  }
}

function rangeProperty(range: FeelRange, name: string): FeelValue {
  switch (name) {
    case 'start':
    case 'end':
      return range[name];
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return null;
  }
}
