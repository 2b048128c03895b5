import { isList, kindOf, contextOf, hasKey, isContext, FeelFunction, FeelRange, type FeelValue, type Kind } from './values.ts';
import { atUtcMidnight, FeelDate } from './temporal.ts';

/** DMN 1.5, 10.3.2.2 and 7.3.2 (item definitions). A context without fields is any context. */
export type FeelType =
  | { readonly kind: 'any' }
  | { readonly kind: 'simple'; readonly name: Exclude<Kind, 'list' | 'context' | 'range' | 'function'> }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly fields: ReadonlyMap<string, FeelType> }
  | { readonly kind: 'function'; readonly params: readonly FeelType[] | undefined; readonly returns: FeelType }
  | {
      readonly kind: 'limited';
      readonly base: FeelType;
      readonly allows: (value: FeelValue) => boolean;
      /** The values that are allowed, in their order, where they are a list of constants. */
      readonly values: readonly FeelValue[];
    };

export const anyType: FeelType = { kind: 'any' };
export const openContext: FeelType = { kind: 'context', fields: new Map() };

const simple = (name: Extract<FeelType, { kind: 'simple' }>['name']): FeelType => ({ kind: 'simple', name });

export const builtInTypes: ReadonlyMap<string, FeelType> = new Map<string, FeelType>([
  ['Any', anyType],
  ['Null', simple('null')],
  ['number', simple('number')],
  ['string', simple('string')],
  ['boolean', simple('boolean')],
  ['date', simple('date')],
  ['time', simple('time')],
  ['date and time', simple('date and time')],
  ['dateTime', simple('date and time')],
  ['days and time duration', simple('days and time duration')],
  ['day and time duration', simple('days and time duration')],
  ['dayTimeDuration', simple('days and time duration')],
  ['years and months duration', simple('years and months duration')],
  ['year and month duration', simple('years and months duration')],
  ['yearMonthDuration', simple('years and months duration')],
  ['list', { kind: 'list', of: anyType }],
  ['context', openContext],
  ['range', { kind: 'range', of: anyType }],
  ['function', { kind: 'function', params: undefined, returns: anyType }],
]);

/** The shape below allowed values. */
export function bareType(type: FeelType): FeelType {
  return type.kind === 'limited' ? bareType(type.base) : type;
}

/** The kind that values of a type have, where that is one. */
export function kindOfType(type: FeelType): Kind | undefined {
  const bare = bareType(type);
  if (bare.kind === 'any' || bare.kind === 'limited') return undefined;
  return bare.kind === 'simple' ? bare.name : bare.kind;
}

/** `value instance of type`: strict, and null is an instance of nothing but Null. */
export function isInstanceOf(value: FeelValue, type: FeelType): boolean {
  if (value === null) return type.kind === 'simple' && type.name === 'null';
  switch (type.kind) {
    case 'any':
      return true;
    case 'limited':
      return isInstanceOf(value, type.base) && type.allows(value);
    case 'list':
      return isList(value) && value.every((item) => item === null || isInstanceOf(item, type.of));
    case 'range':
      return value instanceof FeelRange && [value.start, value.end].every((end) => end === null || isInstanceOf(end, type.of));
    case 'context':
      return (
        isContext(value) &&
        [...type.fields].every(([name, of]) => {
          const field = hasKey(value, name) ? (value[name] ?? null) : undefined;
          return field === null || (field !== undefined && isInstanceOf(field, of));
        })
      );
    case 'function':
      return value instanceof FeelFunction && fitsFunction(value, type);
    default:
      return kindOf(value) === type.name;
  }
}

function fitsFunction(value: FeelFunction, type: Extract<FeelType, { kind: 'function' }>): boolean {
  const wanted = type.params;
  if (!wanted) return true;
  if (!value.params) return value.signatures.some((names) => names.length === wanted.length);
  return (
    value.params.length === wanted.length &&
    value.params.every((param, i) => conformsTo(wanted[i] ?? anyType, param.type)) &&
    (value.returns === undefined || conformsTo(value.returns, type.returns))
  );
}

