/** Sums and means (DMN 1.5, table 75). */
import { add, compareNumbers, divide, isFeelNumber, multiply, squareRoot, subtract, type FeelNumber } from '../feel/decimal.ts';
import { plus } from '../feel/arithmetic.ts';
import { isDuration, type FeelValue } from '../feel/values.ts';
import { define, itemsIn } from './define.ts';

/** The numbers of one list or of all arguments; undefined where there is anything else. */
function numbersIn(args: readonly FeelValue[]): readonly FeelNumber[] | undefined {
  const list = itemsIn(args);
  return list?.every(isFeelNumber) ? list : undefined;
}

function fold(
  numbers: readonly FeelNumber[],
  step: (a: FeelNumber, b: FeelNumber) => FeelNumber | null,
  start: FeelNumber,
): FeelNumber | null {
  let result: FeelNumber | null = start;
  for (const n of numbers) result = result === null ? null : step(result, n);
  return result;
}

function sum(args: readonly FeelValue[]): FeelValue {
  const items = itemsIn(args);
  const [first, ...rest] = items ?? [];
  if (isDuration(first ?? null)) return rest.reduce<FeelValue>(plus, first ?? null);
  const numbers = numbersIn(args);
  return numbers && numbers.length > 0 ? fold(numbers, add, 0) : null;
}

function mean(numbers: readonly FeelNumber[]): FeelNumber | null {
  const total = fold(numbers, add, 0);
  return numbers.length === 0 || total === null ? null : divide(total, numbers.length);
}

function median(numbers: readonly FeelNumber[]): FeelNumber | null {
  const sorted = numbers.toSorted(compareNumbers);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  if (sorted.length % 2 === 1 || low === undefined) return high;
  const total = add(low, high);
  return total === null ? null : divide(total, 2);
}

/** Of a sample: divides by one less than there are. */
function deviation(numbers: readonly FeelNumber[]): FeelNumber | null {
  const middle = mean(numbers);
  if (numbers.length < 2 || middle === null) return null;
  const squares = fold(
    numbers,
    (total, n) => {
      const distance = subtract(n, middle);
      const square = distance === null ? null : multiply(distance, distance);
      return square === null ? null : add(total, square);
    },
    0,
  );
  const variance = squares === null ? null : divide(squares, numbers.length - 1);
  return variance === null ? null : squareRoot(variance);
}

function mode(numbers: readonly FeelNumber[]): FeelValue {
  const sorted = numbers.toSorted(compareNumbers);
  let [most, best]: [number, FeelNumber[]] = [0, []];
  for (let i = 0; i < sorted.length;) {
    const start = i;
    const value = sorted[i] ?? 0;
    while (i < sorted.length && compareNumbers(sorted[i] ?? 0, value) === 0) i += 1;
    if (i - start > most) [most, best] = [i - start, [value]];
    else if (i - start === most) best.push(value);
  }
  return best;
}

function onNumbers(apply: (numbers: readonly FeelNumber[]) => FeelValue): (args: readonly FeelValue[]) => FeelValue {
  return (args) => {
    const numbers = numbersIn(args);
    return numbers ? apply(numbers) : null;
  };
}

export const statistics = [
  define('sum', ['list', 'n...'], sum),
  define('mean', ['list', 'n...'], onNumbers(mean)),
  define(
    'product',
    ['list', 'n...'],
    onNumbers((numbers) => (numbers.length === 0 ? null : fold(numbers, multiply, 1))),
  ),
  define('median', ['list', 'n...'], onNumbers(median)),
  define('stddev', ['list', 'n...'], onNumbers(deviation)),
  define('mode', ['list', 'n...'], onNumbers(mode)),
];
