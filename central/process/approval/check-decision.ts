import type { ApprovalItem } from '#contracts/approval/item.ts';
import { decisionOutputs, knownFacts } from '#contracts/approval/facts.ts';
import type { DecisionTable } from '../../inference/dmn/dmn.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/** Within how many days something can be due at the most. */
const longestDueDays = 400;
/** Policies by which one row decides. */
const singleHit = ['FIRST', 'UNIQUE', 'ANY'];

type Reasons = Pick<ApprovalItem, 'reasons'>;

/** What an item's table must be beyond being DMN: known facts in, the three outputs out, as plain values with words for each reason. */
export function checkDecision(table: DecisionTable, item: Reasons): ItemProblem[] {
  const found = [...inputProblems(table), ...outputProblems(table)];
  if (!singleHit.includes(table.hitPolicy))
    found.push(
      problem(
        'decision_hit_policy',
        'decision.dmn#hitPolicy',
        `One row must decide: ${quoted(table.hitPolicy)} is not one of ${singleHit.join(', ')}.`,
      ),
    );
  if (table.rules.length === 0) found.push(problem('decision_shape', 'decision.dmn', 'The table has no rules.'));
  if (found.length > 0) return found;
  return [...table.rules.flatMap((rule, index) => ruleProblems(table, rule, index + 1, item)), ...lastRowProblems(table)];
}

function inputProblems({ inputs }: DecisionTable): ItemProblem[] {
  return inputs.flatMap(({ expression }, index) =>
    Object.hasOwn(knownFacts, expression)
      ? []
      : [
          problem(
            'decision_fact',
            `decision.dmn#input ${index + 1}`,
            `${quoted(expression)} is not a fact that the centre knows; an input names one fact.`,
          ),
        ],
  );
}

const typeOf: Readonly<Record<keyof typeof decisionOutputs, 'string' | 'number'>> = {
  action: 'string',
  dueInDays: 'number',
  reason: 'string',
};

function outputProblems({ outputs }: DecisionTable): ItemProblem[] {
  const found: ItemProblem[] = [];
  for (const [name, type] of Object.entries(typeOf)) {
    const output = outputs.find((one) => one.name === name);
    if (!output) found.push(problem('decision_output', 'decision.dmn#outputs', `The table has no output ${quoted(name)}.`));
    else if (output.type !== undefined && output.type !== type)
      found.push(problem('decision_output', `decision.dmn#output ${name}`, `The output ${quoted(name)} must be a ${type}.`));
  }
  for (const { name } of outputs)
    if (!Object.hasOwn(typeOf, name))
      found.push(problem('decision_output', `decision.dmn#output ${name}`, `Nobody uses the output ${quoted(name)}.`));
  return found;
}

function ruleProblems(
  { inputs, outputs }: DecisionTable,
  rule: DecisionTable['rules'][number],
  row: number,
  { reasons }: Reasons,
): ItemProblem[] {
  const at = `decision.dmn#rule ${row}`;
  if (rule.inputs.length !== inputs.length || rule.outputs.length !== outputs.length)
    return [problem('decision_shape', at, `Rule ${row} does not have a cell for each column.`)];
  const loops = rule.inputs.flatMap((cell, index) =>
    isBounded(cell)
      ? []
      : [
          problem(
            'decision_rule',
            `${at}/input ${index + 1}`,
            `Rule ${row}: a cell holds no loop and no function, here: ${quoted(cell)}.`,
          ),
        ],
  );
  const results = outputs.flatMap(({ name }, index) => {
    const cell = rule.outputs[index] ?? '';
    const why = literalProblem(name, cell);
    if (why !== undefined)
      return [problem('decision_literal', `${at}/output ${name}`, `Rule ${row}: ${why}, here: ${quoted(cell)}.`)];
    const reason = name === 'reason' ? textOf(cell) : undefined;
    if (reason === undefined || Object.hasOwn(reasons, reason)) return [];
    return [
      problem(
        'reason_missing',
        'item.json#/reasons',
        `Rule ${row} can give the reason ${quoted(reason)}; there are no words for it.`,
      ),
    ];
  });
  return [...loops, ...results];
}

/** Without these words FEEL goes over what is there once, and ends; whether a loop does, nobody can tell from looking at it. */
function isBounded(cell: string): boolean {
  return !/\b(?:for|some|every|function)\b/.test(cell.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));
}

function literalProblem(name: string, cell: string): string | undefined {
  if (name === 'dueInDays')
    return /^\d{1,3}$/.test(cell) && Number(cell) <= longestDueDays
      ? undefined
      : `"dueInDays" is a whole number from 0 to ${longestDueDays}`;
  const value = textOf(cell);
  if (name === 'reason') return value === undefined ? '"reason" is a text in quotation marks' : undefined;
  const actions: readonly string[] = decisionOutputs.action;
  return value !== undefined && actions.includes(value)
    ? undefined
    : `"action" is one of ${actions.map((one) => `"${one}"`).join(', ')}`;
}

/** The value of a FEEL text literal without escapes. */
export function textOf(cell: string): string | undefined {
  return /^"([^"\\]*)"$/.exec(cell)?.[1];
}

/** Whoever no rule is about must be told apart from whoever was forgotten. */
function lastRowProblems({ hitPolicy, rules }: DecisionTable): ItemProblem[] {
  const last = rules.at(-1);
  if (hitPolicy !== 'FIRST' || last?.inputs.every((cell) => cell === '-' || cell === '')) return [];
  return [
    problem(
      'decision_no_catch_all',
      `decision.dmn#rule ${rules.length}`,
      'The last rule must fit whatever no other rule is about: a dash in every column.',
    ),
  ];
}
