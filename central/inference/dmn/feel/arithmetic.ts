/** FEEL arithmetic over all kinds (DMN 1.5, tables 56-59). What has no meaning is null. */
import {
  add,
  divide,
  isFeelNumber,
  multiply,
  negate,
  normal,
  power,
  subtract,
  toDec,
  toDouble,
  type FeelNumber,
} from './decimal.ts';
import { addDuration, difference, Months, negateDuration, Span, type FeelDuration } from './temporal.ts';
import { isDuration, isTemporal, type FeelValue } from './values.ts';

export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';

export function arithmetic(op: ArithmeticOp, a: FeelValue, b: FeelValue): FeelValue {
  if (a === null || b === null) return null;
  switch (op) {
    case '+':
      return plus(a, b);
    case '-':
      return minus(a, b);
    case '*':
      return times(a, b);
    case '/':
      return over(a, b);
    default:
      return isFeelNumber(a) && isFeelNumber(b) ? power(a, b) : null;
  }
}

export function plus(a: FeelValue, b: FeelValue): FeelValue {
  if (isFeelNumber(a)) return isFeelNumber(b) ? add(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? a + b : null;
  if (isDuration(a)) {
    if (isTemporal(b)) return addDuration(b, a);
    return isDuration(b) ? sum(a, b) : null;
  }
  return isTemporal(a) && isDuration(b) ? addDuration(a, b) : null;
}

function sum(a: FeelDuration, b: FeelDuration): FeelValue {
  if (a instanceof Months && b instanceof Months) return wholeMonths(a.months + b.months);
  return a instanceof Span && b instanceof Span ? span(a.nanos + b.nanos) : null;
}

export function minus(a: FeelValue, b: FeelValue): FeelValue {
  if (isFeelNumber(a)) return isFeelNumber(b) ? subtract(a, b) : null;
  if (isDuration(a)) return isDuration(b) ? sum(a, negateDuration(b)) : null;
  if (!isTemporal(a)) return null;
  if (isDuration(b)) return addDuration(a, negateDuration(b));
  return isTemporal(b) ? difference(a, b) : null;
}

export function times(a: FeelValue, b: FeelValue): FeelValue {
  if (isFeelNumber(a) && isFeelNumber(b)) return multiply(a, b);
  if (isFeelNumber(a) && isDuration(b)) return scaled(b, a);
  return isDuration(a) && isFeelNumber(b) ? scaled(a, b) : null;
}

/** A hundred times the age of the calendar. */
const longest = 10n ** 30n;

/** null where it is too long. */
function span(nanos: bigint): FeelValue {
  return nanos > longest || nanos < -longest ? null : new Span(nanos);
}

function scaled(duration: FeelDuration, factor: FeelNumber): FeelValue {
  if (duration instanceof Months) {
    const product = multiply(duration.months, factor);
    return product === null ? null : wholeMonths(product);
  }
  const { c, e } = toDec(factor);
  return e > 40 ? null : span(shifted(duration.nanos * c, e));
}

function wholeMonths(months: FeelNumber): FeelValue {
  const whole = Math.trunc(toDouble(months)) + 0;
  return Number.isSafeInteger(whole) ? new Months(whole) : null;
}

/** n x 10^e, cut to an integer. */
function shifted(n: bigint, e: number): bigint {
  return e >= 0 ? n * 10n ** BigInt(e) : n / 10n ** BigInt(-e);
}

function over(a: FeelValue, b: FeelValue): FeelValue {
  if (isFeelNumber(a)) return isFeelNumber(b) ? divide(a, b) : null;
  if (a instanceof Months) {
    if (b instanceof Months) return divide(a.months, b.months);
    const quotient = isFeelNumber(b) ? divide(a.months, b) : null;
    return quotient === null ? null : wholeMonths(quotient);
  }
  if (!(a instanceof Span)) return null;
  if (b instanceof Span) return divide(toNumber(a.nanos), toNumber(b.nanos));
  if (!isFeelNumber(b)) return null;
  const { c, e } = toDec(b);
  if (c === 0n) return null;
  return span(e >= 0 ? a.nanos / shifted(c, e) : (a.nanos * 10n ** BigInt(-e)) / c);
}

function toNumber(n: bigint): FeelNumber {
  return normal(n, 0) ?? 0;
}

export function negated(value: FeelValue): FeelValue {
  if (isFeelNumber(value)) return negate(value);
  return isDuration(value) ? negateDuration(value) : null;
}
