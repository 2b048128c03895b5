import type { Result } from '../basics/result.ts';
import { err, ok } from '../basics/result.ts';

/**
 * Checkpoints in the form of C2SP tlog-checkpoint: the text of a C2SP signed-note whose first three lines are the log's name, its
 * size and its root. Text only: whoever has keys signs and verifies it.
 */
export interface Checkpoint {
  /** The log's name, also the name of its key: no white space, no plus sign. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** RFC 6962 root at that size, standard base64. */
  readonly root: string;
}

export interface NoteSignature {
  readonly name: string;
  /** Four bytes of the key's id, then the signature; standard base64. */
  readonly blob: string;
}

/** A note taken apart. `text` is what is signed and ends in a newline. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const namePattern = /^[^\s+]+$/u;
const sizePattern = /^(0|[1-9][0-9]{0,15})$/;
const rootPattern = /^[A-Za-z0-9+/]{43}=$/;
const signaturePattern = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** @throws when the origin cannot be the name of a key: it is ours, so that is a bug. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!namePattern.test(origin)) throw new Error("a log's name has no white space and no plus sign");
  return `${origin}\n${size}\n${root}\n`;
}

/** Reads a note's text; lines after the third are extensions, which must not be empty. */
export function parseCheckpoint(text: string): Result<Checkpoint, 'not-a-checkpoint'> {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const ends = rest.pop() === '' && rest.every((line) => line !== '');
  if (!ends || !namePattern.test(origin) || !sizePattern.test(size) || !rootPattern.test(root)) return err('not-a-checkpoint');
  if (!Number.isSafeInteger(Number(size))) return err('not-a-checkpoint');
  return ok({ origin, size: Number(size), root });
}

export function noteText({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(({ name, blob }) => `— ${name} ${blob}\n`).join('')}`;
}

/** The last empty line is what ends the text. */
export function parseNote(note: string): Result<Note, 'not-a-note'> {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return err('not-a-note');
  const signatures: NoteSignature[] = [];
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, blob] = signaturePattern.exec(line) ?? [];
    if (name === undefined || blob === undefined) return err('not-a-note');
    signatures.push({ name, blob });
  }
  return ok({ text: note.slice(0, split + 1), signatures });
}
