/** Conversion functions (DMN 1.5, table 72). */
import { isFeelNumber, parseNumber, toDouble, type FeelNumber } from '../feel/decimal.ts';
import { FeelSyntaxError } from '../feel/scanner.ts';
import { parseExpression } from '../feel/parser.ts';
import { order } from '../feel/compare.ts';
import { namesOf } from '../feel/names.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal-text.ts';
import {
  FeelDate,
  FeelDateTime,
  FeelTime,
  makeDate,
  makeTime,
  midnight,
  monthsBetween,
  nanosPerSecond,
  Span,
  utc,
  zoneNamed,
  type Zone,
} from '../feel/temporal.ts';
import type { Node } from '../feel/ast.ts';
import { stringOf } from '../feel/text.ts';
import { anyType } from '../feel/types.ts';
import { FeelRange, isDuration, type FeelValue } from '../feel/values.ts';
import { define, integerIn, numberIn, single, textIn } from './define.ts';

function dateOf(args: readonly FeelValue[]): FeelValue {
  if (args.length === 3) {
    const [year, month, day] = args.map(integerIn);
    return year === undefined || month === undefined || day === undefined ? null : makeDate(year, month, day);
  }
  const from = single(args[0]);
  if (typeof from === 'string') return parseDate(from);
  if (from instanceof FeelDateTime) return from.date;
  return from instanceof FeelDate ? from : null;
}

function dateTimeOf(args: readonly FeelValue[]): FeelValue {
  const from = single(args[0]);
  if (args.length === 1) {
    if (typeof from === 'string') return parseDateTime(from);
    if (from instanceof FeelDate) return new FeelDateTime(from, new FeelTime(0, 0, 0, 0, utc));
    return from instanceof FeelDateTime ? from : null;
  }
  if (args.length >= 6) return fromParts(args);
  const second = single(args[1]);
  const date = from instanceof FeelDateTime ? from.date : from;
  const time = second instanceof FeelDateTime ? second.time : second;
  return date instanceof FeelDate && time instanceof FeelTime ? new FeelDateTime(date, time) : null;
}

function fromParts(args: readonly FeelValue[]): FeelValue {
  const date = dateOf(args.slice(0, 3));
  const last = single(args[6]);
  let zone: Zone | undefined;
  if (typeof last === 'string') {
    zone = zoneNamed(last);
    if (!zone) return null;
  }
  const time = timeFrom(args.slice(3, 6), last instanceof Span ? last : null, zone);
  const wrong = args.length > 6 && last !== null && !zone && !(last instanceof Span);
  return date instanceof FeelDate && time && !wrong ? new FeelDateTime(date, time) : null;
}

function timeOf(args: readonly FeelValue[]): FeelValue {
  if (args.length >= 3) {
    const offset = single(args[3]);
    return offset === null || offset instanceof Span ? timeFrom(args, offset, undefined) : null;
  }
  const from = single(args[0]);
  if (typeof from === 'string') return parseTime(from);
  if (from instanceof FeelDateTime) return from.time;
  if (from instanceof FeelDate) return new FeelTime(midnight.hour, 0, 0, 0, utc);
  return from instanceof FeelTime ? from : null;
}

function timeFrom(args: readonly FeelValue[], offset: Span | null, named: Zone | undefined): FeelTime | null {
  const [hour, minute, second] = [integerIn(args[0]), integerIn(args[1]), numberIn(args[2])];
  if (hour === undefined || minute === undefined || second === undefined) return null;
  let zone = named;
  if (offset) {
    const seconds = Number(offset.nanos / nanosPerSecond);
    if (Math.abs(seconds) > 18 * 3600) return null;
    zone = { offset: seconds, id: undefined };
  }
  return secondsTime(hour, minute, second, zone);
}

function secondsTime(hour: number, minute: number, second: FeelNumber, zone: Zone | undefined): FeelTime | null {
  const seconds = toDouble(second);
  const whole = Math.floor(seconds);
  const nano = Math.round((seconds - whole) * 1e9);
  return makeTime(hour, minute, whole, Math.min(nano, 999_999_999), zone);
}

