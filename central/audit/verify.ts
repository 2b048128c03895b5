import { sql } from 'kysely';
import { rootOf } from '#contracts/audit/merkle-tree.ts';
import type { Db } from '../store/index.ts';
import type { LogHead } from './append.ts';
import type { KeptCheckpoint } from './checkpoint-file.ts';
import type { Finding, Findings } from './findings.ts';
import { openFindings } from './findings.ts';
import { tree } from './hashing.ts';
import { readHead } from './head.ts';
import { centreLog } from './log-name.ts';
import type { NoteKey } from './note-key.ts';
import { openCheckpoint } from './note-key.ts';
import type { Witness } from './verify-leaves.ts';
import { verifyLeaves } from './verify-leaves.ts';

/** What a verification says; it is good when `findings` is empty. */
export interface Verification {
  readonly size: number;
  /** RFC 6962 root over all entries that have a place, base64. */
  readonly root: string;
  /** Entries that wait for their place: a second's worth while the centre runs. */
  readonly pending: number;
  /** Checkpoints with a good signature: in the database, and outside it. */
  readonly checkpoints: { readonly stored: number; readonly outside: number };
  /** The first ones, in the log's order. */
  readonly findings: readonly Finding[];
  readonly count: number;
}

/** How many of what SQL finds are named. */
const named = 20;

/**
 * Verifies the whole log as it stands at one moment: leaves, chain, tree, checkpoints, and that nothing lies beside it. Needs to read
 * only, and holds some thousand rows at a time.
 * @param outside checkpoints from outside the database; without them a cut of log and checkpoints together goes unseen.
 */
export async function verifyLog(db: Db, key: NoteKey, outside: readonly KeptCheckpoint[]): Promise<Verification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const findings = openFindings();
      const stored =
        await sql<KeptCheckpoint>`SELECT at, note FROM audit_checkpoint WHERE log = ${centreLog} ORDER BY size`.execute(tx);
      const inside = witnessesOf(stored.rows, key, 'in the database', findings);
      const kept = witnessesOf(outside, key, 'outside', findings);
      const bySize = [...kept, ...inside].sort((a, b) => a.checkpoint.size - b.checkpoint.size);
      const end = await verifyLeaves(tx, bySize, findings);
      await verifyHead(tx, end, findings);
      await verifyEntriesBeside(tx, findings);
      await verifyActs(tx, findings);
      return {
        size: end.range.size,
        root: Buffer.from(rootOf(tree, end.range)).toString('base64'),
        pending: await countPending(tx),
        checkpoints: { stored: inside.length, outside: kept.length },
        findings: findings.list(),
        count: findings.count(),
      };
    });
}

function witnessesOf(kept: readonly KeptCheckpoint[], key: NoteKey, place: string, findings: Findings): Witness[] {
  return kept.flatMap(({ at, note }): Witness[] => {
    const where = `checkpoint ${place}${at && ` of ${at}`}`;
    const opened = openCheckpoint(note, key);
    if (opened.ok) return [{ at, note, checkpoint: opened.value, where }];
    findings.add({ is: 'checkpoint-refused', where: `${where} (${opened.error})` });
    return [];
  });
}

async function verifyHead(tx: Db, end: LogHead, findings: Findings): Promise<void> {
  const head = await readHead(tx).catch(() => undefined);
  const { size } = end.range;
  if (head && head.range.size > size) findings.add({ is: 'cut', index: size, end: head.range.size, where: 'head of the log' });
  const isSame =
    head?.range.size === size &&
    head.lastLeaf.equals(end.lastLeaf) &&
    Buffer.concat(head.range.peaks).equals(Buffer.concat(end.range.peaks));
  if (!isSame && !findings.before(size + 1)) findings.add({ is: 'head-differs' });
}

/** Entries that have neither a place nor a ticket, and tickets of entries that are gone. */
async function verifyEntriesBeside(tx: Db, findings: Findings): Promise<void> {
  const beside = await sql<{ terminal_id: string; id: string }>`
    WITH waiting AS (SELECT t.terminal_id, w.id FROM audit_ticket t, unnest(t.entries) AS w(id))
    SELECT e.terminal_id, e.id FROM audit_entry e
    WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.log = ${centreLog} AND l.entry_id = e.id AND l.terminal_id = e.terminal_id)
      AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.terminal_id = e.terminal_id AND w.id = e.id)
    ORDER BY e.id LIMIT ${named}`.execute(tx);
  for (const { terminal_id: terminal, id } of beside.rows) findings.add({ is: 'past-the-log', terminal, id });
  const gone = await sql<{ terminal_id: string; id: string }>`
    SELECT t.terminal_id, w.id FROM audit_ticket t, unnest(t.entries) AS w(id)
    WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.terminal_id = t.terminal_id AND e.id = w.id) LIMIT ${named}`.execute(
    tx,
  );
  for (const { terminal_id: terminal, id } of gone.rows) findings.add({ is: 'vanished', terminal, id });
}

/** Every settled act has its entry, and is stored as the entry says. */
async function verifyActs(tx: Db, findings: Findings): Promise<void> {
  const found = await sql<{ terminal_id: string; id: string; is_there: boolean }>`
    SELECT i.terminal_id, i.id, e.id IS NOT NULL AS is_there
    FROM inbox i LEFT JOIN audit_entry e ON e.terminal_id = i.terminal_id AND e.id = i.id
    WHERE i.receipt IS NOT NULL AND (e.id IS NULL OR e.data_hash <> i.hash)
    ORDER BY i.id LIMIT ${named}`.execute(tx);
  const known = new Set(findings.list().map(({ id }) => id));
  for (const { terminal_id: terminal, id, is_there: isThere } of found.rows) {
    if (!known.has(id)) findings.add({ is: isThere ? 'act-differs' : 'act-without-entry', terminal, id });
  }
}

async function countPending(tx: Db): Promise<number> {
  const found = await sql<{ count: number }>`
    SELECT coalesce(sum(cardinality(entries)), 0)::bigint AS count FROM audit_ticket`.execute(tx);
  return found.rows[0]?.count ?? 0;
}
