/** matches, replace, split on the machine. null: pattern, flags or replacement are not valid. */
import type { Budget } from '../feel/runtime.ts';
import { codePoints, regexOf, textOf, type Match, type Regex } from './machine.ts';

export function matches(input: string, pattern: string, flags: string, budget: Budget): boolean | null {
  const regex = regexOf(pattern, flags);
  return regex ? regex.find(codePoints(input), 0, budget) !== undefined : null;
}

/** XPath fn:replace: a pattern that matches nothing at all is an error. */
export function replace(input: string, pattern: string, replacement: string, flags: string, budget: Budget): string | null {
  const regex = regexOf(pattern, flags);
  const fill = regex && replacementOf(replacement, regex);
  if (!regex || !fill || regex.find([], 0, budget)) return null;
  const chars = codePoints(input);
  let result = '';
  let at = 0;
  for (let match = regex.find(chars, 0, budget); match; match = regex.find(chars, match.end, budget)) {
    result += textOf(chars.slice(at, match.start)) + fill(match, textOf(chars.slice(match.start, match.end)));
    budget.grow(result.length);
    at = match.end;
  }
  return result + textOf(chars.slice(at));
}

type Fill = (match: Match, whole: string) => string;

/** `$n` is a group, `\$` and `\\` are themselves; undefined for any other use of the two. */
function replacementOf(text: string, regex: Regex): Fill | undefined {
  if (regex.flags.literal) return () => text;
  const parts: Fill[] = [];
  for (let i = 0; i < text.length; i++) {
    const [char = '', next = ''] = [text[i], text[i + 1]];
    if (char !== '\\' && char !== '$') {
      parts.push(() => char);
      continue;
    }
    i += 1;
    if (char === '\\') {
      if (next !== '\\' && next !== '$') return undefined;
      parts.push(() => next);
      continue;
    }
    if (!/\d/.test(next)) return undefined;
    let group = Number(next);
    while (/\d/.test(text[i + 1] ?? '') && group * 10 + Number(text[i + 1]) <= regex.groups) {
      group = group * 10 + Number(text[i + 1]);
      i += 1;
    }
    parts.push((match, whole) => (group === 0 ? whole : (match.groups[group - 1] ?? '')));
  }
  return (match, whole) => parts.map((part) => part(match, whole)).join('');
}

export function split(input: string, pattern: string, budget: Budget): string[] | null {
  const regex = regexOf(pattern, '');
  if (!regex) return null;
  const chars = codePoints(input);
  const parts: string[] = [];
  let at = 0;
  for (let from = 0; from < chars.length;) {
    const match = regex.find(chars, from, budget);
    if (!match || match.start >= chars.length) break;
    const empty = match.end === match.start;
    if (!(empty && match.start === at)) {
      parts.push(textOf(chars.slice(at, match.start)));
      at = match.end;
    }
    from = empty ? match.end + 1 : match.end;
  }
  parts.push(textOf(chars.slice(at)));
  return parts;
}
