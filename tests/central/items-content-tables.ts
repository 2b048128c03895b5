import { unaryTest } from 'feelin';
import type { FactValue, Facts } from '#contracts/approval/facts.ts';

/** A DMN element as dmn-moddle gives it. */
export type Element = { readonly $type: string; readonly [name: string]: unknown };

export interface Table {
  readonly decisionId: string;
  readonly hitPolicy: unknown;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly rules: readonly { readonly note: string; readonly cells: readonly string[]; readonly results: readonly unknown[] }[];
  readonly warnings: readonly unknown[];
}

const children = (element: Element | undefined, name: string): readonly Element[] =>
  (element?.[name] ?? []) as readonly Element[];
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOf = (element: unknown): string => asText((element as Element | undefined)?.['text']);

/** Reads one decision table with dmn-moddle; output cells must be JSON literals. */
export async function readTable(xml: string): Promise<Table> {
  // The package has no types; what is asked of it is said here.
  const name: string = 'dmn-moddle';
  const { DmnModdle } = (await import(name)) as {
    DmnModdle: new () => { fromXML(xml: string): Promise<{ rootElement: Element; warnings: unknown[] }> };
  };
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml);
  const decisions = children(rootElement, 'drgElement').filter(({ $type }) => $type === 'dmn:Decision');
  const [decision] = decisions;
  const logic = decision?.['decisionLogic'] as Element | undefined;
  if (decisions.length !== 1 || logic?.$type !== 'dmn:DecisionTable') throw new Error('not one decision table');
  return {
    decisionId: asText(decision?.['id']),
    hitPolicy: logic['hitPolicy'],
    inputs: children(logic, 'input').map((input) => textOf(input['inputExpression'])),
    outputs: children(logic, 'output').map((output) => asText(output['name'])),
    rules: children(logic, 'rule').map((rule) => ({
      note: asText(rule['description']),
      cells: children(rule, 'inputEntry').map(textOf),
      results: children(rule, 'outputEntry').map((entry) => JSON.parse(textOf(entry)) as unknown),
    })),
    warnings,
  };
}

/** Cells repeat from table to table, and feelin parses them anew each time. */
const told = new Map<string, boolean>();

function cellHolds(cell: string, value: FactValue | undefined): boolean | undefined {
  if (cell === '-') return true;
  if (value === undefined) return undefined;
  const key = JSON.stringify([cell, value]);
  const known = told.get(key);
  if (known !== undefined) return known;
  const { value: holds, warnings } = unaryTest(cell, { '?': value });
  if (typeof holds !== 'boolean' || warnings.length > 0) throw new Error(`cell ${cell} cannot be told of ${String(value)}`);
  told.set(key, holds);
  return holds;
}

/** The first rule that meets the facts, by feelin alone; `missing` when it asks for a fact that is not there. */
export function firstHit({ inputs, rules }: Table, facts: Facts): readonly unknown[] | 'missing' {
  for (const { cells, results } of rules) {
    const holds = cells.map((cell, i) => cellHolds(cell, facts[inputs[i] as keyof Facts]));
    if (holds.includes(false)) continue;
    return holds.includes(undefined) ? 'missing' : results;
  }
  throw new Error('no rule');
}
