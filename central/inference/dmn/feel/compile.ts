/** AST -> closures. A closure takes the frame of its variables and gives a value; what has no meaning is null, never a throw. */
import { builtIns } from '../builtins/all.ts';
import { arithmetic, negated } from './arithmetic.ts';
import type { Node, TypeNode } from './ast.ts';
import { callFunction, callNamed, fits, placesOf } from './call.ts';
import { and, compare, isIn, or, order, type Ternary } from './compare.ts';
import { compileFilter, compileFor, compileQuantified } from './compile-loops.ts';
import { property } from './properties.ts';
import { innerFrame, innerScope, type Compiled, type Frame, type Outside, type Scope } from './scope.ts';
import { anyType, builtInTypes, coerce, isInstanceOf, misfit, type FeelType } from './types.ts';
import { emptyContext, FeelFunction, FeelRange, hasKey, isContext, type FeelValue, type Param } from './values.ts';

const nothing: Compiled = () => null;

export function compile(node: Node, scope: Scope): Compiled {
  switch (node.node) {
    case 'constant': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node.name, node.at, scope);
    case 'path':
      return compilePath(node, scope);
    case 'filter':
      return compileFilter(node, scope, compile);
    case 'call':
      return compileCall(node, scope);
    case 'arithmetic':
      return compileArithmetic(node, scope);
    case 'compare': {
      const [a, b, { op }] = [compile(node.a, scope), compile(node.b, scope), node];
      return (frame) => compare(op, a(frame), b(frame), frame.runtime.budget);
    }
    case 'logic':
      return compileLogic(node, scope);
    case 'negate': {
      const of = compile(node.of, scope);
      return (frame) => negated(of(frame));
    }
    case 'between': {
      const [of, low, high] = [compile(node.of, scope), compile(node.low, scope), compile(node.high, scope)];
      return (frame) => {
        const value = of(frame);
        return and(compare('>=', value, low(frame)), compare('<=', value, high(frame)));
      };
    }
    case 'in': {
      const [of, tests] = [compile(node.of, scope), node.tests.map((test) => compileTest(test, scope))];
      return (frame) => anyTest(tests, frame, of(frame));
    }
    case 'instance': {
      const [of, type] = [compile(node.of, scope), resolveType(node.wanted, scope)];
      return type ? (frame) => isInstanceOf(of(frame), type) : nothing;
    }
    case 'if': {
      const [condition, yes, no] = [compile(node.condition, scope), compile(node.yes, scope), compile(node.no, scope)];
      return (frame) => (condition(frame) === true ? yes : no)(frame);
    }
    case 'for':
      return compileFor(node, scope, compile);
    case 'quantified':
      return compileQuantified(node, scope, compile);
    case 'function':
      return compileFunction(node, scope);
    case 'list': {
      const items = node.items.map((item) => compile(item, scope));
      return (frame) => {
        frame.runtime.budget.spend(items.length);
        return items.map((item) => item(frame));
      };
    }
    case 'context':
      return compileContext(node, scope);
    case 'range': {
      const [start, end] = [compile(node.start, scope), compile(node.end, scope)];
      return (frame) => makeRange(node.startIncluded, start(frame), end(frame), node.endIncluded);
    }
    case 'boxed':
      return node.compile(scope);
    case 'side': {
      const [of, { op }] = [compile(node.of, scope), node];
      return (frame) => sideRange(op, of(frame));
    }
  }
}

/** An open side may be null: the range has no end there. */
function makeRange(startIncluded: boolean, start: FeelValue, end: FeelValue, endIncluded: boolean): FeelValue {
  const fits =
    start === null
      ? !startIncluded && isOrdered(end)
      : end === null
        ? !endIncluded && isOrdered(start)
        : order(start, end) !== undefined;
  return fits ? new FeelRange(startIncluded, start, end, endIncluded) : null;
}

function isOrdered(value: FeelValue): boolean {
  return value !== null && order(value, value) !== undefined;
}

function sideRange(op: string, value: FeelValue): FeelValue {
  if (!isOrdered(value)) return null;
  if (op === '=') return new FeelRange(true, value, value, true);
  if (op === '<' || op === '<=') return new FeelRange(false, null, value, op === '<=');
  return op === '!=' ? null : new FeelRange(op === '>=', value, null, false);
}

type Test = (frame: Frame, value: FeelValue) => Ternary;

/** One test of a list of tests, over a value that is there already. */
export function compileTest(node: Node, scope: Scope): Test {
  if (node.node === 'side') {
    const [of, { op }] = [compile(node.of, scope), node];
    return (frame, value) => compare(op, value, of(frame), frame.runtime.budget);
  }
  const test = compile(node, scope);
  return (frame, value) => isIn(value, test(frame), frame.runtime.budget);
}

