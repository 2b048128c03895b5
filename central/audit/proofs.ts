import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { consistencyParts, inclusionParts, verifyInclusion } from '#contracts/audit/merkle-proof.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';
import { publicTextOf } from '../store/index.ts';
import type { SignedCheckpoint } from './checkpoints.ts';
import type { EntryRow } from './entries.ts';
import { entryColumns, entryOf, isEntry } from './entries.ts';
import { digestOf, leafHashOf, leafTextOf, tree } from './hashing.ts';
import { centreLog } from './log-name.ts';
import type { NoteKey } from './note-key.ts';
import { openCheckpoint } from './note-key.ts';
import { proveFromStore } from './stored-tree.ts';

/** All that somebody needs to check, without us, that an entry is in the log; nothing in it names a person. */
export interface InclusionProof {
  readonly format: 'e-station-audit-proof-v1';
  /** Its place, from 0. */
  readonly index: number;
  /** How many leaves the checkpoint is over. */
  readonly size: number;
  /** The entry's public text. */
  readonly entry: string;
  /** It holds the SHA-256 of `entry`; the leaf is SHA-256 over a zero byte and this text in UTF-8. */
  readonly leaf: string;
  /** RFC 9162 §2.1.3, leaf to root, standard base64. */
  readonly path: readonly string[];
  /** The C2SP signed note whose root the path leads to. */
  readonly checkpoint: string;
  /** When it was signed. */
  readonly at: string;
  /** C2SP verifier key of the log; compare it with the one that you know. */
  readonly verifierKey: string;
}

/** RFC 9162 §2.1.4 between two sizes, standard base64. */
export interface ConsistencyProof {
  readonly first: number;
  readonly second: number;
  readonly path: readonly string[];
}

/** An entry at its place; `row` is undefined when it was deleted. */
export interface Placed {
  readonly index: number;
  readonly prev: Buffer;
  readonly row: EntryRow | undefined;
}

/** Where an entry is in the log. @param terminal needed only when two terminals sent one id. */
export async function findPlace(db: Db, id: string, terminal?: string): Promise<Placed | undefined> {
  const found = await sql<Partial<EntryRow> & { leaf_index: number; prev_hash: Buffer }>`
    SELECT l.leaf_index, l.prev_hash, ${entryColumns}
    FROM audit_leaf l LEFT JOIN audit_entry e ON e.terminal_id = l.terminal_id AND e.id = l.entry_id
    WHERE l.log = ${centreLog} AND l.entry_id = ${id}::uuid AND l.terminal_id = coalesce(${terminal ?? null}::text, l.terminal_id)
    ORDER BY l.leaf_index LIMIT 1`.execute(db);
  const [row] = found.rows;
  if (!row) return undefined;
  return { index: row.leaf_index, prev: row.prev_hash, row: isEntry(row) ? row : undefined };
}

/** Proves a placed entry against a checkpoint over at least its place. `damaged`: entry or tree are not as they were. */
export async function proveEntry(
  db: Db,
  { index, prev, row }: Placed,
  signed: SignedCheckpoint,
  verifierKey: string,
): Promise<Result<InclusionProof, 'damaged'>> {
  if (!row) return err('damaged');
  const { size } = signed.checkpoint;
  const path = await proveFromStore(db, inclusionParts(index, size));
  if (!path.ok) return path;
  const entry = entryOf(row);
  return ok({
    format: 'e-station-audit-proof-v1',
    index,
    size,
    entry: publicTextOf(entry),
    leaf: leafTextOf(digestOf(entry), index, prev),
    path: path.value.map(base64),
    checkpoint: signed.note,
    at: signed.at,
    verifierKey,
  });
}

const leafWords = z.object({ entry: z.string(), index: z.number() });
/** What an entry says to anybody, as far as it is needed to tell that it is the one that was asked for. */
const entryWords = z.object({ id: z.string(), terminal: z.string(), action: z.string(), data: z.string() });
export type EntryWords = z.infer<typeof entryWords>;

/** Checks a proof as a stranger would, from its own bytes and the log's key; gives back what the entry says, or nothing. */
export function checkProof(proof: InclusionProof, key: NoteKey): EntryWords | undefined {
  const opened = openCheckpoint(proof.checkpoint, key);
  if (!opened.ok || opened.value.size !== proof.size) return undefined;
  const included = verifyInclusion(tree, {
    index: proof.index,
    size: proof.size,
    leaf: leafHashOf(proof.leaf),
    path: proof.path.map((hash) => Buffer.from(hash, 'base64')),
    root: Buffer.from(opened.value.root, 'base64'),
  });
  if (!included) return undefined;
  const leaf = leafWords.parse(JSON.parse(proof.leaf)); // it is in the tree, so we wrote it
  if (leaf.index !== proof.index || leaf.entry !== hash('sha256', proof.entry, 'hex')) return undefined;
  return entryWords.parse(JSON.parse(proof.entry));
}

/** @param first 0 .. second; @param second at most the size of the log. */
export async function proveConsistency(db: Db, first: number, second: number): Promise<Result<ConsistencyProof, 'damaged'>> {
  const path = await proveFromStore(db, consistencyParts(first, second));
  return path.ok ? ok({ first, second, path: path.value.map(base64) }) : path;
}

function base64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64');
}
