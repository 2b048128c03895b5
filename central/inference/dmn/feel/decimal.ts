/**
 * FEEL numbers (DMN 1.5, 10.3.2.3.1: decimal, 34 digits, half to even). A number is a JavaScript double that *means* the shortest
 * decimal that it prints as, so that comparing doubles is exact and fast; arithmetic whose result is not a safe integer goes through `Dec`,
 * and comes back as a double when 15 digits are enough to say it. 0.1 + 0.2 is 0.3.
 */

/** `c` x 10^`e`, for numbers that a double cannot say. */
export class Dec {
  readonly kind = 'decimal';
  readonly c: bigint;
  readonly e: number;
  constructor(c: bigint, e: number) {
    this.c = c;
    this.e = e;
  }
}

export type FeelNumber = number | Dec;
export type Rounding = 'half-even' | 'half-up' | 'half-down' | 'up' | 'down' | 'floor' | 'ceiling';

const digits34 = 34;
const largestExponent = 6144;
const smallestExponent = -6176;
/** Longer than any number that 34 digits and the exponents can say. */
const longestText = 7_000;
const exactPowers = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const bigPowers: bigint[] = [1n];

export function isFeelNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || value instanceof Dec;
}

export function tenTo(power: number): bigint {
  for (let i = bigPowers.length; i <= power && i < 256; i++) bigPowers.push((bigPowers[i - 1] ?? 1n) * 10n);
  return bigPowers[power] ?? 10n ** BigInt(power);
}

/** Reads `[-]digits[.digits][e[+-]digits]`; undefined for anything else. */
export function parseDec(text: string): Dec | undefined {
  if (text.length > longestText) return undefined;
  const match = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const c = BigInt(whole + fraction);
  return new Dec(sign ? -c : c, Number(exponent) - fraction.length);
}

/** A number from its text, rounded to 34 digits; null when it is none or too large. */
export function parseNumber(text: string): FeelNumber | null {
  const dec = parseDec(text);
  return dec ? normal(dec.c, dec.e) : null;
}

export function toDec(n: FeelNumber): Dec {
  if (typeof n !== 'number') return n;
  if (Number.isSafeInteger(n)) return new Dec(BigInt(n), 0);
  return parseDec(String(n)) ?? new Dec(0n, 0);
}

export function toDouble(n: FeelNumber): number {
  return typeof n === 'number' ? n : Number(`${n.c}e${n.e}`);
}

function digitsOf(c: bigint): number {
  return c.toString().length - (c < 0n ? 1 : 0);
}

/** Rounds c / 10^drop to an integer. */
function roundedQuotient(c: bigint, drop: number, mode: Rounding): bigint {
  const unit = tenTo(drop);
  const quotient = c / unit;
  const rest = c - quotient * unit;
  if (rest === 0n) return quotient;
  const away = quotient + (c < 0n ? -1n : 1n);
  const twice = (rest < 0n ? -rest : rest) * 2n;
  switch (mode) {
    case 'up':
      return away;
    case 'down':
      return quotient;
    case 'floor':
      return c < 0n ? away : quotient;
    case 'ceiling':
      return c < 0n ? quotient : away;
    default:
  }
  if (twice !== unit) return twice > unit ? away : quotient;
  if (mode === 'half-up') return away;
  if (mode === 'half-down') return quotient;
  return quotient % 2n === 0n ? quotient : away;
}

/** The number c x 10^e in 34 digits, as a double where that says it exactly; null on overflow. */
export function normal(c: bigint, e: number): FeelNumber | null {
  if (c === 0n) return 0;
  let [coefficient, exponent] = [c, e];
  const excess = digitsOf(coefficient) - digits34;
  if (excess > 0) {
    coefficient = roundedQuotient(coefficient, excess, 'half-even');
    exponent += excess;
  }
  if (exponent !== 0 && coefficient % 10n === 0n) {
    const text = coefficient.toString();
    const zeros = text.length - text.replace(/0+$/, '').length;
    coefficient /= tenTo(zeros);
    exponent += zeros;
  }
  if (exponent + digitsOf(coefficient) - 1 > largestExponent) return null;
  if (exponent < smallestExponent) return 0;
  if (exponent >= 0 && exponent <= 15) {
    const whole = Number(coefficient) * (exactPowers[exponent] ?? 1);
    if (Number.isSafeInteger(whole)) return whole;
  }
  if (exponent < 0 && exponent >= -22 && digitsOf(coefficient) <= 15) return Number(coefficient) / (exactPowers[-exponent] ?? 1);
  return new Dec(coefficient, exponent);
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = aligned(toDec(a), toDec(b));
  return x < y ? -1 : x > y ? 1 : 0;
}

