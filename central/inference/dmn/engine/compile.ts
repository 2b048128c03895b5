import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { defaultLimits, type Limits } from '../feel/runtime.ts';
import type { FeelValue } from '../feel/values.ts';
import type { DmnModel } from '../model/model.ts';
import type { DmnProblem } from '../model/problems.ts';
import { toJson, type Facts, type Json } from './adopt.ts';
import { buildGraph, type Graph, type GraphNode } from './graph.ts';
import { GraphCompiler, type FactUse } from './graph-compiler.ts';
import type { Hit, Note } from './evaluation.ts';
import type { KnownFacts } from './facts.ts';
import type { OnTable } from './logic.ts';
import { runDecision, type DecisionError } from './run.ts';

export interface CompileOptions {
  /** Models that this one imports, and those that they import. */
  readonly imports?: readonly DmnModel[];
  /** Types of the facts, for inputs whose type the model does not say. */
  readonly facts?: KnownFacts;
  /** `refuse` (default): a problem refuses the model. `null`: what cannot be compiled gives null, as FEEL has it. */
  readonly onProblem?: 'refuse' | 'null';
  readonly limits?: Partial<Limits>;
}

export interface When {
  /** The instant that now() and today() give, the day in Asia/Shanghai. */
  readonly now: Instant;
}

interface Outcome<T> {
  readonly value: T;
  readonly hits: readonly Hit[];
  /** Facts that were asked for and not there, sorted: `cert.validTo`. A fact that is null is there. */
  readonly missing: readonly string[];
  /** Why a value is null that should not be. */
  readonly notes: readonly Note[];
}

export interface CompiledModel {
  readonly model: DmnModel;
  /** What was found, where problems do not refuse. */
  readonly problems: readonly DmnProblem[];
  /** `decision`: id or name. The same facts and the same `now` give the same answer, always. */
  decide(decision: string, facts: Facts, when: When): Result<Outcome<Json>, DecisionError>;
  /** The same with FEEL values; texts are not read as dates. Functions and services are called with facts by the names of their parameters. */
  decideInFeel(decision: string, facts: Facts, when: When): Result<Outcome<FeelValue>, DecisionError>;
}

export interface Compilation {
  readonly graph: Graph;
  readonly problems: readonly DmnProblem[];
  readonly factUses: readonly FactUse[];
}

/** Compiles without judging; `validateDecision` looks at what this finds. */
export function compileGraph(model: DmnModel, options: CompileOptions, onTable: OnTable = () => {}): Compilation {
  const graph = buildGraph([model, ...(options.imports ?? [])]);
  const compiler = new GraphCompiler(graph, options.facts ?? {}, onTable);
  compiler.compile();
  return { graph, problems: compiler.problems, factUses: compiler.factUses };
}

/**
 * Decision logic -> closures. Refused with the problems that make it wrong: FEEL that cannot be read, names and types that are not
 * there. The softer checks are `validateDecision`'s.
 */
export function compile(model: DmnModel, options: CompileOptions = {}): Result<CompiledModel, readonly DmnProblem[]> {
  const { graph, problems } = compileGraph(model, options);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (options.onProblem !== 'null' && errors.length > 0) return err(errors);
  const limits = { ...defaultLimits, ...options.limits };
  const find = finder(graph);
  return ok({
    model,
    problems,
    decide(decision, facts, { now }) {
      return runDecision({ graph, node: find(decision), wanted: decision, facts, instant: now, limits, readsText: true }, toJson);
    },
    decideInFeel(decision, facts, { now }) {
      const asked = { graph, node: find(decision), wanted: decision, facts, instant: now, limits, readsText: false };
      return runDecision(asked, (value) => value);
    },
  });
}

/** By id or name, in the main model first. */
function finder(graph: Graph): (wanted: string) => GraphNode | undefined {
  const found = new Map<string, GraphNode>();
  const put = (key: string, node: GraphNode) => {
    if (!found.has(key)) found.set(key, node);
  };
  const callable = graph.nodes.filter(({ kind }) => kind !== 'input');
  for (const node of callable) put(node.name, node);
  for (const node of callable) put(node.id, node);
  return (wanted) => found.get(wanted);
}
