/** Context functions (DMN 1.5, table 80), and not(). */
import { not } from '../feel/compare.ts';
import type { Budget, Runtime } from '../feel/runtime.ts';
import { contextOf, entryOf, hasKey, isContext, isList, type FeelContext, type FeelValue } from '../feel/values.ts';
import { define, listIn, single } from './define.ts';

function getEntries(value: FeelValue, { budget }: Runtime): FeelValue {
  if (!isContext(value)) return null;
  budget.spend(Object.keys(value).length);
  return Object.entries(value).map(([key, entry]) =>
    contextOf([
      ['key', key],
      ['value', entry],
    ]),
  );
}

function fromEntries(args: readonly FeelValue[]): FeelValue {
  const entries: [string, FeelValue][] = [];
  const keys = new Set<string>();
  const list = listIn(args[0]);
  if (!list) return null;
  for (const entry of list) {
    if (!isContext(entry) || !hasKey(entry, 'key') || !hasKey(entry, 'value')) return null;
    const key = entryOf(entry, 'key');
    if (typeof key !== 'string' || keys.has(key)) return null;
    keys.add(key);
    entries.push([key, entryOf(entry, 'value')]);
  }
  return contextOf(entries);
}

function put(context: FeelContext, key: string, value: FeelValue, budget: Budget): FeelContext {
  budget.spend(Object.keys(context).length);
  return contextOf([...Object.entries(context).filter(([name]) => name !== key || hasKey(context, key)), [key, value]]);
}

/** `keys` lead inwards; null where one on the way is missing or no context. */
function putAt(context: FeelValue, keys: readonly FeelValue[], value: FeelValue, budget: Budget): FeelValue {
  const [key, ...rest] = keys;
  if (!isContext(context) || typeof key !== 'string') return null;
  if (rest.length === 0) return put(context, key, value, budget);
  const inner = putAt(entryOf(context, key), rest, value, budget);
  return inner === null ? null : put(context, key, inner, budget);
}

function contextPut([target, key = null, value = null]: readonly FeelValue[], { budget }: Runtime): FeelValue {
  const context = single(target);
  if (!isList(key)) return putAt(context, [key], value, budget);
  return key.length === 0 ? null : putAt(context, key, value, budget);
}

function contextMerge(args: readonly FeelValue[], { budget }: Runtime): FeelValue {
  const list = listIn(args[0]);
  if (!list?.every(isContext)) return null;
  const entries = list.flatMap((context) => {
    budget.spend(Object.keys(context).length);
    return Object.entries(context);
  });
  return contextOf(entries);
}

export const contexts = [
  define('not', ['negand'], ([value = null]) => not(single(value))),
  define('get value', ['m, key', 'context, key'], (args) => {
    const [context, key] = [single(args[0]), single(args[1])];
    return isContext(context) && typeof key === 'string' ? entryOf(context, key) : null;
  }),
  define('get entries', ['m', 'context'], ([m], runtime) => getEntries(single(m), runtime)),
  define('context', ['entries'], fromEntries),
  define('context put', ['context, key, value', 'context, keys, value'], contextPut),
  define('context merge', ['contexts'], contextMerge),
];
