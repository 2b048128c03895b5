import { nodeAt, type Graph, type GraphNode } from '../engine/graph.ts';
import { isKnownFact, type KnownFacts } from '../engine/facts.ts';
import type { FactUse } from '../engine/graph-compiler.ts';
import { problem, type DmnProblem } from '../model/problems.ts';

/** Names that are there twice. */
export function checkNames({ models }: Graph): DmnProblem[] {
  return models.flatMap(({ inputs, decisions, functions, services }) => {
    const named = [...inputs, ...decisions, ...functions, ...services].map(({ variable }) => variable.name);
    return twice(named).map((name) => problem('duplicate-name', `The name "${name}" is there twice.`, { element: name }));
  });
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => name.slice(0, 100));
}

function hrefsOf(node: GraphNode): readonly string[] {
  if (node.kind === 'decision') return [...node.element.requires, ...node.element.knows];
  if (node.kind === 'function') return node.element.knows;
  return node.kind === 'service' ? [...node.element.outputs, ...node.element.encapsulated] : [];
}

/** Requirements that go round in a circle. */
export function checkCycles(graph: Graph): DmnProblem[] {
  const problems: DmnProblem[] = [];
  const state = new Map<GraphNode, 'open' | 'done'>();
  for (const start of graph.nodes) {
    // An explicit stack: a chain of requirements may be as long as the file.
    const stack: { node: GraphNode; next: GraphNode[] }[] = [];
    const enter = (node: GraphNode) => {
      state.set(node, 'open');
      stack.push({ node, next: hrefsOf(node).flatMap((href) => nodeAt(graph, node.place, href) ?? []) });
    };
    if (!state.has(start)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.next.pop();
      if (!next) {
        state.set(top.node, 'done');
        stack.pop();
      } else if (state.get(next) === 'open')
        problems.push(
          cycle(
            next,
            stack.map(({ node }) => node),
          ),
        );
      else if (!state.has(next)) enter(next);
    }
  }
  return problems;
}

function cycle(node: GraphNode, stack: readonly GraphNode[]): DmnProblem {
  const round = [...stack.slice(stack.indexOf(node)), node].map(({ name }) => `"${name.slice(0, 50)}"`);
  const functions = stack.slice(stack.indexOf(node)).every(({ kind }) => kind === 'function');
  const code = functions ? 'recursive-function' : 'cyclic-requirement';
  return problem(code, `These need each other in a circle: ${round.slice(0, 8).join(', ')}.`, { element: node.name });
}

/** Inputs and paths that no source of facts can ever give. */
export function checkFacts(graph: Graph, uses: readonly FactUse[], known: KnownFacts): DmnProblem[] {
  const problems: DmnProblem[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'input' || isKnownFact(known, node.name)) continue;
    problems.push(problem('unknown-fact', `No source gives the fact "${node.name.slice(0, 100)}".`, { element: node.name }));
  }
  for (const { path, element, place, at } of uses) {
    const [root = path] = path.split('.');
    if (isKnownFact(known, path) || !isKnownFact(known, root)) continue;
    problems.push(problem('unknown-fact', `No source gives the fact "${path.slice(0, 100)}".`, { element, place, at }));
  }
  return problems;
}