function aligned(a: Dec, b: Dec): [bigint, bigint, number] {
  if (a.e === b.e) return [a.c, b.c, a.e];
  if (a.e < b.e) return [a.c, b.c * tenTo(b.e - a.e), a.e];
  return [a.c * tenTo(a.e - b.e), b.c, b.e];
}

export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  const [x, y, e] = aligned(toDec(a), toDec(b));
  return normal(x + y, e);
}

export function negate(a: FeelNumber): FeelNumber {
  return typeof a === 'number' ? 0 - a : new Dec(-a.c, a.e);
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return add(a, negate(b));
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(product)) return product + 0;
  }
  const [x, y] = [toDec(a), toDec(b)];
  return normal(x.c * y.c, x.e + y.e);
}

/** null for a division by zero. */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) return null;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && a % b === 0) return a / b + 0;
  }
  const [x, y] = [toDec(a), toDec(b)];
  if (y.c === 0n) return null;
  const shift = Math.max(0, digits34 + 2 + digitsOf(y.c) - digitsOf(x.c));
  const dividend = x.c * tenTo(shift);
  const quotient = dividend / y.c;
  const sticky = quotient * y.c === dividend ? 0n : x.c < 0n === y.c < 0n ? 1n : -1n;
  return normal(quotient * 10n + sticky, x.e - y.e - shift - 1);
}

/** `a ** b`; null where there is no real result or it is too large. */
export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  const exponent = toDouble(b);
  if (!isInteger(b)) {
    const result = toDouble(a) ** exponent;
    return Number.isFinite(result) ? fromDouble(result) : null;
  }
  if (Math.abs(exponent) > 999_999_999) return null;
  if (exponent < 0) {
    const positive = power(a, -exponent);
    return positive === null ? null : divide(1, positive);
  }
  let result: FeelNumber | null = 1;
  let base: FeelNumber | null = a;
  for (let left = exponent; left > 0 && result !== null; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = base === null ? null : multiply(result, base);
    if (left > 1) base = base === null ? null : multiply(base, base);
  }
  return result;
}

/** null below zero. */
export function squareRoot(n: FeelNumber): FeelNumber | null {
  const { c, e } = toDec(n);
  if (c < 0n) return null;
  if (c === 0n) return 0;
  let shift = Math.max(0, 72 - digitsOf(c));
  if ((e - shift) % 2 !== 0) shift += 1;
  const scaled = c * tenTo(shift);
  let root = BigInt(Math.floor(Math.sqrt(Number(scaled)))) || 1n;
  for (;;) {
    const next = (root + scaled / root) / 2n;
    if (next === root || next === root + 1n) break;
    root = next;
  }
  while (root * root > scaled) root -= 1n;
  const sticky = root * root === scaled ? 0n : 1n;
  return normal(root * 10n + sticky, (e - shift) / 2 - 1);
}

/** The number that a finite double prints as. */
export function fromDouble(value: number): FeelNumber | null {
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) ? value + 0 : parseNumber(String(value));
}

export function isInteger(n: FeelNumber): boolean {
  if (typeof n === 'number') return Number.isInteger(n);
  return n.e >= 0 || n.c % tenTo(-n.e) === 0n;
}

/** Rounds to `scale` digits behind the point (negative: before it). */
export function roundTo(n: FeelNumber, scale: number, mode: Rounding): FeelNumber | null {
  if (scale >= 0 && isInteger(n)) return n;
  const { c, e } = toDec(n);
  if (-e <= scale) return n;
  const drop = -e - scale;
  return normal(roundedQuotient(c, drop, mode), -scale);
}

/** a - b x floor(a / b); null for b = 0. */
export function modulo(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  const [x, y, e] = aligned(toDec(a), toDec(b));
  if (y === 0n) return null;
  const rest = x % y;
  return normal(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest, e);
}

/** As a JavaScript integer, what is behind the point cut off; undefined where that is no safe one. */
export function toInteger(n: FeelNumber): number | undefined {
  if (typeof n === 'number' && Number.isSafeInteger(n)) return n;
  const whole = Math.trunc(toDouble(n)) + 0;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** Without exponent: `0.0000001`, `100000000000000000000`. */
export function numberText(n: FeelNumber): string {
  if (typeof n === 'number' && Number.isSafeInteger(n)) return String(n);
  const { c, e } = toDec(n);
  const sign = c < 0n ? '-' : '';
  const digits = (c < 0n ? -c : c).toString();
  if (e >= 0) return sign + digits + '0'.repeat(e);
  const padded = digits.padStart(1 - e, '0');
  const fraction = padded.slice(padded.length + e).replace(/0+$/, '');
  return sign + padded.slice(0, padded.length + e) + (fraction ? `.${fraction}` : '');
}
