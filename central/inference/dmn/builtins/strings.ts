/** String functions (DMN 1.5, table 74). Lengths and positions count code points. */
import type { Runtime } from '../feel/runtime.ts';
import type { FeelValue } from '../feel/values.ts';
import { matches, replace, split } from '../regex/use.ts';
import { define, integerIn, listIn, textIn } from './define.ts';

function onTexts(apply: (text: string, other: string) => FeelValue): (args: readonly FeelValue[]) => FeelValue {
  return ([a, b]) => {
    const [text, other] = [textIn(a), textIn(b)];
    return text === undefined || other === undefined ? null : apply(text, other);
  };
}

function onText(apply: (text: string) => FeelValue): (args: readonly FeelValue[]) => FeelValue {
  return ([a]) => {
    const text = textIn(a);
    return text === undefined ? null : apply(text);
  };
}

function substring(args: readonly FeelValue[]): FeelValue {
  const [text, start, given] = [textIn(args[0]), integerIn(args[1]), args[2] ?? null];
  if (text === undefined || start === undefined || start === 0) return null;
  const chars = Array.from(text);
  if (Math.abs(start) > chars.length) return null;
  const from = start > 0 ? start - 1 : chars.length + start;
  if (given === null) return chars.slice(from).join('');
  const length = integerIn(given);
  return length === undefined || length < 1 ? null : chars.slice(from, from + length).join('');
}

function stringJoin(args: readonly FeelValue[], { budget }: Runtime): FeelValue {
  const list = listIn(args[0]);
  if (!list) return null;
  const delimiter = args[1] ?? '';
  if (typeof delimiter !== 'string') return null;
  const texts = list.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string')) return null;
  budget.grow(texts.reduce((length, text) => length + text.length + delimiter.length, 0));
  return texts.join(delimiter);
}

/** An absent flag is ''; undefined for a wrong one. */
function flagsIn(value: FeelValue | undefined): string | undefined {
  return value === null || value === undefined ? '' : textIn(value);
}

export const strings = [
  define('substring', ['string, start position, length?'], substring),
  define(
    'string length',
    ['string'],
    onText((text) => Array.from(text).length),
  ),
  define(
    'upper case',
    ['string'],
    onText((text) => text.toUpperCase()),
  ),
  define(
    'lower case',
    ['string'],
    onText((text) => text.toLowerCase()),
  ),
  define(
    'substring before',
    ['string, match'],
    onTexts((text, match) => text.slice(0, Math.max(0, text.indexOf(match)))),
  ),
  define(
    'substring after',
    ['string, match'],
    onTexts((text, match) => (text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '')),
  ),
  define(
    'contains',
    ['string, match'],
    onTexts((text, match) => text.includes(match)),
  ),
  define(
    'starts with',
    ['string, match'],
    onTexts((text, match) => text.startsWith(match)),
  ),
  define(
    'ends with',
    ['string, match'],
    onTexts((text, match) => text.endsWith(match)),
  ),
  define('matches', ['input, pattern, flags?'], ([a, b, c], { budget }) => {
    const [input, pattern, flags] = [textIn(a), textIn(b), flagsIn(c)];
    return input === undefined || pattern === undefined || flags === undefined ? null : matches(input, pattern, flags, budget);
  }),
  define('replace', ['input, pattern, replacement, flags?'], ([a, b, c, d], { budget }) => {
    const [input, pattern, replacement, flags] = [textIn(a), textIn(b), textIn(c), flagsIn(d)];
    if (input === undefined || pattern === undefined || replacement === undefined || flags === undefined) return null;
    return replace(input, pattern, replacement, flags, budget);
  }),
  define('split', ['string, delimiter'], ([a, b], { budget }) => {
    const [text, delimiter] = [textIn(a), textIn(b)];
    return text === undefined || delimiter === undefined ? null : split(text, delimiter, budget);
  }),
  define('string join', ['list, delimiter?'], stringJoin),
];
