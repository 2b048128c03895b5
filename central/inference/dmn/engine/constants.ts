/** Evaluates what needs no facts: cells of constants, allowed values. */
import type { Node } from '../feel/ast.ts';
import { Budget, BudgetExceeded, defaultLimits } from '../feel/runtime.ts';
import { FeelDate, FeelDateTime, FeelTime, utc } from '../feel/temporal.ts';
import type { Compiled, Evaluating, Frame } from '../feel/scope.ts';
import type { FeelValue } from '../feel/values.ts';

const epoch = new FeelDate(1970, 1, 1);

function quietRuntime(): Evaluating {
  return {
    budget: new Budget({ ...defaultLimits, steps: 200_000 }),
    now: { instant: new FeelDateTime(epoch, new FeelTime(0, 0, 0, 0, utc)), today: epoch },
    random: () => 0,
    noteMissing: () => {},
  };
}

export function quietFrame(values: FeelValue[] = []): Frame {
  return { values, up: undefined, runtime: quietRuntime() };
}

/** The value of a closure that needs nothing; undefined where it takes too long. */
export function constantValue(compiled: Compiled): FeelValue | undefined {
  try {
    return compiled(quietFrame());
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

/** Built-in functions whose result is known when their arguments are. */
const pure = new Set(['date', 'time', 'date and time', 'duration', 'years and months duration', 'number']);

/** Whether a node means the same at every evaluation. `isFree`: whether a name is not taken by anything of the model. */
export function isConstant(node: Node, isFree: (name: string) => boolean): boolean {
  switch (node.node) {
    case 'constant':
      return true;
    case 'negate':
    case 'side':
      return isConstant(node.of, isFree);
    case 'range':
      return isConstant(node.start, isFree) && isConstant(node.end, isFree);
    case 'list':
      return node.items.every((item) => isConstant(item, isFree));
    case 'call':
      return (
        node.callee.node === 'name' &&
        pure.has(node.callee.name) &&
        isFree(node.callee.name) &&
        node.args.every((arg) => isConstant(arg, isFree))
      );
    default:
      return false;
  }
}
