import type { LocalDate } from '../basics/clock.ts';

/** How long a 社会保险缴费证明 may be used, and be printed again under its number: calendar months from its issue. Its foot says the same. */
export const certificateMonths = 3;

/** The last local day on which it may be used: the same day of the month, or the last one of a shorter month. */
export function lastDayOfUse(issuedOn: LocalDate): LocalDate {
  const [year = 0, month = 0, day = 0] = issuedOn.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + certificateMonths, 0)).getUTCDate();
  const last = new Date(Date.UTC(year, month - 1 + certificateMonths, Math.min(day, lastOfMonth)));
  return last.toISOString().slice(0, 10) as LocalDate;
}
