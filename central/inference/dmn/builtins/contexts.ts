/** Context functions (DMN 1.5, table 80), and not(). */
import { not } from '../feel/compare.ts';
import { contextOf, entryOf, hasKey, isContext, isList, type FeelContext, type FeelValue } from '../feel/values.ts';
import { define, listIn, single } from './define.ts';

function getEntries(value: FeelValue): FeelValue {
  if (!isContext(value)) return null;
  return Object.entries(value).map(([key, entry]) =>
    contextOf([
      ['key', key],
      ['value', entry],
    ]),
  );
}

function fromEntries(args: readonly FeelValue[]): FeelValue {
  const entries: [string, FeelValue][] = [];
  const list = listIn(args[0]);
  if (!list) return null;
  for (const entry of list) {
    if (!isContext(entry) || !hasKey(entry, 'key') || !hasKey(entry, 'value')) return null;
    const key = entryOf(entry, 'key');
    if (typeof key !== 'string' || entries.some(([name]) => name === key)) return null;
    entries.push([key, entryOf(entry, 'value')]);
  }
  return contextOf(entries);
}

function put(context: FeelContext, key: string, value: FeelValue): FeelContext {
  return contextOf([...Object.entries(context).filter(([name]) => name !== key || hasKey(context, key)), [key, value]]);
}

/** `keys` lead inwards; null where one on the way is missing or no context. */
function putAt(context: FeelValue, keys: readonly FeelValue[], value: FeelValue): FeelValue {
  const [key, ...rest] = keys;
  if (!isContext(context) || typeof key !== 'string') return null;
  if (rest.length === 0) return put(context, key, value);
  const inner = putAt(entryOf(context, key), rest, value);
  return inner === null ? null : put(context, key, inner);
}

function contextPut([target, key = null, value = null]: readonly FeelValue[]): FeelValue {
  const context = single(target);
  if (!isList(key)) return putAt(context, [key], value);
  return key.length === 0 ? null : putAt(context, key, value);
}

function contextMerge(args: readonly FeelValue[]): FeelValue {
  const list = listIn(args[0]);
  return list?.every(isContext) ? contextOf(list.flatMap((context) => Object.entries(context))) : null;
}

export const contexts = [
  define('not', ['negand'], ([value = null]) => not(single(value))),
  define('get value', ['m, key', 'context, key'], ([m, key = null]) => {
    const context = single(m);
    return isContext(context) && typeof key === 'string' ? entryOf(context, key) : null;
  }),
  define('get entries', ['m', 'context'], ([m]) => getEntries(single(m))),
  define('context', ['entries'], fromEntries),
  define('context put', ['context, key, value', 'context, keys, value'], contextPut),
  define('context merge', ['contexts'], contextMerge),
];