function numberOf(args: readonly FeelValue[]): FeelValue {
  const from = single(args[0]);
  if (args.length === 1) return typeof from === 'string' ? parsed(from) : isFeelNumber(from) ? from : null;
  const [grouping, decimal] = [single(args[1]), single(args[2])];
  if (typeof from !== 'string') return null;
  if (grouping !== null && (typeof grouping !== 'string' || !/^[ ,.]$/.test(grouping))) return null;
  if (decimal !== null && (typeof decimal !== 'string' || !/^[,.]$/.test(decimal))) return null;
  if (grouping !== null && grouping === decimal) return null;
  const ungrouped = grouping === null ? from : from.replaceAll(grouping, '');
  if (decimal === null || decimal === '.') return parsed(ungrouped);
  return ungrouped.includes('.') ? null : parsed(ungrouped.replace(decimal, '.'));
}

function parsed(text: string): FeelValue {
  return parseNumber(
    text
      .trim()
      .replace(/^\+/, '')
      .replace(/^(-?\d+)\.$/, '$1'),
  );
}

function durationOf(args: readonly FeelValue[]): FeelValue {
  const from = single(args[0]);
  if (typeof from === 'string') return parseDuration(from);
  return isDuration(from) ? from : null;
}

/** `range("[1..5)")`: the ends are literals of numbers, texts, dates and the like; the end at an open side may be missing (rule 66). */
function rangeOf(args: readonly FeelValue[]): FeelValue {
  const match = /^\s*([[\](])(.*)([\])[])\s*$/s.exec(textIn(args[0]) ?? '');
  if (!match) return null;
  const [, open, inside = '', close] = match;
  const [startIncluded, endIncluded] = [open === '[', close === ']'];
  for (let at = inside.indexOf('..'); at >= 0 && at < longestEndpoint; at = inside.indexOf('..', at + 1)) {
    const [start, end] = [endpoint(inside.slice(0, at)), endpoint(inside.slice(at + 2))];
    if (start === undefined || end === undefined) continue;
    if (start === null || end === null) {
      const isOpen = start === null ? !startIncluded : !endIncluded;
      return isOpen && start !== end ? new FeelRange(startIncluded, start, end, endIncluded) : null;
    }
    const size = order(start, end);
    return size === undefined || size > 0 ? null : new FeelRange(startIncluded, start, end, endIncluded);
  }
  return null;
}

const longestEndpoint = 200;

/** null where there is none; undefined where it is no literal. */
function endpoint(text: string): FeelValue | undefined {
  if (text.trim() === '') return null;
  try {
    return literal(parseExpression(text, { names: literalNames, types: new Map() })) ?? undefined;
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined;
    throw error;
  }
}

function literal(node: Node): FeelValue | undefined {
  if (node.node === 'constant') return node.value;
  if (node.node !== 'call' || node.callee.node !== 'name' || node.args.length !== 1) return undefined;
  const [arg] = node.args;
  return arg?.node === 'constant' ? literals[node.callee.name]?.([arg.value]) : undefined;
}

const literals: Readonly<Record<string, (args: readonly FeelValue[]) => FeelValue>> = {
  date: dateOf,
  time: timeOf,
  'date and time': dateTimeOf,
  duration: durationOf,
};
const literalNames = namesOf(new Map(Object.keys(literals).map((name) => [name, anyType])));

export const conversion = [
  define('date', ['from', 'year, month, day'], dateOf),
  define(
    'date and time',
    [
      'from',
      'date, time',
      'year, month, day, hour, minute, second',
      'year, month, day, hour, minute, second, offset',
      'year, month, day, hour, minute, second, timezone',
    ],
    dateTimeOf,
  ),
  define('time', ['from', 'hour, minute, second, offset?'], timeOf),
  define('number', ['from', 'from, grouping separator, decimal separator'], numberOf),
  define('string', ['from'], ([from = null], { budget }) => stringOf(from, budget)),
  define('duration', ['from'], durationOf),
  define('years and months duration', ['from, to'], ([a, b]) => {
    const [from, to] = [single(a), single(b)];
    const dated = (value: FeelValue) => value instanceof FeelDate || value instanceof FeelDateTime;
    return dated(from) && dated(to) ? monthsBetween(from, to) : null;
  }),
  define('range', ['from'], rangeOf),
];
