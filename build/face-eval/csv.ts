/** Lists as people and spreadsheets write them: RFC 4180, with or without a header line, comma, semicolon or tab. */

/** One record; `row` counts from 1, the header included. */
export type Row<Column extends string> = { readonly row: number } & { readonly [name in Column]: string };

/** A column's names in a header, the own one first; small letters. */
export type Columns<Column extends string> = readonly (readonly [own: Column, ...others: string[]])[];

/**
 * The wanted cells of each record, trimmed. With a header (its first line has the name of a column, the last excepted) they are
 * found by name, in any order; without one they are the first columns in the order of `columns`. Throws one sentence when a column
 * is missing.
 */
export function readTable<Column extends string>(text: string, columns: Columns<Column>): readonly Row<Column>[] {
  const needs = `it needs ${columns.map(([own]) => own).join(',')}`;
  const records = parseRecords(text.replace(/^\uFEFF/, ''));
  const [first] = records;
  if (!first) throw new Error(`it is empty; ${needs}`);
  const header = first.cells.map((cell) => cell.toLowerCase());
  const places = columns.map((names) => names.map((name) => header.indexOf(name)).find((place) => place >= 0) ?? -1);
  // The last column does not tell: its name may be one of its values ("same").
  const headed = places.slice(0, -1).some((place) => place >= 0);
  const missing = columns.filter((_, i) => headed && places[i] === -1).map(([own]) => own);
  if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}; ${needs}`);
  return records.slice(headed ? 1 : 0).map(({ row, cells }) => {
    if (!headed && cells.length < columns.length) throw new Error(`row ${row} has ${cells.length} of ${columns.length} columns`);
    const values = columns.map(([own], i) => [own, cells[headed ? (places[i] ?? 0) : i] ?? '']);
    return { row, ...Object.fromEntries(values) } as Row<Column>;
  });
}

type Line = { readonly row: number; readonly cells: readonly string[] };

/** Cells may be quoted, with commas, line ends and doubled quotes inside; lines with nothing in them are passed over. */
function parseRecords(text: string): readonly Line[] {
  const comma = separatorOf(text);
  const records: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let row = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endLine = (): void => {
    endCell();
    if (cells.some((value) => value !== '')) records.push({ row, cells });
    cells = [];
    row += 1;
  };
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text.charAt(++i);
      else quoted = false;
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (letter === comma) endCell();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[i + 1] === '\n') i += 1;
      endLine();
    } else cell += letter;
  }
  if (quoted) throw new Error('a quoted cell has no end');
  endLine();
  return records;
}

function separatorOf(text: string): string {
  const [firstLine = ''] = text.split(/[\r\n]/, 1);
  return [',', '\t', ';'].find((letter) => firstLine.includes(letter)) ?? ',';
}
