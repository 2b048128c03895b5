import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import type { Checkpoint } from '#contracts/audit/checkpoint.ts';
import { checkpointText } from '#contracts/audit/checkpoint.ts';
import { consistencyParts, verifyConsistency } from '#contracts/audit/merkle-proof.ts';
import { rootOf } from '#contracts/audit/merkle-tree.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';
import type { CheckpointFile, KeptCheckpoint } from './checkpoint-file.ts';
import { tree } from './hashing.ts';
import { readHead } from './head.ts';
import { centreLog } from './log-name.ts';
import type { NoteKey } from './note-key.ts';
import { openCheckpoint, signNote } from './note-key.ts';
import { proveFromStore } from './stored-tree.ts';

/** A checkpoint whose signature was checked. */
export interface SignedCheckpoint extends KeptCheckpoint {
  readonly checkpoint: Checkpoint;
}

export interface CheckpointParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly key: NoteKey & { readonly privateKey: KeyObject };
  /** Outside the database; each process has its own, and each gets all checkpoints. */
  readonly file: CheckpointFile;
}

/** How many of the newest are looked through for one that we signed: rows that somebody else put there must not stop us. */
const looksBack = 50;

/** The newest checkpoint that is ours, from the database. */
export async function newestCheckpoint(db: Db, key: NoteKey): Promise<SignedCheckpoint | undefined> {
  const found = await sql<KeptCheckpoint>`
    SELECT at, note FROM audit_checkpoint WHERE log = ${centreLog} ORDER BY size DESC LIMIT ${looksBack}`.execute(db);
  return openAll(found.rows, key)[0];
}

/**
 * Signs the log as it is now, stores it and keeps it outside, unless it has not grown since. Before that it is proven that the log
 * still holds all of what was signed last, as the file outside says: a log that was rewritten or cut is never signed.
 */
export async function makeCheckpoint(parts: CheckpointParts): Promise<Result<SignedCheckpoint | undefined, 'forked'>> {
  const { db, clock, key } = parts;
  const newest = await newestCheckpoint(db, key);
  const last = lastKept(parts) ?? newest;
  const { range } = await readHead(db);
  if (range.size === 0 && !last) return ok(undefined);
  const checkpoint: Checkpoint = {
    origin: key.name,
    size: range.size,
    root: Buffer.from(rootOf(tree, range)).toString('base64'),
  };
  if (last && !(await continues(db, last.checkpoint, checkpoint))) return err('forked');
  if (newest?.checkpoint.size === range.size) return keepOutside(parts);
  const at = instantOf(clock.now());
  const note = signNote(checkpointText(checkpoint), key, key.privateKey);
  await sql`INSERT INTO audit_checkpoint (log, size, note, at) VALUES (${centreLog}, ${range.size}, ${note}, ${at})
    ON CONFLICT (log, size) DO NOTHING`.execute(db);
  return keepOutside(parts, { at, note, checkpoint });
}

/**
 * Brings the file outside up to what any process has signed, each proven to continue the one before. @param own one that was signed
 * just now; answers with the newest.
 */
export async function keepOutside(
  parts: CheckpointParts,
  own?: SignedCheckpoint,
): Promise<Result<SignedCheckpoint | undefined, 'forked'>> {
  const { db, key, file } = parts;
  let last = lastKept(parts);
  const found = await sql<KeptCheckpoint>`
    SELECT at, note FROM audit_checkpoint WHERE log = ${centreLog} AND size > ${last?.checkpoint.size ?? -1} ORDER BY size`.execute(
    db,
  );
  const others = openAll(found.rows, key);
  const isNew = own && own.checkpoint.size > (last?.checkpoint.size ?? -1);
  const listed = others.some(({ checkpoint }) => checkpoint.size === own?.checkpoint.size);
  const news = isNew && !listed ? [...others, own].sort((a, b) => a.checkpoint.size - b.checkpoint.size) : others;
  for (const next of news) {
    if (last && !(await continues(db, last.checkpoint, next.checkpoint))) return err('forked');
    file.append(next);
    last = next;
  }
  return ok(last);
}

/** Whether the log as it is stored leads from one checkpoint to the other. */
async function continues(db: Db, from: Checkpoint, to: Checkpoint): Promise<boolean> {
  if (from.size > to.size) return false;
  const path = await proveFromStore(db, consistencyParts(from.size, to.size));
  return (
    path.ok &&
    verifyConsistency(tree, {
      first: from.size,
      second: to.size,
      firstRoot: Buffer.from(from.root, 'base64'),
      secondRoot: Buffer.from(to.root, 'base64'),
      path: path.value,
    })
  );
}

function lastKept({ file, key }: CheckpointParts): SignedCheckpoint | undefined {
  return openAll(file.last(), key).at(-1);
}

function openAll(kept: readonly KeptCheckpoint[], key: NoteKey): SignedCheckpoint[] {
  return kept.flatMap(({ at, note }) => {
    const opened = openCheckpoint(note, key);
    return opened.ok ? [{ at, note, checkpoint: opened.value }] : [];
  });
}
