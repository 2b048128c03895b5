import type { Budget } from '../feel/runtime.ts';
import { toDouble, isFeelNumber } from '../feel/decimal.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal-text.ts';
import { stringOf } from '../feel/text.ts';
import { bareType, type FeelType } from '../feel/types.ts';
import { contextOf, FeelFunction, isContext, isList, type FeelValue, type Kind } from '../feel/values.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What is known about a case: JSON, or FEEL values. Dates and times are texts in ISO 8601, or FEEL values. */
export type Facts = Readonly<Record<string, FeelValue | undefined>>;

/** Numbers of more than 15 digits lose the rest; dates, durations and ranges become their text; functions null. */
export function toJson(value: FeelValue, budget?: Budget): Json {
  budget?.spend(1);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (isFeelNumber(value)) return toDouble(value);
  if (isList(value)) return value.map((item) => toJson(item, budget));
  if (isContext(value))
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toJson(entry ?? null, budget)]));
  return value instanceof FeelFunction ? null : stringOf(value);
}

const readers: Readonly<Partial<Record<Kind, (text: string) => FeelValue>>> = {
  date: parseDate,
  time: parseTime,
  'date and time': (text) => parseDateTime(text),
  'days and time duration': parseDuration,
  'years and months duration': parseDuration,
};

/** Whether values of a type may have to be read from text. */
export function hasTemporal(type: FeelType): boolean {
  const bare = bareType(type);
  if (bare.kind === 'simple') return bare.name in readers;
  if (bare.kind === 'list') return hasTemporal(bare.of);
  return bare.kind === 'context' && [...bare.fields.values()].some(hasTemporal);
}

/** JSON knows no dates: a text where the type wants a date, time or duration is read as one (and stays as it is where it is none). */
export function adopt(value: FeelValue, type: FeelType): FeelValue {
  const bare = bareType(type);
  if (typeof value === 'string') return bare.kind === 'simple' ? (readers[bare.name]?.(value) ?? value) : value;
  if (isList(value)) return bare.kind === 'list' ? value.map((item) => adopt(item, bare.of)) : value;
  if (bare.kind !== 'context' || !isContext(value)) return value;
  return contextOf(
    Object.entries(value).map(([name, entry]) => {
      const of = bare.fields.get(name);
      return [name, of ? adopt(entry ?? null, of) : (entry ?? null)];
    }),
  );
}
