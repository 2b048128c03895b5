/** for, some, every, filters: one frame per turn, one step of the budget per item. */
import type { Iterator, Node } from './ast.ts';
import { isFeelNumber, toInteger, add, compareNumbers, isInteger } from './decimal.ts';
import { or, and, type Ternary } from './compare.ts';
import type { Budget } from './runtime.ts';
import { innerFrame, innerScope, type Compiled, type Frame, type Scope } from './scope.ts';
import { FeelDate } from './temporal.ts';
import { dayOf } from './calendar.ts';
import { FeelRange, isList, type FeelList, type FeelValue } from './values.ts';

type Compile = (node: Node, scope: Scope) => Compiled;
/** The values to go through, or null where there is nothing to go through. */
type Source = (frame: Frame) => Iterable<FeelValue> | null;

interface Loop {
  readonly sources: readonly Source[];
  readonly scope: Scope;
}

function compileIterators(iterators: readonly Iterator[], scope: Scope, compile: Compile): Loop {
  const sources: Source[] = [];
  let inner = scope;
  for (const { name, in: source, to } of iterators) {
    const [from, end] = [compile(source, inner), to && compile(to, inner)];
    sources.push(
      end
        ? (frame) => between(from(frame), end(frame), frame.runtime.budget)
        : (frame) => itemsOf(from(frame), frame.runtime.budget),
    );
    inner = innerScope(inner, [name]);
  }
  return { sources, scope: inner };
}

/** Visits every combination; false from `visit` ends it. The result is false where a source was null. */
function run(sources: readonly Source[], frame: Frame, visit: (frame: Frame) => boolean): boolean {
  let whole = true;
  const turn = (depth: number, outer: Frame): boolean => {
    const source = sources[depth];
    if (!source) return visit(outer);
    const items = source(outer);
    if (items === null) {
      whole = false;
      return false;
    }
    for (const item of items) {
      outer.runtime.budget.spend(1);
      if (!turn(depth + 1, innerFrame(outer, [item]))) return false;
    }
    return true;
  };
  turn(0, frame);
  return whole;
}

export function itemsOf(value: FeelValue, budget: Budget): Iterable<FeelValue> | null {
  if (value === null) return null;
  if (isList(value)) return value;
  if (!(value instanceof FeelRange)) return [value];
  const items = between(value.start, value.end, budget);
  if (items === null) return null;
  return skipEnds(items, value);
}

function* skipEnds(items: Iterable<FeelValue>, range: FeelRange): Iterable<FeelValue> {
  for (const item of items) {
    const atStart = !range.startIncluded && item === range.start;
    const atEnd = !range.endIncluded && item === range.end;
    const onDay = item instanceof FeelDate ? item.epochDay : undefined;
    const startDay = range.start instanceof FeelDate && !range.startIncluded ? range.start.epochDay : undefined;
    const endDay = range.end instanceof FeelDate && !range.endIncluded ? range.end.epochDay : undefined;
    if (atStart || atEnd || (onDay !== undefined && (onDay === startDay || onDay === endDay))) continue;
    yield item;
  }
}

/** `a..b` of whole numbers or dates, up or down. */
export function between(start: FeelValue, end: FeelValue, budget: Budget): Iterable<FeelValue> | null {
  if (start instanceof FeelDate && end instanceof FeelDate) return days(start, end);
  if (!isFeelNumber(start) || !isFeelNumber(end) || !isInteger(start) || !isInteger(end)) return null;
  const [first, last] = [toInteger(start), toInteger(end)];
  if (first === undefined || last === undefined) {
    budget.spend(1);
    return largeNumbers(start, end);
  }
  return numbers(first, last);
}

function* numbers(first: number, last: number): Iterable<FeelValue> {
  if (first <= last) for (let i = first; i <= last; i++) yield i;
  else for (let i = first; i >= last; i--) yield i;
}

