import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { AuditEntry } from '#contracts/audit/entry.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import type { AuditRow } from '../store/index.ts';
import { auditEntryOf } from '../store/index.ts';

/** An entry as it is read here: `at` as text with every digit that is stored. */
export type EntryRow = Omit<AuditRow, 'at'> & { readonly at: string };

/** The columns of `EntryRow`, of `audit_entry` under the name `e`. */
export const entryColumns: RawBuilder<unknown> = sql`e.terminal_id, e.id, e.at::text AS at, e.action, e.session, e.person_key,
  e.purpose, e.verification, e.outcome, e.source, e.actor, e.subject, e.data_hash`;

export function entryOf(row: EntryRow): AuditEntry {
  return auditEntryOf({ ...row, at: exactInstant(row.at) });
}

/** Whether the entry's row was there, of a row that was joined to it from its place. */
export function isEntry(row: Partial<EntryRow>): row is EntryRow {
  return typeof row.id === 'string';
}

/**
 * ISO text of a timestamptz as PostgreSQL writes it, in whatever time zone. We write milliseconds; a column that holds more digits was
 * changed by somebody else, and must not read as if it had not been.
 */
function exactInstant(text: string): Instant {
  const iso = new Date(text).toISOString();
  const digits = /\.(\d{4,})/.exec(text)?.[1];
  return (digits === undefined ? iso : `${iso.slice(0, -4)}${digits}Z`) as Instant;
}
