import type { IconName } from '../icon/icon.tsx';

export type KeyboardLayout = 'digits' | 'letters' | 'phone';

/** A key either types its text or does one of the named things. `span` is in columns of its layout's grid. */
export type Key =
  { readonly type: 'text'; readonly text: string; readonly span: number } | { readonly type: KeyAction; readonly span: number };
export type KeyAction = 'delete' | 'clear' | 'done' | 'space' | 'shift';

export const actionIcons: Readonly<Partial<Record<KeyAction, IconName>>> = {
  delete: 'keyboard-delete',
  shift: 'keyboard-shift',
};

export interface KeyRow {
  /** Empty columns before the first key. */
  readonly indent: number;
  readonly keys: readonly Key[];
}

const row = (texts: string, span: number, indent = 0): KeyRow => ({
  indent,
  keys: Array.from(texts, (text) => ({ type: 'text', text, span })),
});

const pad: readonly KeyRow[] = [row('123', 2), row('456', 2), row('789', 2)];

/** A telephone's order (1 at the top): the one that people here know from banks and door locks. */
const digits: readonly KeyRow[] = [
  ...pad,
  {
    indent: 0,
    keys: [
      { type: 'clear', span: 2 },
      { type: 'text', text: '0', span: 2 },
      { type: 'delete', span: 2 },
    ],
  },
];

const letters: readonly KeyRow[] = [
  row('1234567890', 2),
  row('qwertyuiop', 2),
  row('asdfghjkl', 2, 1),
  { indent: 0, keys: [{ type: 'shift', span: 3 }, ...row('zxcvbnm', 2).keys, { type: 'delete', span: 3 }] },
  {
    indent: 0,
    keys: [
      { type: 'clear', span: 4 },
      { type: 'text', text: '-', span: 2 },
      { type: 'space', span: 8 },
      { type: 'text', text: '.', span: 2 },
      { type: 'done', span: 4 },
    ],
  },
];

export const layouts: Readonly<Record<KeyboardLayout, { readonly columns: number; readonly rows: readonly KeyRow[] }>> = {
  digits: { columns: 6, rows: digits },
  phone: { columns: 6, rows: digits },
  letters: { columns: 20, rows: letters },
};

/** Where an arrow key leads from the key at [row, column]; a shorter row is met at its nearest key. */
export function neighbour(rows: readonly KeyRow[], at: readonly [number, number], arrow: string): readonly [number, number] {
  const [rowIndex, keyIndex] = at;
  const clampRow = (index: number): number => Math.min(Math.max(index, 0), rows.length - 1);
  const clampKey = (inRow: number, index: number): number => Math.min(Math.max(index, 0), (rows[inRow]?.keys.length ?? 1) - 1);
  if (arrow === 'ArrowLeft') return [rowIndex, clampKey(rowIndex, keyIndex - 1)];
  if (arrow === 'ArrowRight') return [rowIndex, clampKey(rowIndex, keyIndex + 1)];
  const target = clampRow(rowIndex + (arrow === 'ArrowUp' ? -1 : 1));
  return [target, clampKey(target, keyAtColumn(rows[target], centreOf(rows[rowIndex], keyIndex)))];
}

function centreOf(from: KeyRow | undefined, keyIndex: number): number {
  if (!from) return 0;
  const before = from.keys.slice(0, keyIndex).reduce((sum, key) => sum + key.span, from.indent);
  return before + (from.keys[keyIndex]?.span ?? 0) / 2;
}

function keyAtColumn(to: KeyRow | undefined, column: number): number {
  if (!to) return 0;
  let end = to.indent;
  const index = to.keys.findIndex((key) => {
    end += key.span;
    return column <= end;
  });
  return index < 0 ? to.keys.length - 1 : index;
}
