/** Regular expressions of XPath 3.1 (functions and operators, 5.6.1) -> tree. */
import { categoryOf, escapeOf, ignoringCase, not, sameIgnoringCase, type CharSet } from './char-sets.ts';

export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly index: number | undefined; readonly of: RegexNode }
  | { readonly kind: 'reference'; readonly index: number }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly min: number; readonly max: number; readonly greedy: boolean };

export class RegexError extends Error {}

const dotAll: CharSet = () => true;
const dot: CharSet = (c) => c !== 0x0a && c !== 0x0d;
const deepest = 100;

export interface Flags {
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly ignoreCase: boolean;
  readonly extended: boolean;
  readonly literal: boolean;
}

/** @throws RegexError */
export function parseFlags(text: string): Flags {
  if (!/^[smixq]*$/.test(text)) throw new RegexError('unknown flag');
  const has = (flag: string) => text.includes(flag);
  return { dotAll: has('s'), multiline: has('m'), ignoreCase: has('i'), extended: has('x'), literal: has('q') };
}

/** @throws RegexError */
export function parseRegex(pattern: string, flags: Flags): { tree: RegexNode; groups: number } {
  const parser = new RegexParser(flags.extended && !flags.literal ? withoutSpace(pattern) : pattern, flags);
  return flags.literal ? { tree: parser.literal(), groups: 0 } : { tree: parser.whole(), groups: parser.groups };
}

/** Flag x: white space outside of classes means nothing. */
function withoutSpace(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? '';
    if (char === '\\') {
      // White space that stands behind the backslash goes too: `\ s` is `\s`.
      let next = i + 1;
      while (depth === 0 && /[\t\n\r ]/.test(pattern[next] ?? '')) next += 1;
      result += char + (pattern[next] ?? '');
      i = next;
      continue;
    }
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth > 0 || !/[\t\n\r ]/.test(char)) result += char;
  }
  return result;
}

class RegexParser {
  readonly #chars: readonly string[];
  readonly #flags: Flags;
  readonly #closed = new Set<number>();
  #at = 0;
  #depth = 0;
  groups = 0;

  constructor(pattern: string, flags: Flags) {
    this.#chars = Array.from(pattern);
    this.#flags = flags;
  }

  literal(): RegexNode {
    return { kind: 'sequence', parts: this.#chars.map((char) => this.#char(char.codePointAt(0) ?? 0)) };
  }

  whole(): RegexNode {
    const tree = this.#choice();
    if (this.#at < this.#chars.length) throw new RegexError('unexpected )');
    return tree;
  }

  #takes(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #choice(): RegexNode {
    if (++this.#depth > deepest) throw new RegexError('nested too deeply');
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    this.#depth -= 1;
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'choice', parts };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined || char === '|' || char === ')') return { kind: 'sequence', parts };
      parts.push(this.#quantified(this.#atom()));
    }
  }

