import '../base.ts';
import { Button } from '../button/button.tsx';
import './data-rows.css';

export interface DataRow {
  /** Unique in the list: the field's name. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Where the value comes from, or what becomes of it. */
  readonly note?: string | undefined;
  /** What the value was before, when it is going to change: shown struck through above the new one. */
  readonly old?: string | undefined;
  readonly onEdit?: (() => void) | undefined;
  /** Word on the edit button; without it there is none. */
  readonly editLabel?: string | undefined;
}

export interface DataRowsProps {
  readonly rows: readonly DataRow[];
}

/** What is known, as label and value, each with its source; a row may be opened for correction. */
export function DataRows({ rows }: DataRowsProps) {
  return (
    <dl className="ui-rows">
      {rows.map((row) => (
        <Row key={row.name} row={row} />
      ))}
    </dl>
  );
}

function Row({ row }: { readonly row: DataRow }) {
  return (
    <div className="ui-row">
      <dt className="ui-row-label">{row.label}</dt>
      <dd className="ui-row-value">
        <span className="ui-row-words">
          {row.old !== undefined && <del className="ui-row-old">{row.old}</del>}
          <span className={row.old === undefined ? undefined : 'ui-row-new'}>{row.value}</span>
          {row.note !== undefined && <small className="ui-row-note">{row.note}</small>}
        </span>
        {row.onEdit && row.editLabel !== undefined && (
          <Button kind="plain" icon="pen" onPress={row.onEdit} spoken={row.label}>
            {row.editLabel}
          </Button>
        )}
      </dd>
    </div>
  );
}
