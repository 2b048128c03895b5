/** Numeric functions (DMN 1.5, table 76). */
import {
  compareNumbers,
  fromDouble,
  isInteger,
  modulo,
  negate,
  roundTo,
  squareRoot,
  toDouble,
  type FeelNumber,
  type Rounding,
} from '../feel/decimal.ts';
import { negateDuration } from '../feel/temporal.ts';
import { order } from '../feel/compare.ts';
import { Months, Span } from '../feel/temporal.ts';
import { isDuration, type FeelFunction, type FeelValue } from '../feel/values.ts';
import { define, integerIn, numberIn, single } from './define.ts';

function onNumber(apply: (n: FeelNumber) => FeelValue): (args: readonly FeelValue[]) => FeelValue {
  return ([a]) => {
    const n = numberIn(a);
    return n === undefined ? null : apply(n);
  };
}

/** `scaled`: whether the digits behind the point must be given. */
function rounding(name: string, mode: Rounding, scaled: boolean): FeelFunction {
  return define(name, [scaled ? 'n, scale' : 'n, scale?'], (args) => {
    const [n, scale] = [numberIn(args[0]), args.length > 1 ? integerIn(args[1]) : 0];
    if (n === undefined || scale === undefined || scale < -6111 || scale > 6176) return null;
    return roundTo(n, scale, mode);
  });
}

function abs(args: readonly FeelValue[]): FeelValue {
  const value = single(args[0]);
  if (isDuration(value)) {
    const zero = value instanceof Months ? new Months(0) : new Span(0n);
    return (order(value, zero) ?? 0) < 0 ? negateDuration(value) : value;
  }
  const n = numberIn(value);
  if (n === undefined) return null;
  return compareNumbers(n, 0) < 0 ? negate(n) : n;
}

function isOdd(n: FeelNumber): boolean {
  return isInteger(n) && modulo(n, 2) === 1;
}

export const numbers = [
  rounding('decimal', 'half-even', true),
  rounding('floor', 'floor', false),
  rounding('ceiling', 'ceiling', false),
  rounding('round up', 'up', true),
  rounding('round down', 'down', true),
  rounding('round half up', 'half-up', true),
  rounding('round half down', 'half-down', true),
  define('abs', ['n', 'number'], abs),
  define('modulo', ['dividend, divisor'], ([a, b]) => {
    const [dividend, divisor] = [numberIn(a), numberIn(b)];
    return dividend === undefined || divisor === undefined ? null : modulo(dividend, divisor);
  }),
  define('sqrt', ['number'], onNumber(squareRoot)),
  define(
    'log',
    ['number'],
    onNumber((n) => (compareNumbers(n, 0) <= 0 ? null : fromDouble(Math.log(toDouble(n))))),
  ),
  define(
    'exp',
    ['number'],
    onNumber((n) => fromDouble(Math.exp(toDouble(n)))),
  ),
  define('odd', ['number'], onNumber(isOdd)),
  define(
    'even',
    ['number'],
    onNumber((n) => isInteger(n) && !isOdd(n)),
  ),
  define('random number', [''], (_, runtime) => runtime.random()),
];
