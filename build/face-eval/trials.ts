import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A labelled pair; undefined where the file is not there. */
export type Pair = { readonly live: string | undefined; readonly card: string | undefined; readonly same: boolean };
export type PadTrial = { readonly file: string | undefined; readonly species: string };

/** CSV with a header line, without quotes; spaces and CR around values are dropped. Throws when a column is missing. */
export function parseCsv(text: string, columns: readonly string[]): readonly (readonly string[])[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const names = head.split(',').map((name) => name.trim().toLowerCase());
  const order = columns.map((column) => names.indexOf(column));
  const missing = columns.filter((_, i) => order[i] === -1);
  if (missing.length > 0) throw new Error(`the CSV has no column ${missing.join(', ')}; it needs ${columns.join(',')}`);
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    return order.map((at) => cells[at] ?? '');
  });
}

export async function readPairs(file: string, liveFolder: string, cardFolder: string): Promise<readonly Pair[]> {
  const rows = parseCsv(await readFile(file, 'utf8'), ['file_a', 'file_b', 'same']);
  return rows.map(([a = '', b = '', same = '']) => ({
    live: findPicture([liveFolder], a),
    card: findPicture([cardFolder], b),
    same: same === '1' || same.toLowerCase() === 'true',
  }));
}

export async function readPadTrials(file: string, liveFolder: string): Promise<readonly PadTrial[]> {
  const rows = parseCsv(await readFile(file, 'utf8'), ['file', 'species']);
  return rows.map(([name = '', species = '']) => ({ file: findPicture([path.dirname(file), liveFolder], name), species }));
}

const kinds = ['.jpg', '.jpeg', '.png', '.bmp', '.webp'];

/** The file in the first folder that has it; where it was only converted, the picture of the same name and another kind. */
function findPicture(folders: readonly string[], name: string): string | undefined {
  const candidates = folders.flatMap((folder) => {
    const whole = path.resolve(folder, name);
    const stem = whole.slice(0, whole.length - path.extname(whole).length);
    return [whole, ...kinds.map((kind) => stem + kind)];
  });
  return candidates.find((candidate) => existsSync(candidate));
}
