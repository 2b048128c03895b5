import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** A checkpoint as it is kept outside the database. */
export interface KeptCheckpoint {
  /** When it was signed; empty when the file does not say. */
  readonly at: string;
  /** C2SP signed note. */
  readonly note: string;
}

const keptLine = z.object({ at: z.string(), note: z.string() });

/**
 * Reads checkpoints from lines of JSON as `CheckpointFile` writes them, from bare notes one after the other (as somebody fetched them), or
 * from both. What is neither is counted: a half line that a power cut left is no reason to give up the others.
 */
export function readKept(file: string): { readonly kept: readonly KeptCheckpoint[]; readonly unreadable: number } {
  if (!existsSync(file)) return { kept: [], unreadable: 0 };
  const kept: KeptCheckpoint[] = [];
  let unreadable = 0;
  let bare: string[] = [];
  const endBare = (): void => {
    if (bare.some((line) => line.startsWith('— '))) kept.push({ at: '', note: `${bare.join('\n')}\n` });
    else if (bare.some((line) => line !== '')) unreadable += 1;
    bare = [];
  };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const isJson = line.startsWith('{');
    const signed = bare.at(-1)?.startsWith('— ') ?? false;
    if (isJson || (signed && !line.startsWith('— '))) endBare();
    if (isJson) {
      const parsed = keptLine.safeParse(parseJson(line));
      if (parsed.success) kept.push(parsed.data);
      else unreadable += 1;
    } else if (line !== '' || bare.length > 0) bare.push(line);
  }
  endBare();
  return { kept, unreadable };
}

/** The file to which one process adds; what it ends with is read once. */
export interface CheckpointFile {
  /** The last ones, oldest first. */
  last(): readonly KeptCheckpoint[];
  /** Returns when it is on the disk. */
  append(checkpoint: KeptCheckpoint): void;
}

const remembered = 50;

export function openCheckpointFile(file: string): CheckpointFile {
  let last: readonly KeptCheckpoint[] | undefined;
  const lastOnes = (): readonly KeptCheckpoint[] => (last ??= readKept(file).kept.slice(-remembered));
  return {
    last: lastOnes,
    append({ at, note }) {
      const known = lastOnes();
      appendLine(file, JSON.stringify({ at, note }));
      last = [...known, { at, note }].slice(-remembered);
    },
  };
}

function appendLine(file: string, line: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'a+', 0o644);
  try {
    const { size } = fstatSync(fd);
    const end = Buffer.alloc(1);
    if (size > 0) readSync(fd, end, 0, 1, size - 1);
    const torn = size > 0 && end.toString() !== '\n'; // half a line that a power cut left stays a line of its own
    writeSync(fd, `${torn ? '\n' : ''}${line}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
