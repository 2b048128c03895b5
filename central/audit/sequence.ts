import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Db } from '../store/index.ts';
import { inTransaction, sqlState } from '../store/index.ts';
import type { Appended, LogHead } from './append.ts';
import { appendEntries } from './append.ts';
import { claimHead, moveHead } from './head.ts';
import { centreLog } from './log-name.ts';
import type { Ticket } from './tickets.ts';
import { digestsOf, dropTickets, mendTickets, oldestTickets, ticketsNamed } from './tickets.ts';

/** SQLSTATE of a key that is there already. */
const duplicateKey = '23505';

/**
 * Gives places to entries that wait, as many as make a good transaction. Nothing is done when another process has the lease.
 * @param holder see `claimHead`. @returns how many got one.
 */
export async function sequenceStep(db: Db, clock: Clock, holder: string): Promise<number> {
  const waiting = await sql`SELECT 1 FROM audit_ticket LIMIT 1`.execute(db);
  if (waiting.rows.length === 0) return 0;
  try {
    return await inTransaction(db, clock, (tx) => appendOldest(tx, clock, holder));
  } catch (error) {
    // A ticket that names what has its place already must not hold up all others.
    if (sqlState(error) !== duplicateKey) throw error;
    return inTransaction(db, clock, async (tx) => ((await claimHead(tx, clock, holder)) ? mendTickets(tx) : 0));
  }
}

async function appendOldest(tx: Db, clock: Clock, holder: string): Promise<number> {
  const head = await claimHead(tx, clock, holder);
  if (!head) return 0;
  const tickets = await oldestTickets(tx);
  const digests = await digestsOf(tx, tickets);
  await write(tx, head, tickets, appendEntries(head, digests));
  await dropTickets(tx, tickets);
  return digests.length;
}

/**
 * The hashes go to the database as one string of bytes, each leaf's `prev` being the one before it, and the ids come from the tickets
 * themselves: no entry crosses the line again.
 */
async function write(tx: Db, from: LogHead, tickets: readonly Ticket[], { head, leaves, nodes }: Appended): Promise<void> {
  const hashes = Buffer.concat([from.lastLeaf, ...leaves]);
  const written = await sql`INSERT INTO audit_leaf (log, leaf_index, terminal_id, entry_id, prev_hash, leaf_hash)
    SELECT ${centreLog}, ${from.range.size}::bigint + o.n, o.terminal_id, o.entry_id,
      substring(${hashes}::bytea from o.n * 32 + 1 for 32), substring(${hashes}::bytea from o.n * 32 + 33 for 32)
    FROM (SELECT t.terminal_id, e.id AS entry_id, row_number() OVER (ORDER BY t.id, t.terminal_id, e.place)::integer - 1 AS n
      FROM ${ticketsNamed(tickets)} t, unnest(t.entries) WITH ORDINALITY AS e(id, place)) o`.execute(tx);
  if (written.numAffectedRows !== BigInt(leaves.length)) throw new Error('tickets changed while they were read');
  if (nodes.length > 0) {
    await sql`INSERT INTO audit_node (log, level, node_index, hash)
      SELECT ${centreLog}, n.* FROM unnest(${nodes.map(({ level }) => level)}::integer[],
        ${nodes.map(({ index }) => index)}::bigint[], ${nodes.map(({ hash }) => hash)}::bytea[]) AS n`.execute(tx);
  }
  await moveHead(tx, from, head);
}
