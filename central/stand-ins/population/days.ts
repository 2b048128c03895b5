/** Legal days as `YYYY-MM-DD`, counted without a clock and without a time zone. */

const dayMs = 86_400_000;

export function plusDays(day: string, days: number): string {
  return textOf(numberOf(day) + days);
}

export function daysFrom(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}

/** Days since 1970-01-01. */
function numberOf(day: string): number {
  return Math.round(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMs);
}

function textOf(number: number): string {
  const date = new Date(number * dayMs);
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** The same day of another year; 29 February becomes 28 February where there is none. */
export function plusYears(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${day.slice(5, 7)}-${String(Math.min(date, last)).padStart(2, '0')}`;
}

/** Completed years of life. */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The next 29 February after a day. */
export function nextLeapDay(today: string): string {
  for (let year = Number(today.slice(0, 4)); ; year++) {
    const day = plusDays(`${year}-02-28`, 1);
    if (day.endsWith('-29') && day > today) return day;
  }
}

/** The next day on which every office is closed, whatever the year's calendar says: 1 January, 1 May, 1 October. */
export function nextHolidays(today: string): readonly string[] {
  const year = Number(today.slice(0, 4));
  return [year, year + 1, year + 2]
    .flatMap((y) => ['01-01', '05-01', '10-01'].map((d) => `${y}-${d}`))
    .filter((day) => day > today);
}
