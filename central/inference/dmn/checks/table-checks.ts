/** Looks at whole tables: shape, types of cells, overlaps, rules that are never reached, gaps. */
import { equals } from '../feel/compare.ts';
import { coerce, kindOfType, misfit, typeText } from '../feel/types.ts';
import { FeelRange, isList, kindOf, type FeelValue, type Kind } from '../feel/values.ts';
import { textOf } from '../feel/text.ts';
import type { Cell } from '../engine/cells.ts';
import type { CompiledRow, CompiledTable } from '../engine/compiled-table.ts';
import { placed, tell, type Site } from '../engine/site.ts';
import { columnOf, type Column } from './regions.ts';

const mostRules = 1_000;
const mostReports = 10;
const mostGaps = 3;

export function checkTable(site: Site, table: CompiledTable): void {
  checkShape(site, table);
  for (const row of table.rows) checkTypes(site, table, row);
  if (table.rows.length > mostRules) return;
  const columns = table.inputs.map((input, column) =>
    columnOf(
      table.rows.flatMap((row) => cellAt(row, column) ?? []),
      input.allowed,
    ),
  );
  checkPairs(site, table, columns);
  checkGaps(site, table, columns);
}

function checkShape(site: Site, { logic, outputs }: CompiledTable): void {
  if (outputs.length === 0) tell(site, 'table-shape', 'The table has no output.');
  if (logic.rules.length === 0) tell(site, 'table-shape', 'The table has no rules.');
  const names = outputs.map(({ name }) => name);
  if (outputs.length > 1 && (names.includes('') || new Set(names).size < names.length)) {
    tell(site, 'table-shape', 'Where there are several outputs, each needs a name of its own.');
  }
  if (logic.aggregation && logic.hitPolicy !== 'COLLECT') tell(site, 'table-shape', 'Only the hit policy "collect" adds up.');
  if (logic.aggregation && outputs.length > 1) tell(site, 'table-shape', 'A table that adds up has one output.');
  if (
    (logic.hitPolicy === 'PRIORITY' || logic.hitPolicy === 'OUTPUT ORDER') &&
    outputs.every(({ ranked }) => ranked.length === 0)
  ) {
    tell(site, 'table-shape', 'This hit policy needs the allowed output values in their order.');
  }
}

function cellAt(row: CompiledRow, column: number): Cell | undefined {
  return row.tests.find((test) => test.column === column)?.cell;
}

function checkTypes(site: Site, { inputs, outputs }: CompiledTable, row: CompiledRow): void {
  const at = (what: string) => placed(site, `rule ${row.row + 1}, ${what}`, row.ruleId);
  for (const { column, cell } of row.tests) {
    const input = inputs[column];
    const wanted = input && kindOfType(input.knownType);
    const wrong = wanted && cell.constants?.find(({ value }) => !couldMatch(value, wanted));
    if (wrong) {
      const text = `${textOf(wrong.value)} is not of the type ${wanted}: the cell can never match.`;
      tell(at(`input ${column + 1}`), 'type-mismatch', text);
    }
    const odd =
      input?.allowed && cell.constants?.find(({ value }) => typeof value === 'string' && !includes(input.allowed ?? [], value));
    if (odd) tell(at(`input ${column + 1}`), 'not-allowed-value', `${textOf(odd.value)} is not one of the allowed values.`);
  }
  for (const [i, { constant }] of row.outputs.entries()) {
    const output = outputs[i];
    if (!output || constant === undefined || constant === null) continue;
    if (coerce(constant, output.type) === misfit) {
      tell(at(`output ${i + 1}`), 'type-mismatch', `${textOf(constant)} is not of the type ${typeText(output.type)}.`);
    } else if (output.ranked.length > 0 && !includes(output.ranked, constant)) {
      tell(at(`output ${i + 1}`), 'not-allowed-value', `${textOf(constant)} is not one of the allowed values.`);
    }
  }
}

/** Whether allowed values, which may be ranges, have a value. */
function includes(allowed: readonly FeelValue[], value: FeelValue): boolean {
  return allowed.some((one) => one instanceof FeelRange || equals(one, value) === true);
}

