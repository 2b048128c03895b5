import path from 'node:path';
import { expect, test } from 'vitest';
import type { LocalDate } from '#contracts/basics/clock.ts';
import { openCalendar } from '#central/process/index.ts';

const calendar = openCalendar(path.resolve(import.meta.dirname, '../../assets/calendar/holidays.json'));

test.each([
  ['a plain week', '2026-11-23', 3, '2026-11-26'],
  ['over a weekend', '2026-11-26', 3, '2026-12-01'],
  ['nothing to wait for', '2026-11-21', 0, '2026-11-21'],
  ['before the long holiday, over the worked Sunday', '2026-09-18', 1, '2026-09-20'],
  ['over National Day, back on the worked Saturday', '2026-09-30', 3, '2026-10-10'],
  ['over Spring Festival', '2026-02-13', 2, '2026-02-24'],
])('%s', (_name, from, count, due) => {
  expect(calendar.dueAfter(from as LocalDate, count)).toEqual({ on: due, provisional: false });
});

test('a day that is counted into a year without announced holidays is provisional; its fixed days still count as off', () => {
  expect(calendar.dueAfter('2026-12-30' as LocalDate, 3)).toEqual({ on: '2027-01-05', provisional: true });
});
