/** Compiles the logic of all nodes of a graph, each with the names that its requirements give it. */
import { builtInNames } from '../builtins/all.ts';
import { namesOf } from '../feel/names.ts';
import { rootScope, type Frame, type Outside } from '../feel/scope.ts';
import { anyType, coerce, misfit, type FeelType } from '../feel/types.ts';
import { contextOf, FeelFunction, type FeelValue, type Param } from '../feel/values.ts';
import type { DmnModel } from '../model/model.ts';
import type { DmnProblem } from '../model/problems.ts';
import { adopt, hasTemporal } from './adopt.ts';
import { Evaluation } from './evaluation.ts';
import { finderFor, typeFromFacts, type KnownFacts } from './facts.ts';
import { nameFrom, nodeAt, type DecisionNode, type FunctionNode, type Graph, type GraphNode, type ServiceNode } from './graph.ts';
import { typesOf } from './item-types.ts';
import { LogicCompiler, resultType, type OnTable } from './logic.ts';
import { fromFeel, tell, typeNamed, type Site } from './site.ts';

/** Facts that FEEL text reads, and where. */
export interface FactUse {
  readonly path: string;
  readonly element: string;
  readonly place: string | undefined;
  readonly at: number;
}

export class GraphCompiler {
  readonly problems: DmnProblem[] = [];
  readonly factUses: FactUse[] = [];
  readonly #graph: Graph;
  readonly #facts: KnownFacts;
  readonly #logic: LogicCompiler;
  readonly #types = new Map<DmnModel, ReadonlyMap<string, FeelType>>();

  constructor(graph: Graph, facts: KnownFacts, onTable: OnTable) {
    this.#graph = graph;
    this.#facts = facts;
    this.#logic = new LogicCompiler(onTable);
  }

  compile(): void {
    for (const node of this.#graph.nodes) this.#setType(node);
    for (const node of this.#graph.nodes) {
      if (node.kind === 'decision') this.#decision(node);
      else if (node.kind === 'function') this.#function(node);
      else if (node.kind === 'service') this.#service(node);
      else node.find = finderFor(this.#graph, node);
    }
  }

  #report = (problem: DmnProblem): void => {
    this.problems.push(problem);
  };

  /** The types that a model's texts may name. Imports that go round in a circle end where they began. */
  #typesIn(model: DmnModel, open: readonly DmnModel[] = []): ReadonlyMap<string, FeelType> {
    const known = this.#types.get(model);
    if (known) return known;
    const imported = (namespace: string) => {
      const next = this.#graph.models.find((one) => one.namespace === namespace && one !== model && !open.includes(one));
      return next && this.#typesIn(next, [...open, model]);
    };
    const types = typesOf(model, imported, this.#report);
    this.#types.set(model, types);
    return types;
  }

  #setType(node: GraphNode): void {
    node.type = typeNamed(this.#site(node, []), node.element.variable.typeRef);
    if (node.kind !== 'input') return;
    if (node.element.variable.typeRef === undefined) node.type = typeFromFacts(this.#facts, node.name) ?? anyType;
    if (hasTemporal(node.type)) node.adopt = (value) => adopt(value, node.type);
  }

  #site(node: GraphNode, needed: readonly GraphNode[]): Site {
    const { place } = node;
    const types = this.#typesIn(place.model);
    const own = new Map<string, FeelType>();
    const outside = new Map<string, Outside>();
    const aliases = new Map<string, GraphNode[]>();
    for (const one of needed) {
      const { alias, name } = nameFrom(place, one);
      const get = (frame: Frame): FeelValue => valueOf(frame, one.index);
      outside.set(alias === undefined ? name : `${alias}.${name}`, { get, fact: one.kind === 'input' ? name : undefined });
      if (alias === undefined) own.set(name, visibleType(one));
      else aliases.set(alias, [...(aliases.get(alias) ?? []), one]);
    }
    for (const [alias, nodes] of aliases) {
      own.set(alias, { kind: 'context', fields: new Map(nodes.map((one) => [one.name, visibleType(one)])) });
      const get = (frame: Frame) => contextOf(nodes.map((one) => [one.name, valueOf(frame, one.index)]));
      outside.set(alias, { get });
    }
    const reads = (path: string, at: number, place: string | undefined) =>
      void this.factUses.push({ path, element: node.name, place, at });
    const base = {
      names: namesOf(own, namesOf(builtInNames)),
      types,
      element: node.name,
      place: undefined,
      report: this.#report,
      reads,
    };
    const scope = rootScope({
      find: (name) => outside.get(name),
      findType: (name) => types.get(name),
      problem: (feel) => this.#report(fromFeel(base, feel)),
      usesFact: (path, at) => reads(path, at, undefined),
    });
    return { ...base, scope };
  }

  #needed(node: GraphNode, hrefs: readonly string[]): GraphNode[] {
    return hrefs.flatMap((href) => {
      const found = nodeAt(this.#graph, node.place, href);
      if (!found) tell(this.#site(node, []), 'unknown-reference', `"${href.slice(0, 200)}" is required, and not there.`);
      return found ?? [];
    });
  }

  #decision(node: DecisionNode): void {
    const { requires, knows, logic } = node.element;
    if (!logic) {
      tell(this.#site(node, []), 'missing-logic', 'There is no expression here.');
      node.logic = ({ runtime }) => (runtime instanceof Evaluation ? runtime.given(node.name) : null);
      return;
    }
    node.logic = this.#logic.compile(this.#site(node, this.#needed(node, [...requires, ...knows])), logic);
  }

  #function(node: FunctionNode): void {
    const { logic, knows } = node.element;
    const site = this.#site(node, this.#needed(node, knows));
    if (!logic) {
      tell(site, 'missing-logic', 'There is no expression here.');
      const nothing = new FeelFunction(node.name, [[]], () => null, []);
      node.bind = () => nothing;
      return;
    }
    const typed = logic.typeRef ? typeNamed(site, logic.typeRef) : node.type;
    const make = this.#logic.function(site, logic, resultType(typed));
    node.bind = (evaluation) => make(evaluation.frame);
  }

  #service(node: ServiceNode): void {
    const { inputData, inputDecisions, outputs } = node.element;
    const given = this.#needed(node, [...inputData, ...inputDecisions]);
    const results = this.#needed(node, outputs);
    const params: Param[] = given.map((one) => ({ name: nameFrom(node.place, one).name, type: visibleType(one) }));
    const returns = resultType(node.type);
    node.bind = (evaluation) => {
      const call = (args: readonly FeelValue[]): FeelValue => {
        const values = new Map<number, FeelValue>();
        for (const [i, one] of given.entries()) {
          const value = coerce(args[i] ?? null, visibleType(one), true);
          values.set(one.index, value === misfit ? null : value);
        }
        const inner = new Evaluation(this.#graph.nodes, evaluation.run, {}, values);
        const [only] = results;
        const result =
          results.length === 1 && only
            ? inner.value(only.index)
            : contextOf(results.map((one) => [one.name, inner.value(one.index)]));
        const fitted = coerce(result, returns);
        return fitted === misfit ? null : fitted;
      };
      return new FeelFunction(node.name, [params.map(({ name }) => name)], call, params, returns);
    };
  }
}

function visibleType(node: GraphNode): FeelType {
  return node.kind === 'input' || node.kind === 'decision' ? node.type : anyType;
}

function valueOf({ runtime }: Frame, index: number): FeelValue {
  return runtime instanceof Evaluation ? runtime.value(index) : null;
}
