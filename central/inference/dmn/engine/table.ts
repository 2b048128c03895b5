/** Decision tables -> closures (DMN 1.5, chapter 8). */
import { compile } from '../feel/compile.ts';
import type { Budget } from '../feel/runtime.ts';
import type { Compiled, Frame } from '../feel/scope.ts';
import { anyType, coerce, misfit } from '../feel/types.ts';
import type { FeelValue } from '../feel/values.ts';
import type { TableInput, TableLogic, TableOutput } from '../model/model.ts';
import { adopt, hasTemporal, toJson, type Json } from './adopt.ts';
import { compileCell } from './cells.ts';
import type { CompiledInput, CompiledOutput, CompiledRow, CompiledTable, OutputCell } from './compiled-table.ts';
import { constantValue, isConstant } from './constants.ts';
import { Evaluation, type Hit } from './evaluation.ts';
import { outcomeOf, type MatchedRow } from './hit-policy.ts';
import { compileAllowed, constantsIn } from './item-types.ts';
import { compileText, fitted, nothing, parseText, placed, tell, typeNamed, type Site } from './site.ts';
import { rowIndex } from './row-index.ts';

export function compileTable(site: Site, logic: TableLogic): { compiled: Compiled; table: CompiledTable } {
  const inputs = logic.inputs.map((input, i) => compileInput(placed(site, `input ${i + 1}`), input));
  const outputs = logic.outputs.map((output, i) => compileOutput(placed(site, `output ${i + 1}`), output));
  const rows = logic.rules.map((rule, row): CompiledRow => {
    const at = (what: string) => placed(site, `rule ${row + 1}, ${what}`, rule.id);
    if (rule.inputs.length !== inputs.length || rule.outputs.length !== outputs.length) {
      tell(at('cells'), 'table-shape', 'The rule has not one cell for each input and output.');
    }
    const tests = inputs.flatMap(({ knownType: type }, column) => {
      const text = (rule.inputs[column] ?? '-').trim();
      const cell = compileCell(at(`input ${column + 1}`), text, type);
      return cell.any ? [] : [{ column, cell, text }];
    });
    return {
      row,
      ruleId: rule.id,
      annotation: rule.annotation,
      tests,
      outputs: outputs.map((output, i) =>
        compileOutputCell(at(`output ${i + 1}`), rule.outputs[i] ?? '', rule.outputTypes?.[i], output.allows),
      ),
    };
  });
  const table = { logic, inputs, outputs, rows };
  return { compiled: runner(table, site.element), table };
}

function compileInput(site: Site, input: TableInput): CompiledInput {
  const node = parseText(site, input.expression);
  const type = input.typeRef ? typeNamed(site, input.typeRef) : (node?.type ?? anyType);
  const allows = input.allowed?.trim() ? compileAllowed(site, input.allowed, type) : undefined;
  return {
    label: input.label?.trim() || input.expression.trim(),
    type: input.typeRef ? type : anyType,
    knownType: type,
    allowed: input.allowed?.trim() ? constantsIn(site, input.allowed) : type.kind === 'limited' ? type.values : undefined,
    get: node ? compile(node, site.scope) : nothing,
    allows,
    temporal: hasTemporal(type),
  };
}

function compileOutput(site: Site, output: TableOutput): CompiledOutput {
  const type = typeNamed(site, output.typeRef);
  const valuesOfType = type.kind === 'limited' ? type.values : [];
  return {
    name: output.name ?? '',
    type,
    ranked: output.allowed?.trim() ? constantsIn(site, output.allowed) : valuesOfType,
    otherwise: output.default?.trim() ? compileText(site, output.default) : undefined,
    allows: output.allowed?.trim() ? compileAllowed(site, output.allowed, type) : undefined,
  };
}

const noOutput: OutputCell = { get: nothing, constant: undefined };

