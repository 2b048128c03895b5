import { isFeelNumber, toInteger, type FeelNumber } from '../feel/decimal.ts';
import type { Runtime } from '../feel/runtime.ts';
import { FeelFunction, isList, type FeelList, type FeelValue } from '../feel/values.ts';

type Body = (args: readonly FeelValue[], runtime: Runtime) => FeelValue;

/** A built-in function. Each signature is a list of names with commas: `list, position?, items...`. */
export function define(name: string, signatures: readonly string[], body: Body): FeelFunction {
  return new FeelFunction(
    name,
    signatures.map((signature) => (signature === '' ? [] : signature.split(', '))),
    (args, runtime) => {
      runtime.budget.spend(costOf(args));
      return body(args, runtime);
    },
  );
}

/** Long texts and lists are not handled for nothing. */
function costOf(args: readonly FeelValue[]): number {
  let cost = 1;
  for (const arg of args) {
    if (typeof arg === 'string') cost += arg.length >> 5;
    else if (isList(arg)) cost += arg.length >> 3;
  }
  return cost;
}

/** FEEL's conversion from a list of one item. */
export function single(value: FeelValue | undefined): FeelValue {
  return value !== undefined && isList(value) && value.length === 1 ? (value[0] ?? null) : (value ?? null);
}

export function numberIn(value: FeelValue | undefined): FeelNumber | undefined {
  const one = single(value);
  return isFeelNumber(one) ? one : undefined;
}

export function integerIn(value: FeelValue | undefined): number | undefined {
  const number = numberIn(value);
  return number === undefined ? undefined : toInteger(number);
}

export function textIn(value: FeelValue | undefined): string | undefined {
  const one = single(value);
  return typeof one === 'string' ? one : undefined;
}

/** A list, or the list of the one value; undefined for null. */
export function listIn(value: FeelValue | undefined): FeelList | undefined {
  if (value === null || value === undefined) return undefined;
  return isList(value) ? value : [value];
}

/** Arguments of functions that take one list or any number of items. */
export function itemsIn(args: readonly FeelValue[]): FeelList | undefined {
  return args.length === 1 ? listIn(args[0]) : args;
}
