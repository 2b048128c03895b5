/**
 * Runs regular expressions with a budget: JavaScript's own engine cannot be stopped, and a pattern like `(a+)+$` would hang the
 * whole centre. Tree -> instructions -> backtracking machine with an explicit stack.
 */
import type { Budget } from '../feel/runtime.ts';
import { sameIgnoringCase, type CharSet } from './char-sets.ts';
import { parseFlags, parseRegex, RegexError, type Flags, type RegexNode } from './parse.ts';

type Instruction =
  | { readonly op: 'set'; readonly set: CharSet }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly register: number }
  /** Fails where nothing was taken since the register was saved: a loop over nothing would not end. */
  | { readonly op: 'progress'; readonly register: number }
  | { readonly op: 'reference'; readonly index: number }
  | { readonly op: 'start' | 'end' | 'match' };

const longestProgram = 20_000;

export interface Match {
  readonly start: number;
  readonly end: number;
  /** Of each group, from 1: its text, or undefined where it took no part. */
  readonly groups: readonly (string | undefined)[];
}

export class Regex {
  readonly groups: number;
  readonly flags: Flags;
  readonly #program: Instruction[] = [];
  #registers: number;

  /** @throws RegexError */
  constructor(pattern: string, flags: string) {
    this.flags = parseFlags(flags);
    const { tree, groups } = parseRegex(pattern, this.flags);
    this.groups = groups;
    this.#registers = 2 * (groups + 1);
    this.#emit(tree);
    this.#push({ op: 'match' });
  }

  #push(instruction: Instruction): number {
    if (this.#program.length >= longestProgram) throw new RegexError('too large');
    return this.#program.push(instruction) - 1;
  }

