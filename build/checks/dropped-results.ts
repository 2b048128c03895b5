/**
 * Finds calls whose `Result` nobody looks at. TypeScript has no must-use, and no lint rule of ours knows `Result`, so this reads
 * the sources twice: first which functions and methods say that they return `Result`, `DeviceResult` or a promise of one, then
 * where such a call stands alone as a statement. A name that is also declared with another return type somewhere is left
 * out: rather a miss than a false alarm.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface Dropped {
  readonly file: string;
  readonly line: number;
  readonly call: string;
}

const resultTypes = new Set(['Result', 'DeviceResult']);

export function readSources(root: string, files: readonly string[]): Source[] {
  return files.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

export function droppedResults(sources: readonly Source[]): Dropped[] {
  const parsed = sources.map((source) => ({
    ...source,
    program: parseSync(source.file, source.text).program as unknown as Node,
  }));
  const names = resultNames(parsed.map(({ program }) => program));
  return parsed.flatMap(({ file, text, program }) =>
    statementsOf(program).flatMap((expression) => {
      const name = calledName(expression);
      if (!name || !names.has(name)) return [];
      return [{ file, line: text.slice(0, expression.start).split('\n').length, call: name }];
    }),
  );
}

/** Names that are declared as giving a Result, and never as giving anything else. */
function resultNames(programs: readonly Node[]): Set<string> {
  const yes = new Set<string>();
  const no = new Set<string>();
  for (const program of programs) {
    walk(program, (node) => {
      const declared = declaration(node);
      if (!declared) return;
      (givesResult(declared.returns) ? yes : no).add(declared.name);
    });
  }
  for (const name of no) yes.delete(name);
  return yes;
}

/** Functions, methods and properties of function type, where they say what they return. */
function declaration(node: Node): { name: string; returns: Node } | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      return named(node['id'], node['returnType']);
    case 'TSMethodSignature':
      return named(node['key'], node['returnType']);
    case 'TSPropertySignature': {
      const annotation = child(child(node, 'typeAnnotation'), 'typeAnnotation');
      return annotation?.type === 'TSFunctionType' ? named(node['key'], annotation['returnType']) : undefined;
    }
    case 'VariableDeclarator': {
      const init = child(node, 'init');
      return init?.type === 'ArrowFunctionExpression' ? named(node['id'], init['returnType']) : undefined;
    }
    default:
      return undefined;
  }
}

function named(key: unknown, returns: unknown): { name: string; returns: Node } | undefined {
  const name = isNode(key) && key.type === 'Identifier' ? key['name'] : undefined;
  return typeof name === 'string' && isNode(returns) ? { name, returns } : undefined;
}

function givesResult(annotation: Node): boolean {
  const type = annotation.type === 'TSTypeAnnotation' ? child(annotation, 'typeAnnotation') : annotation;
  if (type?.type !== 'TSTypeReference') return false;
  const name = child(type, 'typeName')?.['name'];
  if (typeof name === 'string' && resultTypes.has(name)) return true;
  const first = (child(type, 'typeArguments')?.['params'] as Node[] | undefined)?.[0];
  return name === 'Promise' && first !== undefined && givesResult(first);
}

/** Expressions that stand alone as statements, seen through `await` and `void`. */
function statementsOf(program: Node): Node[] {
  const found: Node[] = [];
  walk(program, (node) => {
    if (node.type !== 'ExpressionStatement') return;
    let expression = child(node, 'expression');
    while (
      expression &&
      (expression.type === 'AwaitExpression' || (expression.type === 'UnaryExpression' && expression['operator'] === 'void'))
    ) {
      expression = child(expression, 'argument');
    }
    if (expression?.type === 'CallExpression') found.push(expression);
  });
  return found;
}

function calledName(call: Node): string | undefined {
  const callee = child(call, 'callee');
  const name = callee?.type === 'MemberExpression' ? child(callee, 'property')?.['name'] : callee?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function child(node: Node | undefined, member: string): Node | undefined {
  const value = node?.[member];
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    if (isNode(value)) walk(value, visit);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, visit);
  }
}
