import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectToCopy } from './connection.ts';
import { copyDurably } from './durable-files.ts';
import { fileStamp } from './file-stamp.ts';

/** Copies made before a migration: how many stay. */
const kept = 3;

function copiesFolder(folder: string): string {
  return join(folder, 'copies');
}

/** Copies the closed database before it leaves schema `version`; older copies beyond the last few are removed. */
export function copyBeforeMigration(folder: string, database: string, version: number, nowMs: number): string {
  mkdirSync(copiesFolder(folder), { recursive: true, mode: 0o700 });
  const copy = join(copiesFolder(folder), `journal-${fileStamp(nowMs)}-v${version}.db`);
  copyDurably(database, copy);
  for (const old of listCopies(folder).slice(0, -kept)) rmSync(old);
  return copy;
}

/** Whole copies, oldest first. */
export function listCopies(folder: string): readonly string[] {
  if (!existsSync(copiesFolder(folder))) return [];
  const names = readdirSync(copiesFolder(folder)).filter((name) => name.endsWith('.db'));
  return names.sort().map((name) => join(copiesFolder(folder), name));
}

/**
 * A copy must not keep readable what the journal itself has shredded: deletes the keys of the acts that are answered.
 * Returns how many keys of unanswered acts the copies still hold.
 */
export function shredCopies(folder: string, key: Uint8Array, isAnswered: (actId: Uint8Array) => boolean): number {
  let left = 0;
  for (const copy of listCopies(folder)) {
    const connection = connectToCopy(copy, key);
    try {
      const sealed = connection.prepare<[], { id: Buffer }>('SELECT id FROM act WHERE dek IS NOT NULL').all();
      const answered = sealed.filter(({ id }) => isAnswered(id));
      const shred = connection.prepare<[Buffer]>('UPDATE act SET dek = NULL WHERE id = ?');
      connection.transaction(() => answered.forEach(({ id }) => shred.run(id)))();
      left += sealed.length - answered.length;
    } finally {
      connection.close();
    }
  }
  return left;
}
