import type { Node, UnaryTests } from '../feel/ast.ts';
import { compile } from '../feel/compile.ts';
import { namesOf, type Names } from '../feel/names.ts';
import type { ParseScope } from '../feel/name-parser.ts';
import { parseExpression, parseSource, parseUnaryTests } from '../feel/parser.ts';
import { FeelSyntaxError } from '../feel/scanner.ts';
import { innerScope, type Compiled, type FeelProblem, type Scope } from '../feel/scope.ts';
import { anyType, builtInTypes, coerce, misfit, type FeelType } from '../feel/types.ts';
import type { DmnProblem, ProblemCode } from '../model/problems.ts';

/** A place in a model where FEEL text stands: what it may name, and who hears of problems. */
export interface Site {
  readonly names: Names;
  readonly scope: Scope;
  readonly types: ReadonlyMap<string, FeelType>;
  /** Decision, function or type that the text belongs to. */
  readonly element: string;
  readonly place: string | undefined;
  readonly ruleId?: string | undefined;
  readonly report: (problem: DmnProblem) => void;
  /** Hears of each fact that is read. */
  readonly reads?: (path: string, at: number, place: string | undefined) => void;
}

export function innerSite(site: Site, own: readonly (readonly [string, FeelType])[], dynamic = false): Site {
  const names = own.map(([name]) => name);
  return { ...site, names: namesOf(new Map(own), site.names), scope: innerScope(site.scope, names, dynamic) };
}

export function placed(site: Site, place: string, ruleId?: string): Site {
  const globals = { ...site.scope.globals };
  const at: Site = { ...site, place: site.place ? `${site.place}, ${place}` : place, ruleId: ruleId ?? site.ruleId };
  globals.problem = (feel) => at.report(fromFeel(at, feel));
  globals.usesFact = (path, offset) => at.reads?.(path, offset, at.place);
  return { ...at, scope: withGlobals(site.scope, globals) };
}

function withGlobals(scope: Scope, globals: Scope['globals']): Scope {
  return { ...scope, globals, outer: scope.outer };
}

export function tell(site: Site, code: ProblemCode, text: string, more: Partial<DmnProblem> = {}): void {
  site.report({ code, severity: 'error', element: site.element, place: site.place, ruleId: site.ruleId, ...more, text });
}

const sentences: Readonly<Record<FeelProblem['code'], readonly [ProblemCode, (name: string) => string]>> = {
  'unknown-name': ['unknown-name', (name) => `Nothing is known by the name "${name}".`],
  'unknown-type': ['unknown-type', (name) => `There is no type "${name}".`],
  'unknown-function': ['unknown-name', (name) => `There is no function "${name}".`],
  'wrong-arguments': ['wrong-arguments', (name) => `The function "${name}" does not take these arguments.`],
};

export function fromFeel(site: Omit<Site, 'scope'>, { code, at, name }: FeelProblem): DmnProblem {
  const [outer, sentence] = sentences[code];
  return {
    code: outer,
    severity: 'error',
    element: site.element,
    place: site.place,
    ruleId: site.ruleId,
    at,
    text: sentence(name.slice(0, 100)),
  };
}

function parsed<T>(site: Site, parse: (scope: ParseScope) => T): T | undefined {
  try {
    return parse(site);
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    tell(site, 'feel-syntax', `This cannot be read as FEEL: ${error.message}.`, { at: error.at });
    return undefined;
  }
}

export function parseText(site: Site, text: string): Node | undefined {
  if (text.trim() === '') {
    tell(site, 'missing-expression', 'An expression is missing.');
    return undefined;
  }
  return parsed(site, (scope) => parseExpression(text, scope));
}

export function parseRange(site: Site, text: string): { in: Node; to: Node | undefined } | undefined {
  return parsed(site, (scope) => parseSource(text, scope));
}

export function parseTests(site: Site, text: string): UnaryTests | undefined {
  return parsed(site, (scope) => parseUnaryTests(text, scope));
}

export const nothing: Compiled = () => null;

export function compileText(site: Site, text: string): Compiled {
  const node = parseText(site, text);
  return node ? compile(node, site.scope) : nothing;
}

/** Without the prefix that DMN 1.1 and 1.2 put before a type: `feel:number`, `kie:tPerson`. */
export function bareTypeName(typeRef: string): string {
  return typeRef.trim().replace(/^[\w-]+:/, '');
}

/** The type that a typeRef names; any, and a problem, where there is none of the name. */
export function typeNamed(site: Site, typeRef: string | undefined): FeelType {
  if (typeRef === undefined || typeRef === '') return anyType;
  const name = bareTypeName(typeRef);
  const type = site.types.get(name) ?? builtInTypes.get(name);
  if (!type) tell(site, 'unknown-type', `There is no type "${name.slice(0, 100)}".`);
  return type ?? anyType;
}

/** What does not fit the type becomes null. */
export function fitted(compiled: Compiled, type: FeelType): Compiled {
  if (type.kind === 'any') return compiled;
  return (frame) => {
    const value = coerce(compiled(frame), type);
    return value === misfit ? null : value;
  };
}
