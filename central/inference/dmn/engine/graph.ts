/** The requirements graph of a model and of those it imports (DMN 1.5, chapter 6). */
import type { Compiled } from '../feel/scope.ts';
import { anyType, type FeelType } from '../feel/types.ts';
import type { FeelFunction, FeelValue } from '../feel/values.ts';
import type { Decision, DecisionService, DmnModel, InputData, KnowledgeModel } from '../model/model.ts';
import type { Facts } from './adopt.ts';
import type { Evaluation } from './evaluation.ts';

/** A model as it stands at the end of one chain of imports: the same file imported twice has its inputs twice. */
export interface Place {
  readonly model: DmnModel;
  /** The names of the imports that lead here from the main model. */
  readonly path: readonly string[];
  /** What it imports, by namespace. */
  readonly imports: ReadonlyMap<string, { readonly alias: string; readonly place: Place }>;
}

interface NodeBase {
  readonly index: number;
  readonly place: Place;
  readonly id: string;
  /** By which FEEL text of its own model calls it. */
  readonly name: string;
}

export interface InputNode extends NodeBase {
  readonly kind: 'input';
  readonly element: InputData;
  type: FeelType;
  find: (facts: Facts) => FeelValue | undefined;
  adopt: (value: FeelValue) => FeelValue;
}

export interface DecisionNode extends NodeBase {
  readonly kind: 'decision';
  readonly element: Decision;
  type: FeelType;
  logic: Compiled;
}

export interface FunctionNode extends NodeBase {
  readonly kind: 'function';
  readonly element: KnowledgeModel;
  type: FeelType;
  bind: (evaluation: Evaluation) => FeelFunction;
}

export interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly element: DecisionService;
  type: FeelType;
  bind: (evaluation: Evaluation) => FeelFunction;
}

export type GraphNode = InputNode | DecisionNode | FunctionNode | ServiceNode;

export interface Graph {
  readonly main: Place;
  readonly models: readonly DmnModel[];
  readonly nodes: readonly GraphNode[];
}

const mostPlaces = 200;

const notYet = (): never => {
  throw new Error('the model is not compiled');
};

/** `models`: the main one first. Imports that go round in a circle end where they began. */
export function buildGraph(models: readonly [DmnModel, ...DmnModel[]]): Graph {
  const places: Place[] = [];
  const placeOf = (model: DmnModel, path: readonly string[], open: readonly DmnModel[]): Place => {
    const imports = new Map<string, { alias: string; place: Place }>();
    const place: Place = { model, path, imports };
    places.push(place);
    for (const { name, namespace } of model.imports) {
      const next = models.find((one) => one.namespace === namespace && one !== model && !open.includes(one));
      if (!next || places.length >= mostPlaces) continue;
      imports.set(namespace, { alias: name, place: placeOf(next, name === '' ? path : [...path, name], [...open, model]) });
    }
    return place;
  };
  const main = placeOf(models[0], [], []);
  const nodes: GraphNode[] = [];
  for (const place of places) addNodes(place, nodes);
  return { main, models, nodes };
}

function addNodes(place: Place, nodes: GraphNode[]): void {
  const { inputs, decisions, functions, services } = place.model;
  const base = (element: InputData | Decision | KnowledgeModel | DecisionService) => ({
    index: nodes.length,
    place,
    id: element.id,
    name: element.variable.name,
    type: anyType,
  });
  for (const element of inputs) {
    nodes.push({ ...base(element), kind: 'input', element, find: () => undefined, adopt: (value) => value });
  }
  for (const element of decisions) nodes.push({ ...base(element), kind: 'decision', element, logic: () => null });
  for (const element of functions) nodes.push({ ...base(element), kind: 'function', element, bind: notYet });
  for (const element of services) nodes.push({ ...base(element), kind: 'service', element, bind: notYet });
}

/** What `#id`, `namespace#id` or `id` means at a place. */
export function nodeAt(graph: Graph, place: Place, href: string): GraphNode | undefined {
  const at = href.lastIndexOf('#');
  const namespace = at > 0 ? href.slice(0, at) : place.model.namespace;
  const id = href.slice(at + 1);
  const imported = namespace === place.model.namespace ? undefined : place.imports.get(namespace)?.place;
  const home = at > 0 ? (imported ?? place) : place;
  return (
    graph.nodes.find((node) => node.place === home && node.id === id) ??
    // Not imported by name, but there: through a model that is.
    graph.nodes.find((node) => node.place.model.namespace === namespace && node.id === id)
  );
}

/** By which name FEEL text at a place calls a node: its own, or with the name of the import. */
export function nameFrom(place: Place, node: GraphNode): { alias: string | undefined; name: string } {
  if (node.place === place) return { alias: undefined, name: node.name };
  const alias = place.imports.get(node.place.model.namespace)?.alias;
  return { alias: alias === '' ? undefined : alias, name: node.name };
}
