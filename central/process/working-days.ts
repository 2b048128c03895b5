import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { LocalDate } from '#contracts/basics/clock.ts';
import { addDays } from '#contracts/basics/clock.ts';

const day = z.iso.date();

/** `assets/calendar/holidays.json`: `off` = days off, `on` = weekend days that are worked (调休), per announced year. */
const calendarFile = z.strictObject({
  note: z.string(),
  /** `MM-DD`, days off in every year. */
  fixed: z.array(z.string().regex(/^\d{2}-\d{2}$/)),
  years: z.record(z.string().regex(/^\d{4}$/), z.strictObject({ off: z.array(day), on: z.array(day) })),
});

/** A promised day; `provisional` when a year was crossed whose holidays are not announced yet. */
interface DueDay {
  readonly on: LocalDate;
  readonly provisional: boolean;
}

/** 工作日: counts the days on which a bureau works, in Asia/Shanghai's legal calendar. */
export interface WorkingCalendar {
  /** The `count`-th working day after `from`; the day itself does not count. */
  dueAfter(from: LocalDate, count: number): DueDay;
  /** The last working day that is not after `day`: what must be done by a holiday must be done before it. */
  workedOnOrBefore(day: LocalDate): LocalDate;
}

/** @throws when the file is not valid. */
export function openCalendar(file: string): WorkingCalendar {
  const { fixed, years } = calendarFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const off = new Set(Object.values(years).flatMap((year) => year.off));
  const on = new Set(Object.values(years).flatMap((year) => year.on));

  function isWorked(date: string): boolean {
    if (on.has(date)) return true;
    if (off.has(date) || fixed.includes(date.slice(5))) return false;
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  }

  return {
    dueAfter(from, count) {
      let date: string = from;
      let provisional = !(date.slice(0, 4) in years);
      for (let left = count; left > 0;) {
        date = addDays(date, 1);
        provisional ||= !(date.slice(0, 4) in years);
        if (isWorked(date)) left -= 1;
      }
      return { on: date as LocalDate, provisional };
    },
    workedOnOrBefore(day) {
      let date: string = day;
      while (!isWorked(date)) date = addDays(date, -1);
      return date as LocalDate;
    },
  };
}
