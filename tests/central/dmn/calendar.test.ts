import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayOf,
  dayOfYear,
  epochDay,
  weekday,
  weekOfYear,
  zoneOffsetAt,
  zoneOffsetAtLocal,
} from '#central/inference/dmn/feel/calendar.ts';
import { feel } from './evaluate.ts';

test('days agree with JavaScript’s where that has any', () => {
  fc.assert(
    fc.property(fc.integer({ min: -90_000_000, max: 90_000_000 }), (epoch) => {
      const date = new Date(epoch * 86_400_000);
      const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dayOf(epoch)).toStrictEqual(day);
      expect(epochDay(day)).toBe(epoch);
      expect(weekday(day) % 7).toBe(date.getUTCDay());
      expect(dayOfYear(day)).toBe(
        epoch - Date.UTC(2000, 0, 1) / 86_400_000 - (epochDay({ ...day, month: 1, day: 1 }) - 10_957) + 1,
      );
    }),
  );
});

test('there and back, to the ends of the calendar', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      (year, month, day) => {
        expect(dayOf(epochDay({ year, month, day }))).toStrictEqual({ year, month, day });
      },
    ),
  );
});

test('the first Thursday is in week one', () => {
  for (let year = 1900; year < 2100; year++) expect(weekOfYear({ year, month: 1, day: 4 })).toBe(1);
});

test('zones: summer, winter, the hour that is not there, the hour that is there twice', () => {
  const at = (text: string) => Date.parse(text) / 1000;
  expect(zoneOffsetAt('Europe/Paris', at('2021-07-01T00:00:00Z'))).toBe(7200);
  expect(zoneOffsetAt('Asia/Shanghai', at('2021-07-01T00:00:00Z'))).toBe(28_800);
  expect(zoneOffsetAtLocal('Europe/Paris', at('2021-03-28T01:59:59Z'))).toBe(3600);
  expect(zoneOffsetAtLocal('Europe/Paris', at('2021-03-28T02:30:00Z'))).toBe(3600);
  expect(zoneOffsetAtLocal('Europe/Paris', at('2021-03-28T03:00:00Z'))).toBe(7200);
  expect(zoneOffsetAtLocal('Europe/Paris', at('2021-10-31T02:30:00Z'))).toBe(7200);
  expect(zoneOffsetAtLocal('America/New_York', at('2021-11-07T01:30:00Z'))).toBe(-14_400);
});

test.each([
  ['@"2021-03-28T01:00:00@Europe/Paris" + duration("PT1H")', '2021-03-28T03:00:00@Europe/Paris'],
  ['@"2021-03-28T03:00:00@Europe/Paris" - @"2021-03-28T01:00:00@Europe/Paris"', 'PT1H'],
  ['@"2021-07-01T12:00:00@Europe/Paris" = @"2021-07-01T18:00:00@Asia/Shanghai"', 'true'],
  ['date("2024-02-29") + duration("P1Y")', '2025-02-28'],
  ['date("2024-03-31") - duration("P1M")', '2024-02-29'],
  ['date("999999999-12-31") + duration("P1D")', 'null'],
  ['date("2026-12-31") - today() < duration("P40D")', 'true'],
])('%s is %s', (text, expected) => {
  expect(feel(text)).toBe(expected);
});