/** What is not of the cell's type, or not allowed, is null. */
function compileOutputCell(site: Site, text: string, typeRef: string | undefined, allows: CompiledOutput['allows']): OutputCell {
  if (text.trim() === '' || text.trim() === '-') return noOutput;
  const node = parseText(site, text);
  if (!node) return noOutput;
  const compiled = fitted(compile(node, site.scope), typeNamed(site, typeRef));
  const value = isConstant(node, (name) => site.scope.globals.find(name) === undefined) ? constantValue(compiled) : undefined;
  if (value !== undefined) {
    const given = allows && value !== null && !allows(value) ? null : value;
    return { get: () => given, constant: value };
  }
  if (!allows) return { get: compiled, constant: undefined };
  const get: Compiled = (frame) => {
    const given = compiled(frame);
    return given === null || allows(given) ? given : null;
  };
  return { get, constant: undefined };
}

function runner(table: CompiledTable, element: string): Compiled {
  const { inputs, rows, logic } = table;
  const candidates = rowIndex(rows, inputs.length);
  const first = logic.hitPolicy === 'FIRST';
  return (frame) => {
    const { runtime } = frame;
    const evaluation = runtime instanceof Evaluation ? runtime : undefined;
    const values: FeelValue[] = [];
    let refused: number[] | undefined;
    for (const input of inputs) {
      let value = inputValue(input, frame, evaluation);
      if (value !== null && input.allows && !input.allows(value)) {
        evaluation?.note('not-allowed-value', element, `The value of "${input.label}" is not one of those allowed.`);
        (refused ??= []).push(values.length);
        value = null;
      }
      values.push(value);
    }
    const tried = candidates(values);
    runtime.budget.spend(1 + (tried.length >> 4));
    const matched: MatchedRow[] = [];
    const place = evaluation?.run.place;
    for (const row of tried) {
      if (place) [place.ruleId, place.row] = [row.ruleId, row.row + 1];
      if (!matches(row, values, frame) || (refused && !answersFor(row, refused))) continue;
      matched.push({ row, outputs: outputsOf(row, table, frame) });
      if (first) break;
    }
    if (place) [place.ruleId, place.row] = [undefined, undefined];
    const outcome = outcomeOf(table, matched, frame);
    if (outcome.overlap) evaluation?.note('overlap', element, 'More than one rule matches, and they disagree.');
    for (const hit of outcome.hits) evaluation?.run.hits.push(hitOf(hit, table, values, element, runtime.budget));
    return outcome.value;
  };
}

function inputValue(input: CompiledInput, frame: Frame, evaluation: Evaluation | undefined): FeelValue {
  const given = input.get(frame);
  if (input.type.kind === 'any' || given === null) return given;
  const value = coerce(input.temporal && evaluation?.run.readsText ? adopt(given, input.type) : given, input.type, true);
  return value === misfit ? null : value;
}

function matches(row: CompiledRow, values: readonly FeelValue[], frame: Frame): boolean {
  const { tests } = row;
  for (let i = 0; i < tests.length; i++) {
    const test = tests[i];
    if (test && !test.cell.test(values[test.column] ?? null, frame)) return false;
  }
  return true;
}

/** A value that is not allowed counts as null, and only for rows that say so: `-` does not mean it. */
function answersFor({ tests }: CompiledRow, refused: readonly number[]): boolean {
  return refused.every((column) => tests.some((test) => test.column === column));
}

function outputsOf(row: CompiledRow, { outputs }: CompiledTable, frame: Frame): FeelValue[] {
  return outputs.map(({ type }, i) => {
    const value = coerce(row.outputs[i]?.get(frame) ?? null, type);
    return value === misfit ? null : value;
  });
}

function hitOf(
  { row, outputs: values }: MatchedRow,
  { inputs, outputs }: CompiledTable,
  given: readonly FeelValue[],
  decision: string,
  budget: Budget,
): Hit {
  const results = outputs.map(({ name }, i): [string, Json] => [
    name === '' ? decision : name,
    toJson(values[i] ?? null, budget),
  ]);
  return {
    decision,
    row: row.row + 1,
    ruleId: row.ruleId,
    annotation: row.annotation,
    cells: row.tests.map(({ column, text }) => ({
      input: inputs[column]?.label ?? '',
      text,
      value: toJson(given[column] ?? null, budget),
    })),
    outputs: Object.fromEntries(results),
  };
}
