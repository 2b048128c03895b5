/** Input cells of decision tables: unary tests -> predicates over a value that is there already. */
import type { Node } from '../feel/ast.ts';
import { compile } from '../feel/compile.ts';
import { mentions } from '../feel/compile-loops.ts';
import { compare, isIn, not, or, type Comparison, type Ternary } from '../feel/compare.ts';
import { innerFrame, type Frame, type Scope } from '../feel/scope.ts';
import { FeelRange, isList, type FeelValue } from '../feel/values.ts';
import { constantValue, isConstant } from './constants.ts';
import { innerSite, parseTests, type Site } from './site.ts';
import type { FeelType } from '../feel/types.ts';

export type Key = string | number | boolean;

export interface Cell {
  /** `-`: anything goes. */
  readonly any: boolean;
  readonly test: (value: FeelValue, frame: Frame) => boolean;
  /** All values that it lets through, where it is a list of plain constants: for the index. */
  readonly keys: readonly Key[] | undefined;
  /** Its tests as values, where they are constants: for the search for gaps and overlaps. */
  readonly constants: readonly ConstantTest[] | undefined;
  readonly negated: boolean;
  readonly nodes: readonly Node[];
}

export interface ConstantTest {
  readonly op: Comparison | 'in';
  readonly value: FeelValue;
}

type UnaryTest = (frame: Frame, value: FeelValue) => Ternary;

/** One unary test; `scope` has `?`, and so has the frame. */
export function compileUnary(node: Node, scope: Scope): UnaryTest {
  if (node.node === 'side') {
    const [of, { op }] = [compile(node.of, scope), node];
    return (frame, value) => compare(op, value, of(frame), frame.runtime.budget);
  }
  const test = compile(node, scope);
  const asks = mentions(node, '?');
  return (frame, value) => {
    const result = test(frame);
    if (typeof result === 'boolean' && (asks || (result && typeof value !== 'boolean'))) return result;
    return isIn(value, result, frame.runtime.budget);
  };
}

const anything: Cell = { any: true, test: () => true, keys: undefined, constants: undefined, negated: false, nodes: [] };
const never: Cell = { ...anything, any: false, test: () => false };

export function compileCell(site: Site, text: string, type: FeelType): Cell {
  const inner = innerSite(site, [['?', type]]);
  const tests = parseTests(inner, text);
  if (!tests) return never;
  if (tests.any) return anything;
  const { negated } = tests;
  const isFree = (name: string) => site.scope.globals.find(name) === undefined;
  const constants = constantTests(tests.tests, inner.scope, isFree);
  const base = { any: false, negated, constants, nodes: tests.tests };
  if (constants) {
    const predicates = constants.map(predicate);
    const [only] = predicates;
    if (predicates.length === 1 && only && !negated)
      return { ...base, test: (value) => only(value) === true, keys: keysOf(constants) };
    return { ...base, test: (value) => decide(anyOf(predicates, value), negated), keys: negated ? undefined : keysOf(constants) };
  }
  const compiled = tests.tests.map((node) => compileUnary(node, inner.scope));
  return {
    ...base,
    keys: undefined,
    test: (value, frame) => {
      frame.runtime.budget.spend(1);
      const own = innerFrame(frame, [value]);
      let result: Ternary = false;
      for (const test of compiled) result = or(result, test(own, value));
      return decide(result, negated);
    },
  };
}

function decide(result: Ternary, negated: boolean): boolean {
  return (negated ? not(result) : result) === true;
}

function anyOf(predicates: readonly ((value: FeelValue) => Ternary)[], value: FeelValue): Ternary {
  let result: Ternary = false;
  for (const one of predicates) {
    result = or(result, one(value));
    if (result === true) return true;
  }
  return result;
}

function constantTests(nodes: readonly Node[], scope: Scope, isFree: (name: string) => boolean): ConstantTest[] | undefined {
  const found: ConstantTest[] = [];
  for (const node of nodes) {
    if (!isConstant(node, isFree)) return undefined;
    const value = constantValue(compile(node.node === 'side' ? node.of : node, scope));
    if (value === undefined) return undefined;
    found.push({ op: node.node === 'side' ? node.op : 'in', value });
  }
  return found;
}

function keysOf(constants: readonly ConstantTest[]): readonly Key[] | undefined {
  const keys: Key[] = [];
  for (const { op, value } of constants) {
    if (op !== 'in' && op !== '=') return undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    keys.push(value);
  }
  return keys;
}

/** The same as compare() and isIn(), with what is known of the constant taken out of the loop. */
function predicate({ op, value: constant }: ConstantTest): (value: FeelValue) => Ternary {
  if (op !== 'in') {
    if (typeof constant === 'number' && op !== '=' && op !== '!=') return numberSide(op, constant);
    return (value) => compare(op, value, constant);
  }
  if (typeof constant === 'string' || typeof constant === 'boolean') {
    return (value) => (value === constant ? true : isIn(value, constant));
  }
  if (typeof constant === 'number') return (value) => (typeof value === 'number' ? value === constant : isIn(value, constant));
  if (constant instanceof FeelRange && !isList(constant)) return rangeTest(constant);
  return (value) => isIn(value, constant);
}

function numberSide(op: Comparison, limit: number): (value: FeelValue) => Ternary {
  const general = (value: FeelValue) => compare(op, value, limit);
  switch (op) {
    case '<':
      return (value) => (typeof value === 'number' ? value < limit : general(value));
    case '<=':
      return (value) => (typeof value === 'number' ? value <= limit : general(value));
    case '>':
      return (value) => (typeof value === 'number' ? value > limit : general(value));
    default:
      return (value) => (typeof value === 'number' ? value >= limit : general(value));
  }
}

function rangeTest(range: FeelRange): (value: FeelValue) => Ternary {
  const { start, end, startIncluded, endIncluded } = range;
  if (typeof start !== 'number' || typeof end !== 'number') return (value) => isIn(value, range);
  return (value) => {
    if (typeof value !== 'number') return isIn(value, range);
    return (startIncluded ? value >= start : value > start) && (endIncluded ? value <= end : value < end);
  };
}
