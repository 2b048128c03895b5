import { expect, test } from 'vitest';
import type { LocalDate } from '#contracts/basics/clock.ts';
import { lastDayOfUse } from '#contracts/domain/certificate.ts';

test.each([
  ['2026-11-26', '2027-02-26'],
  ['2026-11-30', '2027-02-28'],
  ['2027-11-30', '2028-02-29'],
  ['2026-12-31', '2027-03-31'],
  ['2026-01-31', '2026-04-30'],
])('a certificate of %s may be used until %s', (issued, last) => {
  expect(lastDayOfUse(issued as LocalDate)).toBe(last);
});
