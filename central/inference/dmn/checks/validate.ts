import { compileGraph, type CompileOptions } from '../engine/compile.ts';
import type { KnownFacts } from '../engine/facts.ts';
import type { DmnModel } from '../model/model.ts';
import type { DmnProblem } from '../model/problems.ts';
import { checkCycles, checkFacts, checkNames } from './graph-checks.ts';
import { checkTable } from './table-checks.ts';

const mostProblems = 200;

/**
 * All that is wrong or doubtful with a decision file, worst first. With `knownFacts`, every input and every path into one must be
 * among them. A file with an `error` must not be published.
 */
export function validateDecision(
  model: DmnModel,
  knownFacts?: KnownFacts,
  options: Pick<CompileOptions, 'imports'> = {},
): readonly DmnProblem[] {
  const { graph, problems, factUses } = compileGraph(model, { ...options, ...(knownFacts && { facts: knownFacts }) }, checkTable);
  const all = [
    ...model.unread,
    ...checkNames(graph),
    ...checkCycles(graph),
    ...problems,
    ...(knownFacts ? checkFacts(graph, factUses, knownFacts) : []),
  ];
  const seen = new Set<string>();
  const distinct = all.filter((one) => {
    const key = JSON.stringify([one.code, one.element, one.place, one.at, one.text]);
    return !seen.has(key) && seen.add(key);
  });
  return distinct.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostProblems);
}

function rank({ severity }: DmnProblem): number {
  return severity === 'error' ? 0 : 1;
}
