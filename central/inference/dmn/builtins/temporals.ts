/** Functions over dates and times (DMN 1.5, tables 77 and 79). The clock is the caller's. */
import { dayOfYear, weekday, weekOfYear } from '../feel/calendar.ts';
import { isSame } from '../feel/compare.ts';
import { FeelDate, FeelDateTime } from '../feel/temporal.ts';
import type { FeelFunction, FeelValue } from '../feel/values.ts';
import { define, single } from './define.ts';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function onDate(name: string, apply: (date: FeelDate) => FeelValue): FeelFunction {
  return define(name, ['date'], ([value]) => {
    const given = single(value);
    const date = given instanceof FeelDateTime ? given.date : given;
    return date instanceof FeelDate ? apply(date) : null;
  });
}

export const temporals = [
  define('now', [''], (_, { now }) => now.instant),
  define('today', [''], (_, { now }) => now.today),
  define('is', ['value1, value2'], ([a = null, b = null], { budget }) => isSame(a, b, budget)),
  onDate('day of year', dayOfYear),
  onDate('day of week', (date) => days[weekday(date) - 1] ?? null),
  onDate('month of year', ({ month }) => months[month - 1] ?? null),
  onDate('week of year', weekOfYear),
];