  #quantified(of: RegexNode): RegexNode {
    const bounds = this.#bounds();
    if (!bounds) return of;
    const greedy = !this.#takes('?');
    if (this.#bounds()) throw new RegexError('two quantifiers');
    return { kind: 'repeat', of, min: bounds[0], max: bounds[1], greedy };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    if (!this.#takes('{')) return undefined;
    const end = this.#chars.indexOf('}', this.#at);
    const match = /^(\d{1,4})(,(\d{1,4})?)?$/.exec(this.#chars.slice(this.#at, end).join(''));
    if (end < 0 || !match) throw new RegexError('bad quantifier');
    this.#at = end + 1;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === undefined ? Infinity : Number(match[3]);
    if (max < min) throw new RegexError('bad quantifier');
    return [min, max];
  }

  #atom(): RegexNode {
    const char = this.#chars[this.#at++] ?? '';
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: this.#class() };
      case '.':
        return { kind: 'set', set: this.#flags.dotAll ? dotAll : dot };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return this.#escape();
      default:
        if ('?*+{}]'.includes(char)) throw new RegexError(`unexpected ${char}`);
        return this.#char(char.codePointAt(0) ?? 0);
    }
  }

  #char(code: number): RegexNode {
    return { kind: 'set', set: this.#flags.ignoreCase ? (c) => sameIgnoringCase(c, code) : (c) => c === code };
  }

  #group(): RegexNode {
    let index: number | undefined;
    if (this.#takes('?')) {
      if (!this.#takes(':')) throw new RegexError('unknown group');
    } else index = ++this.groups;
    const of = this.#choice();
    if (!this.#takes(')')) throw new RegexError('group without end');
    if (index !== undefined) this.#closed.add(index);
    return { kind: 'group', index, of };
  }

  #escape(): RegexNode {
    const letter = this.#chars[this.#at] ?? '';
    if (/[1-9]/.test(letter)) return this.#reference();
    this.#at += 1;
    const meaning = this.#meaning(letter);
    return typeof meaning === 'number' ? this.#char(meaning) : { kind: 'set', set: meaning };
  }

  #reference(): RegexNode {
    let index = Number(this.#chars[this.#at++]);
    while (/\d/.test(this.#chars[this.#at] ?? '') && index * 10 + Number(this.#chars[this.#at]) <= this.groups) {
      index = index * 10 + Number(this.#chars[this.#at++]);
    }
    if (!this.#closed.has(index)) throw new RegexError('reference to no group');
    return { kind: 'reference', index };
  }

  /** Stands behind the letter. */
  #meaning(letter: string): CharSet | number {
    if (letter === 'p' || letter === 'P') {
      const end = this.#chars.indexOf('}', this.#at);
      const set = this.#takes('{') && end > 0 ? categoryOf(this.#chars.slice(this.#at, end).join('')) : undefined;
      if (!set) throw new RegexError('unknown category');
      this.#at = end + 1;
      return letter === 'p' ? set : not(set);
    }
    const meaning = escapeOf(letter);
    if (meaning === undefined) throw new RegexError('unknown escape');
    return meaning;
  }

  /** Characters and ranges of them; `\p{Lu}` and its like mean the same with the flag. */
  #cased(set: CharSet): CharSet {
    return this.#flags.ignoreCase ? ignoringCase(set) : set;
  }

  /** Behind the opening bracket; takes the closing one. */
  #class(): CharSet {
    if (++this.#depth > deepest) throw new RegexError('nested too deeply');
    const negative = this.#takes('^');
    const sets: CharSet[] = [];
    let without: CharSet | undefined;
    while (!this.#takes(']')) {
      if (this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] === '[' && sets.length > 0) {
        this.#at += 2;
        without = this.#class();
        if (this.#chars[this.#at] !== ']') throw new RegexError('a subtraction ends its class');
        continue;
      }
      sets.push(this.#classItem());
    }
    if (sets.length === 0) throw new RegexError('empty class');
    this.#depth -= 1;
    const any: CharSet = (c) => sets.some((set) => set(c));
    const base = negative ? not(any) : any;
    const minus = without;
    return minus ? (c) => base(c) && !minus(c) : base;
  }

  #classItem(): CharSet {
    const from = this.#classChar();
    if (typeof from !== 'number') return from;
    const next = this.#chars[this.#at + 1];
    if (this.#chars[this.#at] !== '-' || next === ']' || next === '[') return this.#cased((c) => c === from);
    this.#at += 1;
    const to = this.#classChar();
    if (typeof to !== 'number' || to < from) throw new RegexError('bad range');
    return this.#cased((c) => c >= from && c <= to);
  }

  #classChar(): CharSet | number {
    const char = this.#chars[this.#at++];
    if (char === undefined || char === '[') throw new RegexError('class without end');
    if (char !== '\\') return char.codePointAt(0) ?? 0;
    return this.#meaning(this.#chars[this.#at++] ?? '');
  }
}
