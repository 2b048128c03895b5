/** Equality, order and membership with three values: true, false, null (DMN 1.5, tables 50-55). */
import { compareNumbers, isFeelNumber } from './decimal.ts';
import type { Budget } from './runtime.ts';
import { compareTemporal, FeelDateTime, FeelTime, Months, offsetOf, Span, type Temporal } from './temporal.ts';
import { FeelRange, hasKey, isContext, isDuration, isList, isTemporal, kindOf, type FeelValue } from './values.ts';

export type Ternary = boolean | null;

/** null where the kinds differ. `budget` pays for what is inside of lists and contexts: they may share parts without end. */
export function equals(a: FeelValue, b: FeelValue, budget?: Budget): Ternary {
  if (a === null || b === null) return a === b;
  if (typeof a !== 'object' && typeof a === typeof b) return a === b;
  if (isFeelNumber(a)) return isFeelNumber(b) ? compareNumbers(a, b) === 0 : null;
  if (isTemporal(a) && isTemporal(b) && isDated(a) === isDated(b)) return compareTemporal(a, b) === 0;
  if (kindOf(a) !== kindOf(b)) return null;
  if (isList(a) && isList(b)) {
    budget?.spend(Math.min(a.length, b.length));
    return a.length === b.length && a.every((item, i) => equals(item, b[i] ?? null, budget) === true);
  }
  if (isDuration(a) && isDuration(b)) return order(a, b) === 0;
  if (a instanceof FeelRange && b instanceof FeelRange) {
    const flags = a.startIncluded === b.startIncluded && a.endIncluded === b.endIncluded;
    return flags && equals(a.start, b.start) === true && equals(a.end, b.end) === true;
  }
  if (isContext(a) && isContext(b)) {
    const names = Object.keys(a);
    budget?.spend(names.length);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => hasKey(b, name) && equals(a[name] ?? null, b[name] ?? null, budget) === true)
    );
  }
  return a === b;
}

/** A date stands for its midnight in UTC where it meets a date and time (DMN 1.5, 10.3.2.9.4). */
function isDated(value: Temporal): boolean {
  return !(value instanceof FeelTime);
}

/** <0, 0, >0; undefined where the two have no order. */
export function order(a: FeelValue, b: FeelValue): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (isFeelNumber(a)) return isFeelNumber(b) ? compareNumbers(a, b) : undefined;
  if (typeof a === 'string') return typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined;
  if (isTemporal(a)) return isTemporal(b) ? compareTemporal(a, b) : undefined;
  if (a instanceof Months) return b instanceof Months ? a.months - b.months : undefined;
  if (a instanceof Span) return b instanceof Span ? (a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0) : undefined;
  return undefined;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

export function compare(op: Comparison, a: FeelValue, b: FeelValue, budget?: Budget): Ternary {
  if (op === '=') return equals(a, b, budget);
  if (op === '!=') return not(equals(a, b, budget));
  const result = order(a, b);
  if (result === undefined) return null;
  switch (op) {
    case '<':
      return result < 0;
    case '<=':
      return result <= 0;
    case '>':
      return result > 0;
    default:
      return result >= 0;
  }
}

export function not(value: FeelValue): Ternary {
  return typeof value === 'boolean' ? !value : null;
}

export function and(a: FeelValue, b: FeelValue): Ternary {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : null;
}

export function or(a: FeelValue, b: FeelValue): Ternary {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : null;
}

export function rangeIncludes(range: FeelRange, value: FeelValue): Ternary {
  const above = range.start === null ? true : compare(range.startIncluded ? '>=' : '>', value, range.start);
  const below = range.end === null ? true : compare(range.endIncluded ? '<=' : '<', value, range.end);
  return and(above, below);
}

/** `value in test`: a range that includes it, a list that has it (or a range that includes it), or the value itself. */
export function isIn(value: FeelValue, test: FeelValue, budget?: Budget): Ternary {
  if (test instanceof FeelRange) return value instanceof FeelRange ? equals(value, test) : rangeIncludes(test, value);
  if (isList(test)) {
    budget?.spend(test.length);
    if (isList(value) && equals(value, test, budget) === true) return true;
    return test.some(
      (item) => equals(value, item, budget) === true || (item instanceof FeelRange && rangeIncludes(item, value) === true),
    );
  }
  return equals(value, test, budget);
}

/** FEEL's is(): the same kind, and the same value, offset from UTC included. */
export function isSame(a: FeelValue, b: FeelValue, budget?: Budget): boolean {
  if ((a instanceof FeelTime && b instanceof FeelTime) || (a instanceof FeelDateTime && b instanceof FeelDateTime)) {
    if (offsetOf(a) !== offsetOf(b)) return false;
  }
  return kindOf(a) === kindOf(b) && equals(a, b, budget) === true;
}
