import { Dec, type FeelNumber } from './decimal.ts';
import type { Runtime } from './runtime.ts';
import { FeelDate, FeelDateTime, FeelTime, Months, Span, type FeelDuration, type Temporal } from './temporal.ts';
import type { FeelType } from './types.ts';

/** What a FEEL expression can give (DMN 1.5, 10.3.2.2). Lists are arrays, contexts are objects without a prototype of their own. */
export type FeelValue =
  null | boolean | string | FeelNumber | Temporal | FeelDuration | FeelRange | FeelFunction | FeelList | FeelContext;
export type FeelList = readonly FeelValue[];
export interface FeelContext {
  readonly [name: string]: FeelValue;
}

/** An interval. A side of a comparison like `(< 10)` is open-ended: null. */
export class FeelRange {
  readonly kind = 'range';
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  constructor(startIncluded: boolean, start: FeelValue, end: FeelValue, endIncluded: boolean) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
  }
}

export interface Param {
  readonly name: string;
  readonly type: FeelType;
}

type Call = (args: readonly FeelValue[], runtime: Runtime) => FeelValue;

/** `signatures`: the names of the parameters, one list per overload; `name?` = may be left out, `name...` = any number. */
export class FeelFunction {
  readonly kind = 'function';
  readonly name: string;
  readonly signatures: readonly (readonly string[])[];
  readonly call: Call;
  /** Declared parameters and result; built-in functions have none. */
  readonly params: readonly Param[] | undefined;
  readonly returns: FeelType | undefined;
  constructor(
    name: string,
    signatures: readonly (readonly string[])[],
    call: Call,
    params?: readonly Param[],
    returns?: FeelType,
  ) {
    this.name = name;
    this.signatures = signatures;
    this.call = call;
    this.params = params;
    this.returns = returns;
  }
}

export type Kind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'time'
  | 'date and time'
  | 'years and months duration'
  | 'days and time duration'
  | 'range'
  | 'function'
  | 'list'
  | 'context';

const classes = [FeelDate, FeelTime, FeelDateTime, Months, Span, FeelRange, FeelFunction] as const;
type Instance = InstanceType<(typeof classes)[number]>;

function isInstance(value: object): value is Instance {
  return classes.some((one) => value instanceof one);
}

export function kindOf(value: FeelValue): Kind {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    default:
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  // By far the most of what is left are contexts, and four looks along a chain of prototypes cost more than this one.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'context';
  if (value instanceof Dec) return 'number';
  return typeof value === 'object' && isInstance(value) ? value.kind : 'context';
}

export function isList(value: FeelValue): value is FeelList {
  return Array.isArray(value);
}

export function isContext(value: FeelValue): value is FeelContext {
  return typeof value === 'object' && value !== null && kindOf(value) === 'context';
}

export function isDuration(value: FeelValue): value is FeelDuration {
  return value instanceof Months || value instanceof Span;
}

export function isTemporal(value: FeelValue): value is Temporal {
  return value instanceof FeelDate || value instanceof FeelDateTime || value instanceof FeelTime;
}

export function hasKey(context: FeelContext, name: string): boolean {
  return Object.hasOwn(context, name);
}

/** The entry, or null. */
export function entryOf(context: FeelContext, name: string): FeelValue {
  return Object.hasOwn(context, name) ? (context[name] ?? null) : null;
}

/** A new, empty context to fill. */
export function emptyContext(): Record<string, FeelValue> {
  return Object.create(null) as Record<string, FeelValue>;
}

export function contextOf(entries: Iterable<readonly [string, FeelValue]>): FeelContext {
  const context = emptyContext();
  for (const [name, value] of entries) context[name] = value;
  return context;
}
