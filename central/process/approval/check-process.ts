import type { ProcessStep } from '#contracts/approval/item.ts';
import { columnsOf, reachableFrom } from './process-graph.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

const where = 'item.json#/process';

/** Steps that begin at the first one, never go round in a circle, and all end in one step `close`. */
export function checkProcess(steps: readonly ProcessStep[]): ItemProblem[] {
  const found = [...codeProblems(steps), ...steps.flatMap(roleProblem)];
  if (found.some(({ code }) => code !== 'process_role')) return found;
  return [...found, ...shapeProblems(steps)];
}

function codeProblems(steps: readonly ProcessStep[]): ItemProblem[] {
  const found: ItemProblem[] = [];
  const codes = new Set<string>();
  for (const [index, { code }] of steps.entries()) {
    if (codes.has(code)) found.push(problem('process_code', `${where}/${index}/code`, `Two steps are called ${quoted(code)}.`));
    codes.add(code);
  }
  for (const [index, { next }] of steps.entries()) {
    for (const code of next)
      if (!codes.has(code)) found.push(problem('process_next', `${where}/${index}/next`, `There is no step ${quoted(code)}.`));
    if (new Set(next).size < next.length) found.push(problem('process_next', `${where}/${index}/next`, 'A step is named twice.'));
  }
  return found;
}

function roleProblem({ code, kind, role }: ProcessStep, index: number): ItemProblem[] {
  const at = `${where}/${index}/role`;
  if (kind === 'staff' && role === undefined)
    return [problem('process_role', at, `The step ${quoted(code)} is done by staff: say which role does it.`)];
  if (kind !== 'staff' && role !== undefined)
    return [problem('process_role', at, `The step ${quoted(code)} is not done by staff: a role has no meaning there.`)];
  return [];
}

function shapeProblems(steps: readonly ProcessStep[]): ItemProblem[] {
  const [first] = steps;
  if (!first) return [problem('process_unconnected', where, 'There are no steps.')];
  if (!columnsOf(steps)) {
    const circle = steps.filter(({ code, next }) => next.some((after) => reachableFrom(steps, after).has(code)));
    const names = circle.map(({ code }) => code).join(', ');
    return [problem('process_cycle', where, `These steps go round in a circle: ${names}. A case would never end.`)];
  }
  const found: ItemProblem[] = [];
  const reached = reachableFrom(steps, first.code);
  for (const [index, { code }] of steps.entries())
    if (!reached.has(code))
      found.push(problem('process_unconnected', `${where}/${index}`, `No way leads from the first step to ${quoted(code)}.`));
  const ends = steps.filter(({ next }) => next.length === 0);
  if (ends.length !== 1 || ends[0]?.kind !== 'close')
    found.push(
      problem(
        'process_end',
        where,
        `Exactly one step must be the last, of kind close; here: ${ends.map(({ code, kind }) => `${code} (${kind})`).join(', ')}.`,
      ),
    );
  for (const [index, { code, kind, next }] of steps.entries())
    if (kind === 'close' && next.length > 0)
      found.push(problem('process_end', `${where}/${index}`, `The step ${quoted(code)} closes the case; nothing can follow it.`));
  return found;
}
