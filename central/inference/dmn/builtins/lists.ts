/** List functions (DMN 1.5, table 75). */
import { equals, order } from '../feel/compare.ts';
import { callFunction } from '../feel/call.ts';
import type { Runtime } from '../feel/runtime.ts';
import { FeelFunction, isList, type FeelList, type FeelValue } from '../feel/values.ts';
import { define, integerIn, itemsIn, listIn } from './define.ts';

type Body = (args: readonly FeelValue[], runtime: Runtime) => FeelValue;

function onList(apply: (list: FeelList, args: readonly FeelValue[], runtime: Runtime) => FeelValue): Body {
  return (args, runtime) => {
    const list = listIn(args[0]);
    if (!list) return null;
    runtime.budget.spend(list.length);
    return apply(list, args, runtime);
  };
}

/** 0-based place of `position` (1-based, negative from the end); undefined outside. */
function placeIn(length: number, position: FeelValue | undefined): number | undefined {
  const given = integerIn(position);
  if (given === undefined || given === 0 || Math.abs(given) > length) return undefined;
  return given > 0 ? given - 1 : length + given;
}

function has(list: FeelList, value: FeelValue, { budget }: Runtime): boolean {
  return list.some((item) => equals(item, value, budget) === true);
}

function distinct(list: FeelList, runtime: Runtime): FeelValue {
  const kept: FeelValue[] = [];
  for (const item of list) {
    runtime.budget.spend(1 + (kept.length >> 4));
    if (!has(kept, item, runtime)) kept.push(item);
  }
  return kept;
}

function together(args: readonly FeelValue[], runtime: Runtime): FeelList | null {
  const lists = args.map(listIn);
  if (lists.some((list) => !list)) return null;
  const all = lists.flatMap((list) => list ?? []);
  runtime.budget.grow(all.length);
  return all;
}

function flatten(list: FeelList, runtime: Runtime, into: FeelValue[] = []): FeelList {
  for (const item of list) {
    if (isList(item)) {
      runtime.budget.enter();
      flatten(item, runtime, into);
      runtime.budget.leave();
    } else {
      runtime.budget.spend(1);
      into.push(item);
    }
  }
  return into;
}

function extreme(sign: 1 | -1): Body {
  return (args, runtime) => {
    const list = itemsIn(args);
    let best = list?.[0] ?? null;
    if (!list || order(best, best) === undefined) return null;
    runtime.budget.spend(list.length);
    for (const item of list) {
      const result = order(item, best);
      if (result === undefined) return null;
      if (result * sign > 0) best = item;
    }
    return best;
  };
}

/** All three-valued: `decisive` decides at once. */
function quantifier(decisive: boolean): Body {
  return (args) => {
    const list = itemsIn(args);
    if (!list) return null;
    if (list.includes(decisive)) return decisive;
    return list.every((item) => item === !decisive) ? !decisive : null;
  };
}

function sublist(list: FeelList, args: readonly FeelValue[]): FeelValue {
  const from = placeIn(list.length, args[1]);
  if (from === undefined) return null;
  if (args.length < 3 || args[2] === null) return list.slice(from);
  const length = integerIn(args[2]);
  return length === undefined || length < 1 || from + length > list.length ? null : list.slice(from, from + length);
}

function listReplace(list: FeelList, args: readonly FeelValue[], runtime: Runtime): FeelValue {
  const [, which, newItem = null] = args;
  if (which instanceof FeelFunction) {
    const replaced: FeelValue[] = [];
    for (const item of list) {
      const matched = callFunction(which, [item, newItem], runtime);
      if (typeof matched !== 'boolean') return null;
      replaced.push(matched ? newItem : item);
    }
    return replaced;
  }
  const place = placeIn(list.length, which);
  return place === undefined ? null : list.with(place, newItem);
}

/** Merge sort: an order that contradicts itself cannot harm it. */
function sort(list: FeelList, args: readonly FeelValue[], runtime: Runtime): FeelValue {
  const precedes = args[1];
  let failed = false;
  const before = (a: FeelValue, b: FeelValue): boolean => {
    if (precedes instanceof FeelFunction) return callFunction(precedes, [a, b], runtime) === true;
    const result = order(a, b);
    failed ||= result === undefined;
    return result !== undefined && result < 0;
  };
  if (precedes !== undefined && precedes !== null && !(precedes instanceof FeelFunction)) return null;
  const sorted = mergeSort(list, before);
  return failed ? null : sorted;
}

function mergeSort(list: FeelList, before: (a: FeelValue, b: FeelValue) => boolean): FeelList {
  if (list.length < 2) return list;
  const half = list.length >> 1;
  const [left, right] = [mergeSort(list.slice(0, half), before), mergeSort(list.slice(half), before)];
  const merged: FeelValue[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    merged.push(before(right[j] ?? null, left[i] ?? null) ? (right[j++] ?? null) : (left[i++] ?? null));
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
}

function insertBefore(list: FeelList, args: readonly FeelValue[]): FeelValue {
  const place = placeIn(list.length, args[1]);
  return place === undefined ? null : list.toSpliced(place, 0, args[2] ?? null);
}

export const lists = [
  define(
    'list contains',
    ['list, element'],
    onList((list, [, element = null], runtime) => has(list, element, runtime)),
  ),
  define(
    'count',
    ['list'],
    onList((list) => list.length),
  ),
  define('min', ['list', 'c...'], extreme(-1)),
  define('max', ['list', 'c...'], extreme(1)),
  define('all', ['list', 'b...'], quantifier(false)),
  define('any', ['list', 'b...'], quantifier(true)),
  define('sublist', ['list, start position, length?'], onList(sublist)),
  define(
    'append',
    ['list, item...'],
    onList((list, [, ...items]) => [...list, ...items]),
  ),
  define('concatenate', ['list...'], together),
  define('insert before', ['list, position, newItem'], onList(insertBefore)),
  define(
    'remove',
    ['list, position'],
    onList((list, [, position]) => {
      const place = placeIn(list.length, position);
      return place === undefined ? null : list.toSpliced(place, 1);
    }),
  ),
  define('list replace', ['list, position, newItem', 'list, match, newItem'], onList(listReplace)),
  define(
    'reverse',
    ['list'],
    onList((list) => list.toReversed()),
  ),
  define(
    'index of',
    ['list, match'],
    onList((list, [, match = null], { budget }) =>
      list.flatMap((item, i) => (equals(item, match, budget) === true ? [i + 1] : [])),
    ),
  ),
  define('union', ['list...'], (args, runtime) => {
    const all = together(args, runtime);
    return all && distinct(all, runtime);
  }),
  define(
    'distinct values',
    ['list'],
    onList((list, _, runtime) => distinct(list, runtime)),
  ),
  define(
    'flatten',
    ['list'],
    onList((list, _, runtime) => flatten(list, runtime)),
  ),
  define('sort', ['list, precedes?'], onList(sort)),
];
