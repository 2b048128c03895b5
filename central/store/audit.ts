import { hash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AuditEntry } from '#contracts/audit/entry.ts';
import { entryText, withheldText } from '#contracts/audit/entry.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';

/** `terminal` of what did not come from one. */
export const atCentre = 'centre';

/** Who read or caused what, for whom and on what ground. No names, numbers or contents. */
export interface AuditFact {
  /** A terminal's name, or `atCentre`. */
  readonly terminal: string;
  /** `act.<kind>` for acts, `read.<what>` for reads of a person's data; the terminals' queries go by their own names. */
  readonly action: string;
  readonly session: string;
  readonly personKey: string;
  readonly purpose: string;
  /** Method and policy by which the person was verified, `face:2026-11`; `none` where nothing personal was shown. */
  readonly verification: string;
  /** `ok` or a code of the error table. */
  readonly outcome: string;
  /** System and version that answered, where one did. */
  readonly source?: string;
  /** `staff:<id>`, `system:<part>`, `source:<system>`; the terminal where nothing is said. */
  readonly actor?: string;
  /** Case number, act id or other key of the thing that it concerns. */
  readonly subject?: string;
  /** Hash of what it is about, hex. */
  readonly dataHash?: string;
}

export type AuditRow = Selectable<Tables['audit_entry']>;

/** The row of an entry. @param id where the entry has one of its own, as that of an act; made here otherwise. */
export function auditRow(clock: Clock, fact: AuditFact, id = makeUuidV7(clock.now(), randomBytes)): AuditRow {
  return {
    terminal_id: fact.terminal,
    id,
    at: instantOf(clock.now()),
    action: fact.action,
    session: fact.session,
    person_key: fact.personKey,
    purpose: fact.purpose,
    verification: fact.verification,
    outcome: fact.outcome,
    source: fact.source ?? '',
    actor: fact.actor ?? `terminal:${fact.terminal}`,
    subject: fact.subject ?? '',
    data_hash: fact.dataHash ?? '',
  };
}

/** An entry as the log's texts have it. */
export function auditEntryOf(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    terminal: row.terminal_id,
    actor: row.actor,
    action: row.action,
    session: row.session,
    person: row.person_key,
    subject: row.subject,
    purpose: row.purpose,
    verification: row.verification,
    outcome: row.outcome,
    source: row.source,
    data: row.data_hash,
  };
}

/** The entry's text as it may be shown to anybody. */
export function publicTextOf(entry: AuditEntry): string {
  return entryText(entry, hash('sha256', withheldText(entry), 'hex'));
}

/**
 * Adds entries of one terminal, in one statement, with the ticket by which they will get their place in the log (`central/audit`). The
 * serving role can neither change nor delete an entry afterwards.
 */
export async function insertAudit(db: Db, clock: Clock, rows: readonly AuditRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  if (rows.some((row) => row.terminal_id !== first.terminal_id)) throw new Error('a ticket is for entries of one terminal');
  const digests = Buffer.concat(rows.map((row) => hash('sha256', publicTextOf(auditEntryOf(row)), 'buffer')));
  const ticket = makeUuidV7(clock.now(), randomBytes);
  await sql`
    WITH entry AS (
      INSERT INTO audit_entry SELECT * FROM json_populate_recordset(null::audit_entry, ${JSON.stringify(rows)}::json))
    INSERT INTO audit_ticket VALUES
      (${first.terminal_id}, ${ticket}::uuid, ${rows.map(({ id }) => id)}::uuid[], ${digests})`.execute(db);
}

/** Adds one entry. */
export async function writeAudit(db: Db, clock: Clock, fact: AuditFact): Promise<void> {
  await insertAudit(db, clock, [auditRow(clock, fact)]);
}
