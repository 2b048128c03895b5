import { useEffect, useState } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { ItemView, ProblemLine, TableView } from '#contracts/console/items.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { call } from '../api.tsx';
import { Main, Plain, Text } from '../controls.tsx';
import { Scrolling } from '../figures.tsx';
import { Panel, Problems, Refused } from '../parts.tsx';
import { go } from '../router.tsx';
import { useMay } from '../session.tsx';
import { useSay, useWord } from '../strings.tsx';

type Row = TableView['rows'][number];

/** Which row and which column a problem is about, as `decision.dmn#rule 4/output dueInDays` says. */
function placeOf({ path }: ProblemLine): { readonly row: number; readonly column: string } | undefined {
  const found = /#.*?rule (\d+)(?:[/,]\s*(.*))?$/.exec(path);
  return found ? { row: Number(found[1]), column: found[2] ?? '' } : undefined;
}

/** 决策表: rows are changed, added, moved and deleted here; the server says what is wrong, and where. */
export function TableEditor({ view }: { readonly view: ItemView }) {
  const say = useSay();
  const may = useMay();
  const { table } = view;
  const [rows, setRows] = useState<readonly Row[]>(table.rows);
  const [version, setVersion] = useState(
    String(view.state === 'draft' || view.state === 'tested' ? view.version : view.version + 1),
  );
  const [checked, setChecked] = useState<{ readonly refusal?: ConsoleRefusal; readonly doubts?: readonly ProblemLine[] }>();
  const mayEdit = may('items.table');
  const isChanged = JSON.stringify(rows) !== JSON.stringify(table.rows);

  const send = async (keep: boolean): Promise<void> => {
    const params = { id: view.id as never, version: view.version };
    const done = await call('items.table', {
      params,
      body: { table: { ...table, rows: [...rows] }, as: Number(version) || view.version, keep },
    });
    setChecked(done.ok ? { doubts: done.value.doubts } : { refusal: done.error });
    if (done.ok && keep) go(`/items/${done.value.id}/${done.value.version}`);
  };
  // What is wrong is brought before the eyes, and one goes on typing there.
  useEffect(() => {
    if (checked?.refusal?.problems) document.querySelector<HTMLElement>('.decision [aria-invalid="true"]')?.focus();
  }, [checked]);
  const change = (index: number, row: Row): void => setRows(rows.map((one, at) => (at === index ? row : one)));
  const problems = checked?.refusal?.problems ?? checked?.doubts ?? [];

  return (
    <Panel
      title={say('table.title', { n: rows.length })}
      wide
      aside={
        mayEdit && (
          <>
            <Text label={say('table.labelVersion')} value={version} onChange={setVersion} type="number" />
            <Plain onPress={() => void send(false)}>{say('table.buttonCheck')}</Plain>
            <Main isDisabled={!isChanged && version === String(view.version)} onPress={() => void send(true)}>
              {say('table.buttonKeep')}
            </Main>
          </>
        )
      }
    >
      <p>{say(mayEdit ? 'table.lead' : 'table.leadRead')}</p>
      {checked?.refusal && <Refused refusal={checked.refusal} />}
      {checked?.doubts && (
        <Banner
          kind={checked.doubts.length === 0 ? 'ok' : 'attention'}
          title={say(checked.doubts.length === 0 ? 'table.good' : 'table.doubts')}
        >
          {checked.doubts.length > 0 && <Problems list={checked.doubts} />}
        </Banner>
      )}
      <Scrolling className="table-scroll decision" label={say('table.label')}>
        <table>
          <Head table={table} mayEdit={mayEdit} />
          <tbody>
            {rows.map((row, index) => (
              <EditedRow
                key={row.id}
                table={table}
                row={row}
                number={index + 1}
                mayEdit={mayEdit}
                isFirst={index === 0}
                isLast={index === rows.length - 1}
                wrong={problems.flatMap((problem) => {
                  const place = placeOf(problem);
                  return place?.row === index + 1 ? [place.column] : [];
                })}
                onChange={(changed) => change(index, changed)}
                onMove={(by) => setRows(moved(rows, index, by))}
                onDelete={() => setRows(rows.filter((_, at) => at !== index))}
                onAdd={() => setRows([...rows.slice(0, index + 1), emptyRow(table), ...rows.slice(index + 1)])}
              />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </Panel>
  );
}

function Head({ table, mayEdit }: { readonly table: TableView; readonly mayEdit: boolean }) {
  const say = useSay();
  const word = useWord();
  return (
    <thead>
      <tr>
        <th scope="col">{say('table.columnRow')}</th>
        <th scope="col">{say('table.columnNote')}</th>
        {table.inputs.map(({ id, label, expression }) => (
          <th key={id} scope="col">
            {word('fact', expression.replaceAll('.', '-')) || label}
            <small className="code">{expression}</small>
          </th>
        ))}
        {table.outputs.map(({ id, name }) => (
          <th key={id} scope="col" className="output">
            {word('output', name)}
            <small className="code">{name}</small>
          </th>
        ))}
        {mayEdit && <th scope="col">{say('table.columnDo')}</th>}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly table: TableView;
  readonly row: Row;
  readonly number: number;
  readonly mayEdit: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Columns of this row in which something is wrong; '' = the row as a whole. */
  readonly wrong: readonly string[];
  readonly onChange: (row: Row) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onDelete: () => void;
  readonly onAdd: () => void;
}

function EditedRow({ table, row, number, mayEdit, isFirst, isLast, wrong, onChange, onMove, onDelete, onAdd }: RowProps) {
  const say = useSay();
  const word = useWord();
  const cell = (label: string, value: string, isWrong: boolean, set: (value: string) => void) => (
    <td className={isWrong ? 'cell-wrong' : undefined}>
      {mayEdit ? (
        <input
          className="cell"
          value={value}
          size={Math.min(28, Math.max(6, value.length + 1))}
          aria-label={say('table.cell', { row: number, column: label })}
          aria-invalid={isWrong}
          onChange={(event) => set(event.target.value)}
        />
      ) : (
        <code>{value}</code>
      )}
    </td>
  );
  const isIn = (...names: readonly string[]): boolean => wrong.some((column) => names.some((name) => column.endsWith(name)));
  return (
    <tr className={wrong.length > 0 ? 'row-wrong' : undefined}>
      <th scope="row">{number}</th>
      <td className="note">
        {mayEdit ? (
          <textarea
            className="cell"
            rows={2}
            value={row.note}
            aria-label={say('table.cell', { row: number, column: say('table.columnNote') })}
            onChange={(event) => onChange({ ...row, note: event.target.value })}
          />
        ) : (
          row.note
        )}
      </td>
      {table.inputs.map(({ id, label, expression }, index) => (
        <Cell key={id}>
          {cell(
            label || expression,
            row.inputs[index] ?? '',
            isIn(`input ${label}`, `input ${expression}`, `input ${index + 1}`),
            (value) => onChange({ ...row, inputs: row.inputs.map((one, at) => (at === index ? value : one)) }),
          )}
        </Cell>
      ))}
      {table.outputs.map(({ id, name }, index) => (
        <Cell key={id}>
          {cell(word('output', name), row.outputs[index] ?? '', isIn(`output ${name}`, `output ${index + 1}`), (value) =>
            onChange({ ...row, outputs: row.outputs.map((one, at) => (at === index ? value : one)) }),
          )}
        </Cell>
      ))}
      {mayEdit && (
        <td aria-label={say('table.columnDo')}>
          <div className="row-tools">
            <Plain label={say('table.labelUp', { row: number })} isDisabled={isFirst} onPress={() => onMove(-1)}>
              {say('table.buttonUp')}
            </Plain>
            <Plain label={say('table.labelDown', { row: number })} isDisabled={isLast} onPress={() => onMove(1)}>
              {say('table.buttonDown')}
            </Plain>
            <Plain label={say('table.labelAdd', { row: number })} onPress={onAdd}>
              {say('table.buttonAdd')}
            </Plain>
            <Plain label={say('table.labelDelete', { row: number })} isDisabled={isFirst && isLast} onPress={onDelete}>
              {say('table.buttonDelete')}
            </Plain>
          </div>
        </td>
      )}
    </tr>
  );
}

/** Only there so that a cell can have a key without an element of its own. */
function Cell({ children }: { readonly children: React.ReactNode }) {
  return children;
}

let made = 0;

function emptyRow(table: TableView): Row {
  made += 1;
  return { id: `new-${made}`, note: '', inputs: table.inputs.map(() => '-'), outputs: table.outputs.map(() => '') };
}

function moved(rows: readonly Row[], index: number, by: -1 | 1): Row[] {
  const order = [...rows];
  const [row] = order.splice(index, 1);
  if (row) order.splice(index + by, 0, row);
  return order;
}
