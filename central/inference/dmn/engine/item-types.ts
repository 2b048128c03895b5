/** Item definitions -> types (DMN 1.5, 7.3.2). */
import { compile } from '../feel/compile.ts';
import { not, or, type Ternary } from '../feel/compare.ts';
import { namesOf } from '../feel/names.ts';
import { BudgetExceeded } from '../feel/runtime.ts';
import { innerScope, rootScope } from '../feel/scope.ts';
import { anyType, bareType, builtInTypes, type FeelType } from '../feel/types.ts';
import type { FeelValue } from '../feel/values.ts';
import { builtInNames } from '../builtins/all.ts';
import type { DmnModel, ItemDefinition } from '../model/model.ts';
import type { DmnProblem } from '../model/problems.ts';
import { compileUnary } from './cells.ts';
import { constantValue, isConstant, quietFrame } from './constants.ts';
import { bareTypeName, fromFeel, parseTests, tell, type Site } from './site.ts';

type Report = (problem: DmnProblem) => void;

/** Types by the names that a model uses: its own, and `alias.name` of the models it imports. */
export function typesOf(
  model: DmnModel,
  imported: (namespace: string) => ReadonlyMap<string, FeelType> | undefined,
  report: Report,
): Map<string, FeelType> {
  const types = new Map<string, FeelType>();
  for (const { name, namespace } of model.imports) {
    for (const [inner, type] of imported(namespace) ?? []) types.set(name === '' ? inner : `${name}.${inner}`, type);
  }
  new TypeBuilder(model, types, report).build();
  return types;
}

class TypeBuilder {
  readonly #definitions: ReadonlyMap<string, ItemDefinition>;
  readonly #types: Map<string, FeelType>;
  readonly #report: Report;
  readonly #open = new Set<string>();

  constructor(model: DmnModel, types: Map<string, FeelType>, report: Report) {
    this.#definitions = new Map(model.types.map((definition) => [definition.name, definition]));
    this.#types = types;
    this.#report = report;
  }

  build(): void {
    for (const name of this.#definitions.keys()) this.#named(name, name);
  }

  #site(element: string): Site {
    const base = { names: namesOf(builtInNames), types: this.#types, element, place: undefined, report: this.#report };
    const scope = rootScope({
      find: () => undefined,
      findType: (name) => this.#types.get(name),
      problem: (feel) => this.#report(fromFeel(base, feel)),
    });
    return { ...base, scope };
  }

  #named(typeRef: string, element: string): FeelType {
    const name = bareTypeName(typeRef);
    const definition = this.#definitions.get(name);
    const known = definition ? undefined : builtInTypes.get(name);
    const ready = known ?? this.#types.get(name);
    if (ready) return ready;
    if (!definition) {
      tell(this.#site(element), 'unknown-type', `There is no type "${name.slice(0, 100)}".`);
      return anyType;
    }
    if (this.#open.has(name)) {
      tell(this.#site(element), 'cyclic-type', `The type "${name.slice(0, 100)}" is made of itself.`);
      return anyType;
    }
    this.#open.add(name);
    const type = this.#defined(definition, name);
    this.#open.delete(name);
    this.#types.set(name, type);
    return type;
  }

  #defined(definition: ItemDefinition, element: string): FeelType {
    const shape = this.#shape(definition, element);
    // A type with allowed values of its own has these instead of those of the type that it is made from.
    const base = definition.allowed?.trim() ? bareType(shape) : shape;
    const limited = this.#limited(base, definition.allowed, element);
    const whole: FeelType = definition.isCollection ? { kind: 'list', of: limited } : limited;
    return this.#limited(whole, definition.constraint, element);
  }

  #shape({ typeRef, components, signature }: ItemDefinition, element: string): FeelType {
    if (components.length > 0) {
      return {
        kind: 'context',
        fields: new Map(components.map((component) => [component.name, this.#defined(component, element)])),
      };
    }
    const named = (name: string | undefined) => (name ? this.#named(name, element) : anyType);
    if (signature) {
      return {
        kind: 'function',
        params: signature.params.map((param) => named(param.typeRef)),
        returns: named(signature.returns),
      };
    }
    return named(typeRef);
  }

  #limited(base: FeelType, tests: string | undefined, element: string): FeelType {
    if (tests === undefined || tests.trim() === '') return base;
    const allows = compileAllowed(this.#site(element), tests, base);
    return allows ? { kind: 'limited', base, allows, values: constantsIn(this.#site(element), tests) } : base;
  }
}

/** Unary tests that stand alone, as a predicate; undefined where they cannot be read. */
export function compileAllowed(site: Site, text: string, type: FeelType): ((value: FeelValue) => boolean) | undefined {
  const inner: Site = {
    ...site,
    names: namesOf(new Map([['?', type]]), site.names),
    scope: innerScope(site.scope, ['?']),
  };
  const tests = parseTests(inner, text);
  if (!tests) return undefined;
  const compiled = tests.tests.map((test) => compileUnary(test, inner.scope));
  return (value) => {
    const frame = quietFrame([value]);
    try {
      const result = compiled.reduce<Ternary>((any, test) => or(any, test(frame, value)), tests.any);
      return (tests.negated ? not(result) : result) === true;
    } catch (error) {
      if (error instanceof BudgetExceeded) return false;
      throw error;
    }
  };
}

/** The values of a list of constants, in their order; what is no constant is left out. */
export function constantsIn(site: Site, text: string): FeelValue[] {
  const tests = parseTests(site, text)?.tests ?? [];
  return tests.flatMap((node) => {
    const known = node.node !== 'side' && isConstant(node, () => true);
    const value = known ? constantValue(compile(node, site.scope)) : undefined;
    return value === undefined ? [] : [value];
  });
}
