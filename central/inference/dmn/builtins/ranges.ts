/** Range functions (DMN 1.5, table 78): Allen's relations over points and ranges. */
import { order } from '../feel/compare.ts';
import { FeelRange, type FeelFunction, type FeelValue } from '../feel/values.ts';
import { define, single } from './define.ts';

/** A place on the line: a value, a little before it (-1) or a little behind it (1). */
interface Place {
  readonly value: FeelValue;
  readonly shift: -1 | 0 | 1;
}

class Incomparable extends Error {}

/** Open-ended sides are before or behind everything. */
function comparePlaces(a: Place | 'first' | 'last', b: Place | 'first' | 'last'): number {
  if (typeof a === 'string' || typeof b === 'string') {
    const rank = (place: Place | string) => (place === 'first' ? 0 : place === 'last' ? 2 : 1);
    return rank(a) - rank(b);
  }
  const result = order(a.value, b.value);
  if (result === undefined) throw new Incomparable();
  return result || a.shift - b.shift;
}

type Span = { readonly from: Place | 'first'; readonly to: Place | 'last' };

function spanOf(value: FeelValue): Span {
  if (!(value instanceof FeelRange)) return { from: { value, shift: 0 }, to: { value, shift: 0 } };
  return {
    from: value.start === null ? 'first' : { value: value.start, shift: value.startIncluded ? 0 : 1 },
    to: value.end === null ? 'last' : { value: value.end, shift: value.endIncluded ? 0 : -1 },
  };
}

type Relation = (a: Span, b: Span) => boolean;

const startsWith: Relation = (a, b) => comparePlaces(a.from, b.from) === 0;
const endsWith: Relation = (a, b) => comparePlaces(a.to, b.to) === 0;
const before: Relation = (a, b) => comparePlaces(a.to, b.from) < 0;
const within: Relation = (a, b) => comparePlaces(a.from, b.from) >= 0 && comparePlaces(a.to, b.to) <= 0;
const overlaps: Relation = (a, b) => comparePlaces(a.to, b.from) >= 0 && comparePlaces(b.to, a.from) >= 0;
/** The first ends where the second begins, and both hold that point. */
const meets: Relation = (a, b) =>
  typeof a.to !== 'string' &&
  typeof b.from !== 'string' &&
  a.to.shift === 0 &&
  b.from.shift === 0 &&
  comparePlaces(a.to, b.from) === 0;
const coincides: Relation = (a, b) => startsWith(a, b) && endsWith(a, b);
const overlapsBefore: Relation = (a, b) =>
  comparePlaces(a.from, b.from) < 0 && comparePlaces(a.to, b.from) >= 0 && comparePlaces(a.to, b.to) <= 0;

const swapped =
  (relation: Relation): Relation =>
  (a, b) =>
    relation(b, a);

type Sort = 'point' | 'range';

function sortOf(value: FeelValue): Sort | undefined {
  if (value === null) return undefined;
  return value instanceof FeelRange ? 'range' : 'point';
}

/** `takes`: the pairs of sorts that the function is for. */
function relation(name: string, takes: readonly (readonly [Sort, Sort])[], test: Relation): FeelFunction {
  const signatures = takes.map(([a, b]) => (a === b ? `${a}1, ${b}2` : `${a}, ${b}`));
  return define(name, signatures, ([x, y]) => {
    const [a, b] = [single(x), single(y)];
    const sorts = [sortOf(a), sortOf(b)];
    if (!takes.some(([first, second]) => first === sorts[0] && second === sorts[1])) return null;
    try {
      return test(spanOf(a), spanOf(b));
    } catch (error) {
      if (error instanceof Incomparable) return null;
      throw error;
    }
  });
}

const pp = ['point', 'point'] as const;
const pr = ['point', 'range'] as const;
const rp = ['range', 'point'] as const;
const rr = ['range', 'range'] as const;

export const ranges = [
  relation('before', [pp, pr, rp, rr], before),
  relation('after', [pp, pr, rp, rr], swapped(before)),
  relation('meets', [rr], meets),
  relation('met by', [rr], swapped(meets)),
  relation('overlaps', [rr], overlaps),
  relation('overlaps before', [rr], overlapsBefore),
  relation('overlaps after', [rr], swapped(overlapsBefore)),
  relation('finishes', [pr, rr], (a, b) => endsWith(a, b) && within(a, b)),
  relation('finished by', [rp, rr], (a, b) => endsWith(a, b) && within(b, a)),
  relation('includes', [rp, rr], swapped(within)),
  relation('during', [pr, rr], within),
  relation('starts', [pr, rr], (a, b) => startsWith(a, b) && within(a, b)),
  relation('started by', [rp, rr], (a, b) => startsWith(a, b) && within(b, a)),
  relation('coincides', [pp, rr], coincides),
];
