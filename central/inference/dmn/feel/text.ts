import type { Budget } from './runtime.ts';
import { isFeelNumber, numberText } from './decimal.ts';
import { durationText, temporalText } from './temporal-text.ts';
import { FeelFunction, FeelRange, isDuration, isList, isTemporal, type FeelValue } from './values.ts';

/** FEEL's string(): a text stays as it is, null stays null. */
export function stringOf(value: FeelValue, budget?: Budget): string | null {
  if (value === null || typeof value === 'string') return value;
  return textOf(value, budget);
}

/** As it would be written in FEEL, texts in quotes. */
export function textOf(value: FeelValue, budget?: Budget): string {
  budget?.spend(typeof value === 'string' ? 1 + (value.length >> 4) : 1);
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (typeof value === 'boolean') return String(value);
  if (isFeelNumber(value)) return numberText(value);
  if (isTemporal(value)) return temporalText(value);
  if (isDuration(value)) return durationText(value);
  if (isList(value)) return `[${value.map((item) => textOf(item, budget)).join(', ')}]`;
  if (value instanceof FeelRange) return rangeText(value);
  if (value instanceof FeelFunction) return `function ${value.name}`;
  return `{${Object.entries(value)
    .map(([name, entry]) => `${keyText(name)}: ${textOf(entry, budget)}`)
    .join(', ')}}`;
}

function keyText(name: string): string {
  return /^[\p{L}_?][\p{L}\p{N}_ ]*$/u.test(name) ? name : textOf(name);
}

function rangeText({ start, end, startIncluded, endIncluded }: FeelRange): string {
  if (start === null && end !== null) return `(${endIncluded ? '<=' : '<'} ${textOf(end)})`;
  if (end === null && start !== null) return `(${startIncluded ? '>=' : '>'} ${textOf(start)})`;
  return `${startIncluded ? '[' : '('}${textOf(start)}..${textOf(end)}${endIncluded ? ']' : ')'}`;
}
