/** Days and zones (ISO 8601 calendar, proleptic Gregorian). Plain arithmetic: JavaScript's Date ends in the year 275760. */

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const secondsPerDay = 86_400;
/** DMN 1.5, 10.3.2.3.3: years within XML Schema's range as FEEL limits it. */
export const largestYear = 999_999_999;

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01. */
export function epochDay({ year, month, day }: Day): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dayOf(epoch: number): Day {
  const z = epoch + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(day: Day): number {
  return ((((epochDay(day) + 3) % 7) + 7) % 7) + 1;
}

export function dayOfYear(day: Day): number {
  return epochDay(day) - epochDay({ year: day.year, month: 1, day: 1 }) + 1;
}

/** ISO 8601 week number. */
export function weekOfYear(day: Day): number {
  const thursday = dayOf(epochDay(day) + 4 - weekday(day));
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

export function isDay({ year, month, day }: Day): boolean {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return false;
  return Math.abs(year) <= largestYear && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    format = undefined;
  }
  if (formats.size < 1000) formats.set(zone, format);
  return format;
}

/** Whether a name is one of the IANA zones. */
export function isZone(name: string): boolean {
  return name.length <= 64 && /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name) && formatOf(name) !== undefined;
}

/** Seconds east of UTC that a zone keeps at an instant (seconds since 1970). */
export function zoneOffsetAt(zone: string, epochSecond: number): number {
  const ms = Math.max(-8.64e15, Math.min(8.64e15, epochSecond * 1000));
  const text = formatOf(zone)
    ?.formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text ?? '');
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** Seconds east of UTC that a zone keeps at a local time (seconds since 1970, as if UTC). In a gap, the offset before it. */
export function zoneOffsetAtLocal(zone: string, localSecond: number): number {
  const before = zoneOffsetAt(zone, localSecond - zoneOffsetAt(zone, localSecond - secondsPerDay));
  const after = zoneOffsetAt(zone, localSecond - before);
  return after === before ? before : zoneOffsetAt(zone, localSecond - Math.max(before, after));
}