function couldMatch(value: FeelValue, wanted: Kind): boolean {
  if (value === null || wanted === 'list' || wanted === 'range' || wanted === 'null') return true;
  if (isList(value)) return value.length === 0 || value.some((item) => couldMatch(item, wanted));
  if (value instanceof FeelRange) return [value.start, value.end].some((end) => end !== null && kindOf(end) === wanted);
  return kindOf(value) === wanted || (value === true && wanted !== 'boolean');
}

type Sets = readonly (bigint | undefined)[];

function setsOf(row: CompiledRow, columns: readonly (Column | undefined)[]): Sets {
  return columns.map((column, i) => (column ? column.of(cellAt(row, i)) : cellAt(row, i) ? undefined : -1n));
}

/** Certainly both match somewhere. */
function overlap(a: Sets, b: Sets): boolean {
  return a.every((set, i) => {
    const other = b[i];
    return set !== undefined && other !== undefined && (set & other) !== 0n;
  });
}

function covers(a: Sets, b: Sets): boolean {
  return a.every((set, i) => {
    const other = b[i];
    return set === -1n || (set !== undefined && other !== undefined && (other & ~set) === 0n);
  });
}

function checkPairs(site: Site, { logic, rows }: CompiledTable, columns: readonly (Column | undefined)[]): void {
  const { hitPolicy } = logic;
  if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY' && hitPolicy !== 'FIRST') return;
  const sets = rows.map((row) => setsOf(row, columns));
  let reports = 0;
  for (const [j, later] of rows.entries()) {
    for (const [i, earlier] of rows.slice(0, j).entries()) {
      const [a, b] = [sets[i] ?? [], sets[j] ?? []];
      const found = hitPolicy === 'FIRST' ? covers(a, b) : overlap(a, b) && (hitPolicy === 'UNIQUE' || disagree(earlier, later));
      if (!found) continue;
      const at = placed(site, `rule ${j + 1}`, later.ruleId);
      if (hitPolicy === 'FIRST') {
        tell(at, 'unreachable-rule', `Rule ${i + 1} takes everything that rule ${j + 1} would.`, { severity: 'warning' });
      } else tell(at, 'overlapping-rules', `Rules ${i + 1} and ${j + 1} can match together.`);
      reports += 1;
      break;
    }
    if (reports >= mostReports) return;
  }
}

function disagree(a: CompiledRow, b: CompiledRow): boolean {
  return a.outputs.some(({ constant }, i) => {
    const other = b.outputs[i]?.constant;
    return constant !== undefined && other !== undefined && equals(constant, other) !== true;
  });
}

/** Combinations that no rule takes; only where every cell is constants, and nothing is given where no rule matches. */
function checkGaps(site: Site, { logic, inputs, outputs, rows }: CompiledTable, columns: readonly (Column | undefined)[]): void {
  const single =
    logic.hitPolicy === 'UNIQUE' || logic.hitPolicy === 'ANY' || logic.hitPolicy === 'FIRST' || logic.hitPolicy === 'PRIORITY';
  if (!single || rows.length === 0 || outputs.some(({ otherwise }) => otherwise) || columns.some((column) => !column)) return;
  const sets = rows.map((row) => setsOf(row, columns));
  let [visits, found] = [0, 0];
  const visit = (depth: number, left: readonly Sets[], path: readonly string[]): void => {
    const column = columns[depth];
    if (found >= mostGaps || ++visits > 20_000) return;
    if (left.length === 0) {
      found += 1;
      const where = path.map((region, i) => `${inputs[i]?.label ?? ''}: ${region}`).join('; ');
      tell(site, 'gap', `No rule is for ${where}.`, { severity: 'warning' });
      return;
    }
    if (!column) return;
    for (const [i, name] of column.names.entries()) {
      const region = 1n << BigInt(i);
      if ((column.all & region) === 0n) continue;
      const inside = left.filter((row) => ((row[depth] ?? 0n) & region) !== 0n);
      // Where every rule goes on, the regions of this column change nothing.
      visit(depth + 1, inside, [...path, name]);
      if (inside.length === left.length && left.every((row) => row[depth] === left[0]?.[depth])) return;
    }
  };
  visit(0, sets, []);
}