  #emit(node: RegexNode): void {
    switch (node.kind) {
      case 'set':
        this.#push({ op: 'set', set: node.set });
        return;
      case 'sequence':
        for (const part of node.parts) this.#emit(part);
        return;
      case 'choice':
        this.#emitChoice(node.parts);
        return;
      case 'group':
        if (node.index !== undefined) this.#push({ op: 'save', register: 2 * node.index });
        this.#emit(node.of);
        if (node.index !== undefined) this.#push({ op: 'save', register: 2 * node.index + 1 });
        return;
      case 'reference':
        this.#push({ op: 'reference', index: node.index });
        return;
      case 'repeat':
        this.#emitRepeat(node);
        return;
      default:
        this.#push({ op: node.kind });
    }
  }

  #emitChoice(parts: readonly RegexNode[]): void {
    const jumps: number[] = [];
    for (const [i, part] of parts.entries()) {
      const last = i === parts.length - 1;
      const split = last ? undefined : this.#push({ op: 'jump', to: 0 });
      this.#emit(part);
      if (split === undefined) continue;
      jumps.push(this.#push({ op: 'jump', to: 0 }));
      this.#program[split] = { op: 'split', first: split + 1, second: this.#program.length };
    }
    for (const jump of jumps) this.#program[jump] = { op: 'jump', to: this.#program.length };
  }

  #emitRepeat({ of, min, max, greedy }: Extract<RegexNode, { kind: 'repeat' }>): void {
    for (let i = 0; i < min; i++) this.#emit(of);
    if (max === Infinity) {
      const register = this.#registers++;
      const split = this.#push({ op: 'jump', to: 0 });
      this.#push({ op: 'save', register });
      this.#emit(of);
      this.#push({ op: 'progress', register });
      this.#push({ op: 'jump', to: split });
      this.#split(split, greedy);
      return;
    }
    const splits: number[] = [];
    for (let i = min; i < max; i++) {
      splits.push(this.#push({ op: 'jump', to: 0 }));
      this.#emit(of);
    }
    for (const split of splits) this.#split(split, greedy);
  }

  /** Either goes on behind the split, or to the end of the program as it is now. */
  #split(at: number, greedy: boolean): void {
    const [inside, outside] = [at + 1, this.#program.length];
    this.#program[at] = { op: 'split', first: greedy ? inside : outside, second: greedy ? outside : inside };
  }

  /** The first match at or behind `from` (in code points). */
  find(chars: readonly number[], from: number, budget: Budget): Match | undefined {
    for (let start = from; start <= chars.length; start++) {
      const registers = this.#run(chars, start, budget);
      if (!registers) continue;
      const groups = Array.from({ length: this.groups }, (_, i) =>
        textBetween(chars, registers[2 * i + 2], registers[2 * i + 3]),
      );
      return { start, end: registers[1] ?? start, groups };
    }
    return undefined;
  }

  #run(chars: readonly number[], start: number, budget: Budget): number[] | undefined {
    const registers = Array.from({ length: this.#registers }, () => -1);
    // Three numbers each: where to go on and at which character, or a register (as -1 - register) and what it held.
    const stack: number[] = [];
    let [pc, at, steps] = [0, start, 0];
    const back = (): boolean => {
      for (;;) {
        const value = stack.pop();
        const target = stack.pop();
        if (value === undefined || target === undefined) return false;
        if (target >= 0) {
          [pc, at] = [target, value];
          return true;
        }
        registers[-1 - target] = value;
      }
    };
    for (;;) {
      if ((++steps & 63) === 0) {
        budget.spend(8);
        if (stack.length > 4_000_000) budget.grow(Infinity);
      }
      const instruction = this.#program[pc];
      if (!instruction || instruction.op === 'match') {
        registers[1] = at;
        return registers;
      }
      let advance: number | undefined;
      switch (instruction.op) {
        case 'set': {
          const char = chars[at];
          if (char !== undefined && instruction.set(char)) advance = 1;
          break;
        }
        case 'split':
          stack.push(instruction.second, at);
          pc = instruction.first;
          continue;
        case 'jump':
          pc = instruction.to;
          continue;
        case 'save':
          stack.push(-1 - instruction.register, registers[instruction.register] ?? -1);
          registers[instruction.register] = at;
          advance = 0;
          break;
        case 'progress':
          if (registers[instruction.register] !== at) advance = 0;
          break;
        case 'reference':
          advance = this.#repeats(chars, at, registers[2 * instruction.index], registers[2 * instruction.index + 1]);
          break;
        case 'start':
          if (at === 0 || (this.flags.multiline && chars[at - 1] === 0x0a)) advance = 0;
          break;
        default:
          if (at === chars.length || (this.flags.multiline && chars[at] === 0x0a)) advance = 0;
      }
      if (advance !== undefined) {
        at += advance;
        pc += 1;
      } else if (!back()) return undefined;
    }
  }

  /** How long the group's text is, where it stands here again. A group that took no part is empty. */
  #repeats(chars: readonly number[], at: number, from = -1, to = -1): number | undefined {
    if (from < 0 || to < 0) return 0;
    for (let i = 0; i < to - from; i++) {
      const [a, b] = [chars[from + i], chars[at + i]];
      if (a === undefined || b === undefined) return undefined;
      if (a !== b && !(this.flags.ignoreCase && sameIgnoringCase(a, b))) return undefined;
    }
    return to - from;
  }
}

function textBetween(chars: readonly number[], from = -1, to = -1): string | undefined {
  return from < 0 || to < 0 ? undefined : textOf(chars.slice(from, to));
}

export function codePoints(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}

export function textOf(chars: readonly number[]): string {
  let text = '';
  for (const char of chars) text += String.fromCodePoint(char);
  return text;
}

const known = new Map<string, Regex | null>();

/** The compiled pattern; undefined where pattern or flags are not valid. */
export function regexOf(pattern: string, flags: string): Regex | undefined {
  const key = `${flags}/${pattern}`;
  const found = known.get(key);
  if (found !== undefined) return found ?? undefined;
  let regex: Regex | null;
  try {
    regex = new Regex(pattern, flags);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    regex = null;
  }
  if (known.size >= 500) known.clear();
  known.set(key, regex);
  return regex ?? undefined;
}