function* largeNumbers(start: FeelValue, end: FeelValue): Iterable<FeelValue> {
  if (!isFeelNumber(start) || !isFeelNumber(end)) return;
  const step = compareNumbers(start, end) <= 0 ? 1 : -1;
  for (let at = start; compareNumbers(at, end) * step <= 0;) {
    yield at;
    const next = add(at, step);
    if (next === null) return;
    at = next;
  }
}

function* days(start: FeelDate, end: FeelDate): Iterable<FeelValue> {
  const [first, last] = [start.epochDay, end.epochDay];
  const step = first <= last ? 1 : -1;
  for (let at = first; (last - at) * step >= 0; at += step) {
    const { year, month, day } = dayOf(at);
    yield new FeelDate(year, month, day);
  }
}

/** Whether a name stands anywhere in an expression; boxed ones may hold any. */
export function mentions(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((one) => mentions(one, name));
  if (typeof node !== 'object' || node === null) return false;
  if ('node' in node && node.node === 'boxed') return true;
  if ('node' in node && node.node === 'name' && 'name' in node && node.name === name) return true;
  return Object.values(node).some((part) => typeof part === 'object' && !(part instanceof Map) && mentions(part, name));
}

export function compileFor(node: Extract<Node, { node: 'for' }>, scope: Scope, compile: Compile): Compiled {
  const { sources, scope: inner } = compileIterators(node.iterators, scope, compile);
  const partial = mentions(node.body, 'partial');
  const body = compile(node.body, innerScope(inner, ['partial']));
  return (frame) => {
    const results: FeelValue[] = [];
    const { budget } = frame.runtime;
    const whole = run(sources, frame, (turn) => {
      if (partial) budget.grow(results.length);
      results.push(body(innerFrame(turn, partial ? [results.slice()] : [])));
      return true;
    });
    return whole ? results : null;
  };
}

export function compileQuantified(node: Extract<Node, { node: 'quantified' }>, scope: Scope, compile: Compile): Compiled {
  const { sources, scope: inner } = compileIterators(node.iterators, scope, compile);
  const body = compile(node.body, inner);
  const { every } = node;
  return (frame) => {
    let result: Ternary = every;
    const whole = run(sources, frame, (turn) => {
      const value = body(turn);
      const truth = typeof value === 'boolean' ? value : null;
      result = every ? and(result, truth) : or(result, truth);
      return result !== !every;
    });
    return whole ? result : null;
  };
}

/** `list[n]`, `list[condition]`: the condition sees `item` and the item's own names. */
export function compileFilter(node: Extract<Node, { node: 'filter' }>, scope: Scope, compile: Compile): Compiled {
  const of = compile(node.of, scope);
  const { filter } = node;
  if (filter.node === 'constant' && isFeelNumber(filter.value)) {
    const index = toInteger(filter.value);
    return (frame) => (index === undefined ? null : at(listOf(of(frame)), index));
  }
  const condition = compile(filter, innerScope(scope, ['item'], true));
  const fixed = !mentions(filter, 'item');
  return (frame) => {
    const list = listOf(of(frame));
    if (list === null) return null;
    if (fixed) {
      const index = condition(innerFrame(frame, [null]));
      if (isFeelNumber(index)) return at(list, toInteger(index));
    }
    return filtered(list, condition, frame);
  };
}

function filtered(list: FeelList, condition: Compiled, frame: Frame): FeelValue {
  const kept: FeelValue[] = [];
  for (const item of list) {
    frame.runtime.budget.spend(1);
    const result = condition(innerFrame(frame, [item]));
    if (result !== null && typeof result !== 'boolean') return null;
    if (result === true) kept.push(item);
  }
  return kept;
}

function listOf(value: FeelValue): FeelList | null {
  if (value === null) return null;
  return isList(value) ? value : [value];
}

function at(list: FeelList | null, index: number | undefined): FeelValue {
  if (list === null || index === undefined || index === 0) return null;
  return (index > 0 ? list[index - 1] : list[list.length + index]) ?? null;
}
