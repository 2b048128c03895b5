import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compareNumbers,
  divide,
  multiply,
  numberText,
  parseNumber,
  roundTo,
  squareRoot,
  subtract,
  tenTo,
  toDec,
  type FeelNumber,
} from '#central/inference/dmn/feel/decimal.ts';

const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fc.integer({ min: -12, max: 12 })).map(([c, e]) => {
  const number = parseNumber(`${c}e${e}`);
  if (number === null) throw new Error('too large');
  return number;
});
const integer = fc.integer({ min: -1_000_000, max: 1_000_000 });

/** In units of 10^-30, exactly. */
function units(n: FeelNumber | null): bigint {
  if (n === null) throw new Error('no number');
  const { c, e } = toDec(n);
  return c * tenTo(e + 30);
}

describe('decimals', () => {
  test('add, subtract and compare as exact numbers do', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        // Both have at most 17 digits and 24 places between them: 34 digits may have to round.
        const exact = units(a) + units(b);
        const digits = exact.toString().replace('-', '').length;
        const tolerance = digits > 34 ? tenTo(digits - 34) : 0n;
        const difference = units(add(a, b)) - exact;
        expect(difference <= tolerance && difference >= -tolerance).toBe(true);
        expect(compareNumbers(subtract(add(a, b) ?? 0, b) ?? 0, a) === 0 || tolerance > 0n).toBe(true);
        expect(Math.sign(compareNumbers(a, b))).toBe(units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0);
      }),
    );
  });

  test('multiply exactly where 34 digits are enough, and divide back', () => {
    fc.assert(
      fc.property(decimal, integer, (a, b) => {
        const product = multiply(a, b);
        expect(units(product)).toBe(units(a) * BigInt(b));
        if (b !== 0 && product !== null) expect(compareNumbers(divide(product, b) ?? 0, a)).toBe(0);
      }),
    );
  });

  test('read back what they print', () => {
    fc.assert(
      fc.property(decimal, (a) => {
        expect(compareNumbers(parseNumber(numberText(a)) ?? 0, a)).toBe(0);
      }),
    );
    expect(numberText(parseNumber('1e-20') ?? 0)).toBe('0.00000000000000000001');
  });

  test('the square of a root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
        expect(compareNumbers(squareRoot(multiply(n, n) ?? 0) ?? -1, n)).toBe(0);
        const root = squareRoot(n) ?? -1;
        expect(compareNumbers(roundTo(multiply(root, root) ?? -1, 25, 'half-even') ?? -1, n)).toBe(0);
      }),
    );
  });

  test.each([
    ['half-even', '0.125', '0.12'],
    ['half-even', '0.135', '0.14'],
    ['half-up', '0.125', '0.13'],
    ['half-up', '-0.125', '-0.13'],
    ['half-down', '0.125', '0.12'],
    ['half-down', '0.1251', '0.13'],
    ['up', '0.121', '0.13'],
    ['up', '-0.121', '-0.13'],
    ['down', '-0.129', '-0.12'],
    ['floor', '-0.121', '-0.13'],
    ['ceiling', '-0.129', '-0.12'],
  ] as const)('%s of %s', (mode, text, expected) => {
    expect(numberText(roundTo(parseNumber(text) ?? 0, 2, mode) ?? 0)).toBe(expected);
  });
});
