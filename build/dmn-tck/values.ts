/** Values of the kit's test files -> FEEL values, and their comparison with results. */
import { parseNumber, isFeelNumber, toDouble } from '#central/inference/dmn/feel/decimal.ts';
import { equals } from '#central/inference/dmn/feel/compare.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '#central/inference/dmn/feel/temporal-text.ts';
import { stringOf, textOf } from '#central/inference/dmn/feel/text.ts';
import { contextOf, hasKey, isContext, isList, kindOf, type FeelValue } from '#central/inference/dmn/feel/values.ts';
import { childNamed, childrenNamed, isTrue, type Element } from './cases.ts';

const readers: Readonly<Record<string, (text: string) => FeelValue>> = {
  boolean: (text) => isTrue(text.trim()),
  date: (text) => parseDate(text.trim()),
  time: (text) => parseTime(text.trim()),
  dateTime: (text) => parseDateTime(text.trim()),
  duration: (text) => parseDuration(text.trim()),
  dayTimeDuration: (text) => parseDuration(text.trim()),
  yearMonthDuration: (text) => parseDuration(text.trim()),
};
const numeric = new Set([
  'decimal',
  'double',
  'float',
  'integer',
  'int',
  'long',
  'short',
  'byte',
  'nonNegativeInteger',
  'positiveInteger',
]);

/** The value that an `inputNode`, `expected`, `component` or `item` holds. */
export function valueOf(holder: Element): FeelValue {
  if (isTrue(holder.attributes['nil'])) return null;
  const components = childrenNamed(holder, 'component');
  if (components.length > 0) return contextOf(components.map((one) => [one.attributes['name'] ?? '', valueOf(one)]));
  const list = childNamed(holder, 'list');
  if (list) return isTrue(list.attributes['nil']) ? null : childrenNamed(list, 'item').map(valueOf);
  const value = childNamed(holder, 'value');
  return value ? simpleValue(value) : null;
}

function simpleValue({ attributes, text }: Element): FeelValue {
  if (isTrue(attributes['nil'])) return null;
  const type = (attributes['type'] ?? 'string').replace(/^.*:/, '');
  if (numeric.has(type)) return parseNumber(text.trim().replace(/^\+/, ''));
  const read = readers[type];
  return read ? read(text) : text;
}

/** Numbers to eight digits behind the point, as the kit's own runner takes them; everything else exactly. */
export function agrees(actual: FeelValue, expected: FeelValue): boolean {
  if (isFeelNumber(actual) && isFeelNumber(expected)) {
    if (equals(actual, expected) === true) return true;
    const [a, b] = [toDouble(actual), toDouble(expected)];
    return Math.abs(a - b) < 1e-8 || Math.abs(a - b) <= Math.abs(b) * 1e-12;
  }
  if (isList(actual) && isList(expected)) {
    return actual.length === expected.length && actual.every((item, i) => agrees(item, expected[i] ?? null));
  }
  if (isContext(actual) && isContext(expected)) {
    const names = Object.keys(expected);
    return (
      names.length === Object.keys(actual).length &&
      names.every((name) => hasKey(actual, name) && agrees(actual[name] ?? null, expected[name] ?? null))
    );
  }
  // A text is expected where the kit's schema has no type for a value, as for ranges and functions.
  if (typeof expected === 'string' && typeof actual !== 'string') return stringOf(actual) === expected;
  return kindOf(actual) === kindOf(expected) && equals(actual, expected) === true;
}

export function shown(value: FeelValue): string {
  const text = textOf(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