function anyTest(tests: readonly Test[], frame: Frame, value: FeelValue): Ternary {
  let result: Ternary = false;
  for (const test of tests) {
    result = or(result, test(frame, value));
    if (result === true) return true;
  }
  return result;
}

/** Where a name leads: names that a filtered item may bring come first, then variables, then what is outside, then built-in functions. */
function compileName(name: string, at: number, scope: Scope): Compiled {
  const probes: number[] = [];
  let hops = 0;
  for (let inner: Scope | undefined = scope; inner; inner = inner.outer, hops++) {
    const slot = inner.slots.get(name);
    if (inner.dynamic) probes.push(hops);
    if (slot !== undefined) return probed(name, probes, variable(hops, slot));
  }
  const found = outsideOf(name, scope);
  if (found?.fact !== undefined) scope.globals.usesFact?.(found.fact, at);
  if (!found && probes.length === 0) scope.globals.problem({ code: 'unknown-name', at, name });
  return probed(name, probes, found?.get ?? nothing);
}

function outsideOf(name: string, scope: Scope): Outside | undefined {
  const outside = scope.globals.find(name);
  if (outside) return outside;
  const builtIn = builtIns.get(name);
  return builtIn && { get: () => builtIn };
}

function variable(hops: number, slot: number): Compiled {
  if (hops === 0) return (frame) => frame.values[slot] ?? null;
  if (hops === 1) return (frame) => frame.up?.values[slot] ?? null;
  return (frame) => frameAt(frame, hops)?.values[slot] ?? null;
}

function frameAt(frame: Frame, hops: number): Frame | undefined {
  let found: Frame | undefined = frame;
  for (let i = 0; i < hops; i++) found = found?.up;
  return found;
}

function probed(name: string, probes: readonly number[], otherwise: Compiled): Compiled {
  if (probes.length === 0) return otherwise;
  return (frame) => {
    for (const hops of probes) {
      const item = frameAt(frame, hops)?.values[0] ?? null;
      if (isContext(item) && hasKey(item, name)) return item[name] ?? null;
    }
    return otherwise(frame);
  };
}

function isLocal(name: string, scope: Scope): boolean {
  for (let inner: Scope | undefined = scope; inner; inner = inner.outer) if (inner.dynamic || inner.slots.has(name)) return true;
  return false;
}

/** The name of the fact that `a.b.c` reads, where `a` is one. */
function factPath(node: Node, scope: Scope): string | undefined {
  if (node.node === 'name') return isLocal(node.name, scope) ? undefined : scope.globals.find(node.name)?.fact;
  if (node.node !== 'path') return undefined;
  const of = factPath(node.of, scope);
  return of === undefined ? undefined : `${of}.${node.name}`;
}

function compilePath(node: Extract<Node, { node: 'path' }>, scope: Scope): Compiled {
  const { name } = node;
  const joined = qualifiedName(node);
  const direct = joined !== undefined && !isLocal(joined.root, scope) ? scope.globals.find(joined.full) : undefined;
  if (direct) return direct.get;
  const of = compile(node.of, scope);
  const fact = factPath(node, scope);
  if (fact === undefined) return (frame) => property(of(frame), name, frame.runtime);
  scope.globals.usesFact?.(fact, node.at);
  return (frame) => {
    const value = of(frame);
    if (isContext(value) && !hasKey(value, name)) frame.runtime.noteMissing(fact);
    return property(value, name, frame.runtime);
  };
}

/** `a.b.c` as one name, for names of imported models. */
function qualifiedName(node: Node): { root: string; full: string } | undefined {
  if (node.node === 'name') return { root: node.name, full: node.name };
  if (node.node !== 'path') return undefined;
  const of = qualifiedName(node.of);
  return of && { root: of.root, full: `${of.full}.${node.name}` };
}

function compileArithmetic(node: Extract<Node, { node: 'arithmetic' }>, scope: Scope): Compiled {
  const [a, b, { op }] = [compile(node.a, scope), compile(node.b, scope), node];
  return (frame) => {
    const result = arithmetic(op, a(frame), b(frame));
    if (typeof result === 'string') frame.runtime.budget.grow(result.length);
    return result;
  };
}

function compileLogic(node: Extract<Node, { node: 'logic' }>, scope: Scope): Compiled {
  const [a, b] = [compile(node.a, scope), compile(node.b, scope)];
  if (node.op === 'and') {
    return (frame) => {
      const first = a(frame);
      return first === false ? false : and(truth(first), truth(b(frame)));
    };
  }
  return (frame) => {
    const first = a(frame);
    return first === true ? true : or(truth(first), truth(b(frame)));
  };
}

