import { builtInNames } from '#central/inference/dmn/builtins/all.ts';
import { compile } from '#central/inference/dmn/feel/compile.ts';
import { namesOf } from '#central/inference/dmn/feel/names.ts';
import { parseExpression } from '#central/inference/dmn/feel/parser.ts';
import { Budget, defaultLimits } from '#central/inference/dmn/feel/runtime.ts';
import { rootScope, type FeelProblem } from '#central/inference/dmn/feel/scope.ts';
import { parseDateTime } from '#central/inference/dmn/feel/temporal-text.ts';
import { FeelDate } from '#central/inference/dmn/feel/temporal.ts';
import { textOf } from '#central/inference/dmn/feel/text.ts';
import { anyType } from '#central/inference/dmn/feel/types.ts';
import type { FeelValue } from '#central/inference/dmn/feel/values.ts';

const instant = parseDateTime('2026-11-25T10:00:00@Asia/Shanghai');
if (!instant) throw new Error('no zone Asia/Shanghai');
const now = { instant, today: new FeelDate(2026, 11, 25) };

export interface Evaluated {
  readonly value: FeelValue;
  readonly problems: readonly FeelProblem[];
}

/** Parses, compiles and evaluates one expression with variables. @throws FeelSyntaxError, BudgetExceeded */
export function evaluate(
  text: string,
  variables: Readonly<Record<string, FeelValue>> = {},
  steps = defaultLimits.steps,
): Evaluated {
  const problems: FeelProblem[] = [];
  const names = namesOf(new Map(Object.keys(variables).map((name) => [name, anyType])), namesOf(builtInNames));
  const scope = rootScope({
    find: (name) => (Object.hasOwn(variables, name) ? { get: () => variables[name] ?? null } : undefined),
    findType: () => undefined,
    problem: (problem) => problems.push(problem),
  });
  const compiled = compile(parseExpression(text, { names, types: new Map() }), scope);
  const runtime = { budget: new Budget({ ...defaultLimits, steps }), now, random: () => 0.5, noteMissing: () => {} };
  return { value: compiled({ values: [], up: undefined, runtime }), problems };
}

/** The value as FEEL text: `"a"`, `[1, 2]`, `null`. */
export function feel(text: string, variables: Readonly<Record<string, FeelValue>> = {}): string {
  return textOf(evaluate(text, variables).value);
}
