/**
 * Which values a column's cells tell apart. The constants of a column cut the values into regions (below 5, 5, between 5 and 10, ...);
 * a cell is a set of regions, and rules overlap where they share a region in every column.
 */
import { equals, order } from '../feel/compare.ts';
import { textOf } from '../feel/text.ts';
import { FeelRange, isList, kindOf, type FeelValue } from '../feel/values.ts';
import type { Cell, ConstantTest } from '../engine/cells.ts';

/** Sets of regions as bits. */
export interface Column {
  readonly names: readonly string[];
  /** Of all regions, or of those that are allowed. */
  readonly all: bigint;
  /** undefined: the cell depends on more than its constants. */
  readonly of: (cell: Cell | undefined) => bigint | undefined;
}

const mostConstants = 3_000;

/** Regions of a column; undefined where its constants cannot be put in an order or told apart. */
export function columnOf(cells: readonly Cell[], allowed: readonly FeelValue[] | undefined): Column | undefined {
  const constants = cells.flatMap((cell) => cell.constants ?? []);
  if (cells.some((cell) => !cell.constants)) return undefined;
  const values = constants.flatMap(({ value }) => pointsIn(value)).filter((value) => value !== null);
  if (values.length > mostConstants || new Set(values.map(kindOf)).size > 1) return undefined;
  const bare = constants.every(({ op, value }) => (op === 'in' || op === '=') && !(value instanceof FeelRange));
  if (allowed && bare && allowed.every((value) => !(value instanceof FeelRange)))
    return named([...allowed, ...values], allowed, false);
  if (values.every((value) => typeof value === 'boolean')) return named([true, false], undefined, false);
  if (bare) return named(values, undefined, true);
  return values.every((value) => order(value, value) !== undefined) ? ordered(values) : undefined;
}

function pointsIn(value: FeelValue): FeelValue[] {
  if (isList(value)) return value.flatMap(pointsIn);
  return value instanceof FeelRange ? [value.start, value.end] : [value];
}

function bit(index: number): bigint {
  return 1n << BigInt(index);
}

/** One region per value, `others` for the rest, and one for null. */
function named(values: readonly FeelValue[], allowed: readonly FeelValue[] | undefined, others: boolean): Column {
  const points: FeelValue[] = [];
  for (const value of values) if (value !== null && !points.some((one) => equals(one, value) === true)) points.push(value);
  const names = points.map((point) => textOf(point));
  if (others) names.push(points.length === 0 ? 'any value' : 'any other value');
  const nullBit = bit(names.length);
  const place = (value: FeelValue) => (value === null ? nullBit : bit(points.findIndex((one) => equals(one, value) === true)));
  const all = allowed ? allowed.reduce<bigint>((set, value) => set | (value === null ? 0n : place(value)), 0n) : nullBit - 1n;
  return { names, all, of: sets(nullBit, ({ value }) => pointsIn(value).reduce<bigint>((set, one) => set | place(one), 0n)) };
}

function ordered(values: readonly FeelValue[]): Column {
  const points: FeelValue[] = [];
  for (const value of values.toSorted((a, b) => order(a, b) ?? 0)) {
    if (points.length === 0 || order(points.at(-1) ?? null, value) !== 0) points.push(value);
  }
  // Region 2k lies below point k, region 2k + 1 is the point.
  const names = points.flatMap((point, k) => {
    const before = points[k - 1];
    return [before === undefined ? `below ${textOf(point)}` : `between ${textOf(before)} and ${textOf(point)}`, textOf(point)];
  });
  names.push(`above ${textOf(points.at(-1) ?? null)}`);
  const nullBit = bit(names.length);
  const at = (value: FeelValue) => 2 * points.findIndex((point) => order(point, value) === 0) + 1;
  const below = (index: number) => bit(index) - 1n;
  const full = nullBit - 1n;
  const setOf = (op: ConstantTest['op'], value: FeelValue): bigint => {
    if (value === null) return op === 'in' || op === '=' ? nullBit : 0n;
    if (isList(value)) return value.reduce<bigint>((set, one) => set | setOf('in', one), 0n);
    if (value instanceof FeelRange) {
      const low = value.start === null ? 0n : below(at(value.start) + (value.startIncluded ? 0 : 1));
      const high = value.end === null ? full : below(at(value.end) + (value.endIncluded ? 1 : 0));
      return high & ~low & full;
    }
    const point = at(value);
    switch (op) {
      case '<':
        return below(point);
      case '<=':
        return below(point + 1);
      case '>':
        return full & ~below(point + 1);
      case '>=':
        return full & ~below(point);
      case '!=':
        return full & ~bit(point);
      default:
        return bit(point);
    }
  };
  return { names, all: full, of: sets(nullBit, ({ op, value }) => setOf(op, value)) };
}

function sets(nullBit: bigint, setOf: (test: ConstantTest) => bigint): Column['of'] {
  const every = nullBit * 2n - 1n;
  return (cell) => {
    if (!cell) return every;
    if (!cell.constants) return undefined;
    const set = cell.constants.reduce<bigint>((all, test) => all | setOf(test), 0n);
    if (!cell.negated) return set;
    // not("a") lets null through (null is not "a"); not(> 5) does not (it is not known).
    const ordering = cell.constants.some(({ op, value }) => (op !== 'in' && op !== '=') || value instanceof FeelRange);
    return every & ~set & (ordering ? nullBit - 1n : every);
  };
}
