import type { ReactNode } from 'react';
import { useNumber } from './format.tsx';
import { useSay } from './strings.tsx';
import { Empty } from './parts.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

/** A part that scrolls by itself, and can be reached by keyboard so that it does. */
export function Scrolling({
  label,
  className = 'table-scroll',
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const say = useSay();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus
    <section className={className} aria-label={say('list.table', { name: label })} tabIndex={0}>
      {children}
    </section>
  );
}

interface TableProps<Row> {
  /** What the table is a list of, for who hears it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: string;
  readonly current?: string | undefined;
}

/** A list with a head that stays; the first cell of a row names it. */
export function DataTable<Row>({ label, columns, rows, keyOf, empty, current }: TableProps<Row>) {
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <Scrolling label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumber }) => (
              <th key={key} scope="col" className={isNumber === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={current === keyOf(row) ? 'row-current' : undefined}>
              {columns.map(({ key, cell, isNumber }) => (
                <td key={key} className={isNumber === true ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** One figure with its name. */
export function Figure({
  label,
  value,
  note,
  isUrgent = false,
}: {
  readonly label: string;
  readonly value: number | string;
  readonly note?: string;
  readonly isUrgent?: boolean;
}) {
  const number = useNumber();
  return (
    <div className={isUrgent ? 'figure figure-urgent' : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <b>{typeof value === 'number' ? number(value) : value}</b>
        {note !== undefined && <span>{note}</span>}
      </dd>
    </div>
  );
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly note: string;
  readonly kind?: 'sea' | 'pine' | 'roof';
}

/** Bars with their figures beside them: what the length says is said in words as well. */
export function Bars({ bars, most }: { readonly bars: readonly Bar[]; readonly most?: number }) {
  const longest = Math.max(1, most ?? 0, ...bars.map(({ value }) => value));
  return (
    <dl className="bars">
      {bars.map(({ label, value, note, kind = 'sea' }) => (
        <div key={label} className="bar">
          <dt>{label}</dt>
          <dd>
            <svg className={`bar-${kind}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(value / longest) * 100} height="10" />
            </svg>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Label and value, one below the other. */
export function Facts({ rows }: { readonly rows: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {rows.map(({ label, value }, index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