function truth(value: FeelValue): Ternary {
  return typeof value === 'boolean' ? value : null;
}

function compileCall(node: Extract<Node, { node: 'call' }>, scope: Scope): Compiled {
  const { callee, names } = node;
  const args = node.args.map((arg) => compile(arg, scope));
  const builtIn = builtInCallee(callee, scope);
  if (builtIn) return compileBuiltInCall(builtIn, args, names, node.at, scope);
  const fallback = callee.node === 'name' ? builtIns.get(callee.name) : undefined;
  const get = compile(callee, scope);
  return (frame) => {
    const value = get(frame);
    const fn = value instanceof FeelFunction ? value : fallback;
    if (!fn) return null;
    const values = args.map((arg) => arg(frame));
    return names ? callNamed(fn, names, values, frame.runtime) : callFunction(fn, values, frame.runtime);
  };
}

function builtInCallee(callee: Node, scope: Scope): FeelFunction | undefined {
  if (callee.node !== 'name' || isLocal(callee.name, scope) || scope.globals.find(callee.name)) return undefined;
  return builtIns.get(callee.name);
}

function compileBuiltInCall(
  fn: FeelFunction,
  args: readonly Compiled[],
  names: readonly string[] | undefined,
  at: number,
  scope: Scope,
): Compiled {
  const places = names ? placesOf(fn, names) : args.map((_, i) => i);
  if (!places || !fn.signatures.some((signature) => fits(signature, places.length))) {
    scope.globals.problem({ code: 'wrong-arguments', at, name: fn.name });
    return nothing;
  }
  const ordered = places.map((place) => (place === undefined ? nothing : (args[place] ?? nothing)));
  return (frame) => {
    return fn.call(
      ordered.map((arg) => arg(frame)),
      frame.runtime,
    );
  };
}

function compileFunction(node: Extract<Node, { node: 'function' }>, scope: Scope): Compiled {
  const params = node.params.map(({ name, type }) => ({ name, type: (type && resolveType(type, scope)) ?? anyType }));
  const inner = innerScope(
    scope,
    params.map(({ name }) => name),
  );
  const body = node.body ? compile(node.body, inner) : nothing;
  return (frame) => userFunction('', params, body, undefined, frame);
}

/** A function over variables of its own; an argument that does not fit its type is null. */
export function userFunction(
  name: string,
  params: readonly Param[],
  body: Compiled,
  returns: FeelType | undefined,
  frame: Frame,
): FeelFunction {
  const call = (args: readonly FeelValue[]): FeelValue => {
    const values: FeelValue[] = [];
    for (const [i, { type }] of params.entries()) {
      const value = coerce(args[i] ?? null, type);
      values.push(value === misfit ? null : value);
    }
    const result = body(innerFrame(frame, values));
    const fitted = returns ? coerce(result, returns) : result;
    return fitted === misfit ? null : fitted;
  };
  return new FeelFunction(name, [params.map((param) => param.name)], call, params, returns);
}

function compileContext(node: Extract<Node, { node: 'context' }>, scope: Scope): Compiled {
  const names = node.entries.map(({ name }) => name);
  const entries = node.entries.map(({ value }, i) =>
    compile(value, innerScope(scope, names.slice(0, value.node === 'function' ? i + 1 : i))),
  );
  return (frame) => {
    frame.runtime.budget.spend(entries.length);
    const inner = innerFrame(frame, []);
    const context = emptyContext();
    for (const [i, entry] of entries.entries()) {
      const value = entry(inner);
      inner.values[i] = value;
      context[names[i] ?? ''] = value;
    }
    return context;
  };
}

/** The type that a type expression means; undefined (and a problem) where a name is unknown. */
export function resolveType(node: TypeNode, scope: Scope): FeelType | undefined {
  switch (node.type) {
    case 'named': {
      const type = builtInTypes.get(node.name) ?? scope.globals.findType(node.name);
      if (!type) scope.globals.problem({ code: 'unknown-type', at: node.at, name: node.name });
      return type;
    }
    case 'list':
    case 'range': {
      const of = resolveType(node.of, scope);
      return of && { kind: node.type, of };
    }
    case 'context': {
      const fields = node.fields.map(([name, type]) => [name, resolveType(type, scope) ?? anyType] as const);
      return { kind: 'context', fields: new Map(fields) };
    }
    default: {
      const params = node.params.map((param) => resolveType(param, scope) ?? anyType);
      return { kind: 'function', params, returns: resolveType(node.returns, scope) ?? anyType };
    }
  }
}
