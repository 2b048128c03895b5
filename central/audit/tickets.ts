import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Db } from '../store/index.ts';
import type { EntryRow } from './entries.ts';
import { entryColumns, entryOf, isEntry } from './entries.ts';
import { digestOf } from './hashing.ts';
import { centreLog } from './log-name.ts';

/** A ticket has as many entries as one transaction wrote, so these are up to some thousands. */
const limits = { tickets: 400, entries: 4_000 } as const;

/** Entries of one transaction that have no place yet. */
export interface Ticket {
  readonly terminal_id: string;
  readonly id: string;
  readonly count: number;
  /** 32 bytes for each; null for those that are older than the log. */
  readonly digests: Buffer | null;
}

/** As many as make a good transaction; the order is that in which their entries get their places. */
export async function oldestTickets(tx: Db): Promise<Ticket[]> {
  const found = await sql<Ticket>`
    SELECT terminal_id, id, cardinality(entries) AS count, digests FROM audit_ticket
    ORDER BY id, terminal_id LIMIT ${limits.tickets}`.execute(tx);
  let entries = 0;
  return found.rows.filter(({ count }) => {
    const fits = entries < limits.entries;
    entries += count;
    return fits;
  });
}

/** One digest for each entry, in order. */
export async function digestsOf(tx: Db, tickets: readonly Ticket[]): Promise<Buffer[]> {
  const older = await olderDigests(
    tx,
    tickets.filter(({ digests }) => digests === null),
  );
  return tickets.flatMap(({ id, terminal_id: terminal, count, digests }) => {
    const all = digests ?? older.get(`${terminal}/${id}`) ?? Buffer.alloc(32 * count);
    return Array.from({ length: count }, (_, n) => all.subarray(n * 32, n * 32 + 32));
  });
}

/** Of entries that were there before the log: read and hashed here, once. One that is gone has zeros, and is found by `verify`. */
async function olderDigests(tx: Db, tickets: readonly Ticket[]): Promise<Map<string, Buffer>> {
  if (tickets.length === 0) return new Map();
  const found = await sql<Partial<EntryRow> & { ticket: string }>`
    SELECT t.terminal_id || '/' || t.id AS ticket, ${entryColumns}
    FROM ${ticketsNamed(tickets)} t CROSS JOIN unnest(t.entries) WITH ORDINALITY AS n(id, place)
    LEFT JOIN audit_entry e ON e.terminal_id = t.terminal_id AND e.id = n.id
    ORDER BY n.place`.execute(tx);
  const digests = Map.groupBy(found.rows, ({ ticket }) => ticket);
  return new Map(
    [...digests].map(([ticket, rows]) => [
      ticket,
      Buffer.concat(rows.map((row) => (isEntry(row) ? digestOf(entryOf(row)) : Buffer.alloc(32)))),
    ]),
  );
}

export async function dropTickets(tx: Db, tickets: readonly Ticket[]): Promise<void> {
  const { terminals, ids } = namesOf(tickets);
  await sql`DELETE FROM audit_ticket t USING unnest(${terminals}::text[], ${ids}::uuid[]) AS d(terminal_id, id)
    WHERE t.terminal_id = d.terminal_id AND t.id = d.id`.execute(tx);
}

/** The tickets' rows, for a FROM. */
export function ticketsNamed(tickets: readonly Ticket[]): RawBuilder<unknown> {
  const { terminals, ids } = namesOf(tickets);
  return sql`(SELECT k.* FROM audit_ticket k JOIN unnest(${terminals}::text[], ${ids}::uuid[]) AS w(terminal_id, id)
    ON k.terminal_id = w.terminal_id AND k.id = w.id)`;
}

/**
 * Takes out of the tickets what has its place already or is named twice: nobody of ours writes such a one. @returns how many were
 * mended.
 */
export async function mendTickets(tx: Db): Promise<number> {
  const mended = await sql`
    WITH named AS (
      SELECT t.terminal_id, t.id, e.id AS entry, e.place, t.digests,
        row_number() OVER (PARTITION BY t.terminal_id, e.id ORDER BY t.id, e.place) > 1 OR EXISTS (SELECT 1 FROM audit_leaf l
          WHERE l.log = ${centreLog} AND l.entry_id = e.id AND l.terminal_id = t.terminal_id) AS idle
      FROM audit_ticket t, unnest(t.entries) WITH ORDINALITY AS e(id, place)),
    kept AS (
      SELECT terminal_id, id, coalesce(array_agg(entry ORDER BY place) FILTER (WHERE NOT idle), '{}') AS entries,
        string_agg(substring(digests from (place::integer - 1) * 32 + 1 for 32), ''::bytea ORDER BY place) FILTER (WHERE NOT idle) AS digests
      FROM named GROUP BY terminal_id, id HAVING bool_or(idle))
    UPDATE audit_ticket t SET entries = k.entries, digests = k.digests FROM kept k
    WHERE t.terminal_id = k.terminal_id AND t.id = k.id`.execute(tx);
  return Number(mended.numAffectedRows ?? 0n);
}

function namesOf(tickets: readonly Ticket[]): { terminals: string[]; ids: string[] } {
  return { terminals: tickets.map(({ terminal_id: terminal }) => terminal), ids: tickets.map(({ id }) => id) };
}
