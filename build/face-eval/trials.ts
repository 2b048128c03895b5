import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTable } from './csv.ts';

/** A labelled pair; undefined where the file is not there. */
export type Pair = { readonly live: string | undefined; readonly card: string | undefined; readonly same: boolean };
export type PairList = {
  readonly pairs: readonly Pair[];
  /** Rows that say once more what a row before said; counted once. */
  readonly repeated: number;
  /** Names in the list that no file answers to. */
  readonly missing: readonly string[];
};
export type PadTrial = { readonly file: string | undefined; readonly name: string; readonly species: string };

const pairColumns = [
  ['file_a', 'filea', 'a', 'live', 'live_file', 'probe'],
  ['file_b', 'fileb', 'b', 'card', 'card_file', 'reference'],
  ['same', 'label', 'match', 'genuine', 'is_same', 'same_person'],
] as const;
const padColumns = [
  ['file', 'path', 'filename', 'image', 'frame'],
  ['species', 'attack', 'type', 'label', 'pai', 'pais'],
] as const;

const samePerson = new Set('1 1.0 true t yes y same genuine match mated'.split(' '));
const differentPersons = new Set(
  '0 0.0 -1 false f no n different diff impostor imposter mismatch nonmatch non-match nonmated non-mated'.split(' '),
);

/** Reads `file_a,file_b,same`. Throws one sentence that names the row when a label cannot be read or contradicts another row. */
export async function readPairs(file: string, liveFolder: string, cardFolder: string): Promise<PairList> {
  const rows = readTable(await readFile(file, 'utf8'), pairColumns);
  const missing = new Set<string>();
  const pairs = new Map<string, Pair & { readonly row: number }>();
  for (const { row, file_a: a, file_b: b, same: label } of rows) {
    const same = isSame(label, row);
    const key = JSON.stringify([a, b]);
    const before = pairs.get(key);
    if (before && before.same !== same) throw new Error(`row ${row} contradicts row ${before.row} on the same two files`);
    const [live, card] = [findPicture([liveFolder], a), findPicture([cardFolder], b)];
    if (live === undefined) missing.add(path.join(liveFolder, a));
    if (card === undefined) missing.add(path.join(cardFolder, b));
    pairs.set(key, { row, live, card, same });
  }
  return { pairs: [...pairs.values()], repeated: rows.length - pairs.size, missing: [...missing] };
}

function isSame(label: string, row: number): boolean {
  const word = label.toLowerCase();
  if (samePerson.has(word)) return true;
  if (differentPersons.has(word)) return false;
  throw new Error(`row ${row} says "${label}" where 1 (same person) or 0 (different persons) belongs`);
}

/** Reads `file,species`; names are looked for beside the list and in the live folder. Throws one sentence for a row without species. */
export async function readPadTrials(file: string, liveFolder: string): Promise<readonly PadTrial[]> {
  const rows = readTable(await readFile(file, 'utf8'), padColumns);
  return rows.map(({ row, file: name, species }) => {
    if (species === '') throw new Error(`row ${row} names no species`);
    return { file: findPicture([path.dirname(file), liveFolder], name), name, species };
  });
}

const kinds = ['.jpg', '.jpeg', '.png', '.bmp', '.webp'];

/** The file in the first folder that has it; where it was only converted, the picture of the same name and another kind. */
function findPicture(folders: readonly string[], name: string): string | undefined {
  if (name === '') return undefined;
  const candidates = folders.flatMap((folder) => {
    const whole = path.resolve(folder, name);
    const stem = whole.slice(0, whole.length - path.extname(whole).length);
    return [whole, ...kinds.map((kind) => stem + kind)];
  });
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
}
