/** Text of dates, times and durations (DMN 1.5, 10.3.2.3; XML Schema lexical forms, with `@zone`). */
import { isDay } from './calendar.ts';
import {
  FeelDate,
  FeelDateTime,
  FeelTime,
  makeTime,
  midnight,
  Months,
  nanosPerDay,
  nanosPerSecond,
  Span,
  utc,
  zoneNamed,
  type FeelDuration,
  type Temporal,
  type Zone,
} from './temporal.ts';

const dateForm = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d{2})-(\d{2})$/;
const timeForm = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?(?:([zZ])|([+-])(\d{2}):(\d{2})(?::(\d{2}))?|@(.+))?$/;
const monthsForm = /^(-?)P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?$/;
const spanForm = /^(-?)P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})?(?:\.(\d{1,9})\d*)?S)?)?$/;

export function parseDate(text: string): FeelDate | null {
  const match = dateForm.exec(text);
  if (!match) return null;
  const [, minus, year, month, day] = match;
  const date = new FeelDate((minus ? -1 : 1) * Number(year), Number(month), Number(day));
  return isDay(date) ? date : null;
}

export function parseTime(text: string): FeelTime | null {
  const match = timeForm.exec(text);
  if (!match) return null;
  const [, hour, minute, second, fraction = '', z, sign, offHours, offMinutes, offSeconds = '0', id] = match;
  let zone: Zone | undefined;
  if (z) zone = utc;
  else if (sign) {
    const offset = Number(offHours) * 3600 + Number(offMinutes) * 60 + Number(offSeconds);
    if (offset > 18 * 3600 || Number(offMinutes) > 59 || Number(offSeconds) > 59) return null;
    zone = { offset: sign === '-' ? 0 - offset : offset, id: undefined };
  } else if (id !== undefined) {
    zone = zoneNamed(id);
    if (!zone) return null;
  }
  return makeTime(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, '0')), zone);
}

/** `<date>T<time>`, or a date alone: its midnight. */
export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  const time = at < 0 ? midnight : parseTime(text.slice(at + 1));
  return date && time && new FeelDateTime(date, time);
}

export function parseDuration(text: string): FeelDuration | null {
  const months = monthsForm.exec(text);
  if (months && (months[2] !== undefined || months[3] !== undefined)) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    if (!Number.isSafeInteger(total)) return null;
    return new Months(months[1] ? 0 - total : total);
  }
  const span = spanForm.exec(text);
  if (!span || text.endsWith('T') || text.endsWith('P')) return null;
  const [, minus, days = '0', hours = '0', minutes = '0', seconds, fraction] = span;
  if (seconds === undefined && (fraction !== undefined || text.endsWith('S'))) return null;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds ?? '0');
  const nanos = whole * nanosPerSecond + BigInt((fraction ?? '').padEnd(9, '0'));
  return new Span(minus ? -nanos : nanos);
}

/** What `@"..."` stands for. */
export function parseAt(text: string): Temporal | FeelDuration | null {
  return parseDuration(text) ?? parseDate(text) ?? (text.includes('T') ? parseDateTime(text) : null) ?? parseTime(text);
}

function padded(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}

function fractionText(nanos: number): string {
  return nanos === 0 ? '' : `.${padded(nanos, 9).replace(/0+$/, '')}`;
}

function zoneText(zone: Zone | undefined): string {
  if (!zone) return '';
  if (zone.id !== undefined) return `@${zone.id}`;
  const offset = zone.offset ?? 0;
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const seconds = size % 60 === 0 ? '' : `:${padded(size % 60)}`;
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(size / 3600))}:${padded(Math.floor(size / 60) % 60)}${seconds}`;
}

export function temporalText(value: Temporal): string {
  if (value instanceof FeelDate) {
    return `${value.year < 0 ? '-' : ''}${padded(Math.abs(value.year), 4)}-${padded(value.month)}-${padded(value.day)}`;
  }
  if (value instanceof FeelTime) {
    const { hour, minute, second, nano, zone } = value;
    return `${padded(hour)}:${padded(minute)}:${padded(second)}${fractionText(nano)}${zoneText(zone)}`;
  }
  return `${temporalText(value.date)}T${temporalText(value.time)}`;
}

export function durationText(value: FeelDuration): string {
  if (value instanceof Months) {
    const size = Math.abs(value.months);
    const [years, months] = [Math.floor(size / 12), size % 12];
    if (size === 0) return 'P0M';
    return `${value.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
  }
  const size = value.nanos < 0n ? -value.nanos : value.nanos;
  if (size === 0n) return 'PT0S';
  const days = size / nanosPerDay;
  const rest = Number((size % nanosPerDay) / nanosPerSecond);
  const [hours, minutes, seconds] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  const fraction = fractionText(Number(size % nanosPerSecond));
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds || fraction ? `${seconds}${fraction}S` : ''}`;
  return `${value.nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