/** Whether every value of `a` is one of `b` (DMN 1.5, 10.3.2.9.1). */
export function conformsTo(a: FeelType, b: FeelType): boolean {
  const [x, y] = [bareType(a), bareType(b)];
  if (y.kind === 'any') return true;
  if (x.kind === 'simple' && x.name === 'null') return true;
  if (x.kind === 'simple') return y.kind === 'simple' && x.name === y.name;
  if (x.kind === 'list') return y.kind === 'list' && conformsTo(x.of, y.of);
  if (x.kind === 'range') return y.kind === 'range' && conformsTo(x.of, y.of);
  if (x.kind === 'context') {
    return (
      y.kind === 'context' &&
      [...y.fields].every(([name, of]) => conformsTo(x.fields.get(name) ?? anyType, of) && x.fields.has(name))
    );
  }
  if (x.kind !== 'function' || y.kind !== 'function') return false;
  if (!y.params || !x.params) return true;
  return (
    x.params.length === y.params.length &&
    x.params.every((param, i) => conformsTo(y.params?.[i] ?? anyType, param)) &&
    conformsTo(x.returns, y.returns)
  );
}

/** Says that a value does not fit and cannot be made to. */
export const misfit: unique symbol = Symbol('misfit');

/**
 * A value where a type is wanted, with FEEL's implicit conversions (DMN 1.5, 10.3.2.9.4: to and from singleton list, date to date and
 * time). Null fits everywhere. A context must have all the fields of its type; facts need not (`partial`): what is not there is told
 * when somebody asks for it.
 */
export function coerce(value: FeelValue, type: FeelType, partial = false): FeelValue | typeof misfit {
  if (value === null || type.kind === 'any') return value;
  const fitted = fit(value, type, partial);
  if (fitted !== misfit) return fitted;
  if (type.kind === 'list' || bareType(type).kind === 'list') return isList(value) ? misfit : fit([value], type, partial);
  return isList(value) && value.length === 1 ? coerce(value[0] ?? null, type, partial) : misfit;
}

function fit(value: FeelValue, type: FeelType, partial: boolean): FeelValue | typeof misfit {
  switch (type.kind) {
    case 'limited': {
      const fitted = coerce(value, type.base, partial);
      return fitted !== misfit && type.allows(fitted) ? fitted : misfit;
    }
    case 'list': {
      if (!isList(value)) return misfit;
      let changed = false;
      const items: FeelValue[] = [];
      for (const item of value) {
        const fitted = coerce(item, type.of, partial);
        if (fitted === misfit) return misfit;
        changed ||= fitted !== item;
        items.push(fitted);
      }
      return changed ? items : value;
    }
    case 'context':
      return fitContext(value, type.fields, partial);
    case 'simple':
      if (type.name === 'date and time' && value instanceof FeelDate) return atUtcMidnight(value);
      return kindOf(value) === type.name ? value : misfit;
    case 'function':
      return value instanceof FeelFunction && isInstanceOf(value, type) ? typedFunction(value, type) : misfit;
    default:
      return isInstanceOf(value, type) ? value : misfit;
  }
}

/** A function that is held to what its type says of arguments and result. */
function typedFunction(fn: FeelFunction, { params, returns }: Extract<FeelType, { kind: 'function' }>): FeelFunction {
  const isUntyped = [...(params ?? []), returns].every((type) => type.kind === 'any');
  if (isUntyped) return fn;
  const orNull = (value: FeelValue, type: FeelType) => {
    const fitted = coerce(value, type);
    return fitted === misfit ? null : fitted;
  };
  return new FeelFunction(
    fn.name,
    fn.signatures,
    (args, runtime) =>
      orNull(
        fn.call(
          args.map((arg, i) => orNull(arg, params?.[i] ?? anyType)),
          runtime,
        ),
        returns,
      ),
    fn.params,
    fn.returns,
  );
}

function fitContext(value: FeelValue, fields: ReadonlyMap<string, FeelType>, partial: boolean): FeelValue | typeof misfit {
  if (!isContext(value)) return misfit;
  const changes: [string, FeelValue][] = [];
  for (const [name, of] of fields) {
    if (!hasKey(value, name)) {
      if (partial) continue;
      return misfit;
    }
    const field = value[name] ?? null;
    const fitted = coerce(field, of, partial);
    if (fitted === misfit) return misfit;
    if (fitted !== field) changes.push([name, fitted]);
  }
  return changes.length === 0 ? value : contextOf([...Object.entries(value), ...changes]);
}

/** In a sentence for people: `number`, `list`, `date and time`. */
export function typeText(type: FeelType): string {
  return kindOfType(type) ?? 'Any';
}
