/** Boxed expressions -> closures (DMN 1.5, 7.3 and 10.2). */
import type { Node } from '../feel/ast.ts';
import { callNamed } from '../feel/call.ts';
import { compile, userFunction } from '../feel/compile.ts';
import { compileFilter, compileFor, compileQuantified } from '../feel/compile-loops.ts';
import { fieldsOf, itemType } from '../feel/names.ts';
import { innerFrame, type Compiled } from '../feel/scope.ts';
import { anyType, bareType, type FeelType } from '../feel/types.ts';
import { contextOf, emptyContext, FeelFunction, type FeelValue } from '../feel/values.ts';
import type { FunctionLogic, Logic, TableLogic, Variable } from '../model/model.ts';
import { fitted, innerSite, nothing, parseRange, parseText, placed, tell, typeNamed, type Site } from './site.ts';
import type { CompiledTable } from './compiled-table.ts';
import { compileTable } from './table.ts';

/** What a function gives whose type, or result type, is `type`: models say it either way. */
export function resultType(type: FeelType): FeelType {
  const bare = bareType(type);
  return bare.kind === 'function' ? bare.returns : type;
}

/** Hears of each table, for the checks that look at whole tables. */
export type OnTable = (site: Site, table: CompiledTable) => void;

export class LogicCompiler {
  readonly #onTable: OnTable;
  constructor(onTable: OnTable) {
    this.#onTable = onTable;
  }

  compile(site: Site, logic: Logic | undefined): Compiled {
    if (!logic) {
      tell(site, 'missing-logic', 'There is no expression here.');
      return nothing;
    }
    return fitted(this.#shape(site, logic), typeNamed(site, logic.kind === 'function' ? undefined : logic.typeRef));
  }

  #shape(site: Site, logic: Logic): Compiled {
    switch (logic.kind) {
      case 'literal': {
        const node = parseText(site, logic.text);
        return node ? compile(node, site.scope) : nothing;
      }
      case 'table':
        return this.#table(site, logic);
      case 'context':
        return this.#context(site, logic);
      case 'invocation':
        return this.#invocation(site, logic);
      case 'relation':
        return this.#relation(site, logic);
      case 'list': {
        const items = logic.items.map((item, i) => this.compile(placed(site, `item ${i + 1}`), item));
        return (frame) => items.map((item) => item(frame));
      }
      case 'function':
        return this.function(site, logic, logic.typeRef === undefined ? undefined : resultType(typeNamed(site, logic.typeRef)));
      case 'conditional': {
        const [condition, then, otherwise] = [
          this.compile(placed(site, 'if'), logic.condition),
          this.compile(placed(site, 'then'), logic.yes),
          this.compile(placed(site, 'else'), logic.no),
        ];
        return (frame) => (condition(frame) === true ? then : otherwise)(frame);
      }
      case 'filter':
        return this.#filter(site, logic);
      default:
        return this.#loop(site, logic);
    }
  }

