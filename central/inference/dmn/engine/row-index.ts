import type { FeelValue } from '../feel/values.ts';
import type { Key } from './cells.ts';
import type { CompiledRow } from './compiled-table.ts';

/** Which rows can match at all, in their order. */
type Candidates = (values: readonly FeelValue[]) => readonly CompiledRow[];

interface ColumnIndex {
  readonly column: number;
  readonly byKey: ReadonlyMap<Key, readonly CompiledRow[]>;
  /** Rows whose cell is no list of constants: candidates whatever the value is. */
  readonly rest: readonly CompiledRow[];
  /** Rows that are looked at on average. */
  readonly cost: number;
}

const worthIt = 8;

/** An index on the column whose constants divide the rows best, once more inside each of its groups; none for small tables. */
export function rowIndex(rows: readonly CompiledRow[], columns: number, used: ReadonlySet<number> = new Set()): Candidates {
  if (rows.length < worthIt) return () => rows;
  const indexes = Array.from({ length: columns }, (_, column) => (used.has(column) ? undefined : columnIndex(rows, column)));
  const best = indexes.reduce((a, b) => (b && (!a || b.cost < a.cost) ? b : a), undefined);
  if (!best || best.cost > rows.length / 2) return () => rows;
  const inside = new Set([...used, best.column]);
  const groups = new Map([...best.byKey].map(([key, group]) => [key, rowIndex(group, columns, inside)]));
  const rest = rowIndex(best.rest, columns, inside);
  const { column } = best;
  return (values) => {
    const value = values[column];
    const group =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? groups.get(value) : undefined;
    return (group ?? rest)(values);
  };
}

function columnIndex(rows: readonly CompiledRow[], column: number): ColumnIndex | undefined {
  const keysOf = (row: CompiledRow) => row.tests.find((test) => test.column === column)?.cell.keys;
  const keys = new Set(rows.flatMap((row) => keysOf(row) ?? []));
  if (keys.size < 2 || keys.size > 10_000) return undefined;
  const rest = rows.filter((row) => !keysOf(row));
  const byKey = new Map<Key, CompiledRow[]>([...keys].map((key) => [key, []]));
  for (const row of rows) {
    const own = keysOf(row);
    for (const key of new Set(own ?? keys)) byKey.get(key)?.push(row);
  }
  const total = [...byKey.values()].reduce((sum, group) => sum + group.length, 0);
  return { column, byKey, rest, cost: total / keys.size };
}
