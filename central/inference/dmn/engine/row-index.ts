import type { FeelValue } from '../feel/values.ts';
import type { Key } from './cells.ts';
import type { CompiledRow } from './compiled-table.ts';

/** Which rows can match at all, in their order. */
type Candidates = (values: readonly FeelValue[]) => readonly CompiledRow[];

interface Column {
  readonly column: number;
  readonly keysOf: (row: CompiledRow) => readonly Key[] | undefined;
  readonly keys: ReadonlySet<Key>;
  /** Rows in all groups together. */
  readonly total: number;
}

const worthIt = 8;
const largest = 50_000;

/** An index on the column whose constants divide the rows best, once more inside each of its groups; none for small tables. */
export function rowIndex(rows: readonly CompiledRow[], columns: number, used: ReadonlySet<number> = new Set()): Candidates {
  if (rows.length < worthIt) return () => rows;
  const cost = ({ total, keys }: Column) => total / keys.size;
  const usable = Array.from({ length: columns }, (_, column) => (used.has(column) ? undefined : measured(rows, column)));
  const best = usable.reduce((a, b) => (b && (!a || cost(b) < cost(a)) ? b : a), undefined);
  if (!best || cost(best) > rows.length / 2) return () => rows;
  const { column, keys, keysOf } = best;
  const inside = new Set([...used, column]);
  const byKey = new Map<Key, CompiledRow[]>([...keys].map((key) => [key, []]));
  // A row whose cell is no list of constants is in every group, and in the one for all other values.
  for (const row of rows) for (const key of new Set(keysOf(row) ?? keys)) byKey.get(key)?.push(row);
  const groups = new Map([...byKey].map(([key, group]) => [key, rowIndex(group, columns, inside)]));
  const rest = rowIndex(
    rows.filter((row) => !keysOf(row)),
    columns,
    inside,
  );
  return (values) => {
    const value = values[column];
    const group =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? groups.get(value) : undefined;
    return (group ?? rest)(values);
  };
}

function measured(rows: readonly CompiledRow[], column: number): Column | undefined {
  const keysOf = (row: CompiledRow) => row.tests.find((test) => test.column === column)?.cell.keys;
  const keys = new Set(rows.flatMap((row) => keysOf(row) ?? []));
  const total = rows.reduce((sum, row) => sum + (keysOf(row)?.length ?? keys.size), 0);
  return keys.size < 2 || total > largest ? undefined : { column, keysOf, keys, total };
}