  #table(site: Site, logic: TableLogic): Compiled {
    const { compiled, table } = compileTable(site, logic);
    this.#onTable(site, table);
    return compiled;
  }

  #context(site: Site, { entries }: Extract<Logic, { kind: 'context' }>): Compiled {
    const known: [string, FeelType][] = [];
    const parts = entries.map(({ variable, value }) => {
      const type = variable ? typeNamed(placed(site, `entry ${variable.name}`), variable.typeRef) : anyType;
      const at = placed(site, variable ? `entry ${variable.name}` : 'result');
      const recursive: [string, FeelType][] = variable && value?.kind === 'function' ? [[variable.name, type]] : [];
      const part = fitted(this.compile(innerSite(at, [...known, ...recursive]), value), type);
      if (variable) known.push([variable.name, type]);
      return { name: variable?.name, part };
    });
    return (frame) => {
      const inner = innerFrame(frame, []);
      const context = emptyContext();
      for (const { name, part } of parts) {
        const value = part(inner);
        if (name === undefined) return value;
        inner.values.push(value);
        context[name] = value;
      }
      return context;
    };
  }

  #invocation(site: Site, { callee, bindings }: Extract<Logic, { kind: 'invocation' }>): Compiled {
    const fn = this.compile(site, callee);
    const names = bindings.map(({ name }) => name);
    const values = bindings.map(({ name, typeRef, value }) => {
      const at = placed(site, `argument ${name}`);
      return value ? fitted(this.compile(at, value), typeNamed(at, typeRef)) : nothing;
    });
    return (frame) => {
      const called = fn(frame);
      if (!(called instanceof FeelFunction)) return null;
      return callNamed(
        called,
        names,
        values.map((value) => value(frame)),
        frame.runtime,
      );
    };
  }

  #relation(site: Site, { columns, rows }: Extract<Logic, { kind: 'relation' }>): Compiled {
    const types = columns.map(({ typeRef }) => typeNamed(site, typeRef));
    const cells = rows.map((row, i) =>
      columns.map((column, j) => fitted(this.compile(placed(site, `row ${i + 1}, ${column.name}`), row[j]), types[j] ?? anyType)),
    );
    return (frame) =>
      cells.map((row) => contextOf(columns.map(({ name }, j): [string, FeelValue] => [name, row[j]?.(frame) ?? null])));
  }

  /** A closure that gives the function. `returns`: what the model says about its result. */
  function(site: Site, logic: FunctionLogic, returns: FeelType | undefined): (frame: Parameters<Compiled>[0]) => FeelFunction {
    const params = logic.params.map(({ name, typeRef }: Variable) => ({ name, type: typeNamed(site, typeRef) }));
    const own = params.map(({ name, type }) => [name, type] as const);
    if (logic.language !== 'FEEL')
      tell(site, 'external-function', 'Functions outside of FEEL are not called: the result is null.');
    const body = logic.language === 'FEEL' ? this.compile(innerSite(site, own), logic.body) : nothing;
    return (frame) => userFunction(site.element, params, body, returns, frame);
  }

  /** The expression as a node of the loops that FEEL text has too. */
  #node(site: Site, logic: Logic | undefined): Node {
    return {
      node: 'boxed',
      at: 0,
      compile: (scope) => this.compile({ ...site, scope: { ...scope, globals: site.scope.globals } }, logic),
    };
  }

  #typed(site: Site, logic: Logic | undefined): FeelType {
    return logic?.typeRef
      ? typeNamed(site, logic.typeRef)
      : logic?.kind === 'literal'
        ? (parseText(site, logic.text)?.type ?? anyType)
        : anyType;
  }

  #loop(site: Site, logic: Extract<Logic, { kind: 'for' | 'some' | 'every' }>): Compiled {
    const at = placed(site, 'in');
    const range = logic.in?.kind === 'literal' && logic.in.text.includes('..') ? parseRange(at, logic.in.text) : undefined;
    const type = range?.to ? anyType : itemType(this.#typed(site, logic.in));
    const names: [string, FeelType][] = [[logic.variable, type]];
    const inner = innerSite(placed(site, logic.kind === 'for' ? 'return' : 'satisfies'), names);
    const iterators = [{ name: logic.variable, ...(range?.to ? range : { in: this.#node(at, logic.in), to: undefined }) }];
    if (logic.kind !== 'for') {
      const body = this.#node(inner, logic.body);
      const node = { node: 'quantified', at: 0, every: logic.kind === 'every', iterators, body } as const;
      return compileQuantified(node, site.scope, compile);
    }
    const body = this.#node(innerSite(inner, [['partial', anyType]]), logic.body);
    return compileFor({ node: 'for', at: 0, iterators, body }, site.scope, compile);
  }

  #filter(site: Site, logic: Extract<Logic, { kind: 'filter' }>): Compiled {
    const item = itemType(this.#typed(site, logic.in));
    const inner = innerSite(placed(site, 'match'), [['item', item], ...fieldsOf(item)], true);
    const of = this.#node(placed(site, 'in'), logic.in);
    const literal = logic.match?.kind === 'literal' ? parseText(inner, logic.match.text) : undefined;
    const filter = literal ?? this.#node(inner, logic.match);
    return compileFilter({ node: 'filter', at: 0, of, filter }, site.scope, compile);
  }
}
