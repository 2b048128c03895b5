import { sql } from 'kysely';
import type { Tx } from '../store/index.ts';
import type { AgentRow, CertificateRow, ContactRow, PartyRow } from './records.ts';

/** Rows in one parameter: one statement for any number of them, on every engine that knows jsonb. */
function json(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

/** @returns the keys of those that are new or newer than what was known. */
export async function upsertParties(tx: Tx, rows: readonly PartyRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const sorted = rows.toSorted((a, b) => (a.party_key < b.party_key ? -1 : 1)); // always in one order: no deadlocks
  const written = await sql<{ party_key: string }>`
    INSERT INTO party AS known
    SELECT * FROM jsonb_populate_recordset(NULL::party, ${json(sorted)}::jsonb)
    ON CONFLICT (party_key) DO UPDATE SET
      class = excluded.class, district = excluded.district, status = excluded.status, listed_abnormal = excluded.listed_abnormal,
      open_case = excluded.open_case, facts = excluded.facts, marks = excluded.marks, sealed = excluded.sealed,
      record_version = excluded.record_version, source = excluded.source, source_at = excluded.source_at
    WHERE known.record_version < excluded.record_version
    RETURNING party_key`.execute(tx);
  return written.rows.map(({ party_key }) => party_key);
}

/** A newer version of a number supersedes the older ones. @returns the parties whose certificates changed. */
export async function upsertCertificates(tx: Tx, rows: readonly CertificateRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const written = await sql<{ party_key: string }>`
    INSERT INTO party_certificate AS known
    SELECT * FROM jsonb_populate_recordset(NULL::party_certificate, ${json(rows)}::jsonb)
    ON CONFLICT (party_key, type, number, version) DO UPDATE SET
      status = excluded.status, valid_to = excluded.valid_to, fields = excluded.fields, marks = excluded.marks,
      sealed = excluded.sealed, source = excluded.source, source_at = excluded.source_at,
      case_number = coalesce(known.case_number, excluded.case_number)
    WHERE known.source_at <= excluded.source_at AND known.status <> 'superseded'
    RETURNING party_key`.execute(tx);
  const keys = written.rows.map(({ party_key }) => party_key);
  if (keys.length > 0) {
    await sql`
      UPDATE party_certificate AS old SET status = 'superseded'
      WHERE old.party_key = ANY(${keys}) AND old.status = 'valid' AND EXISTS (
        SELECT 1 FROM party_certificate AS newer
        WHERE newer.party_key = old.party_key AND newer.type = old.type AND newer.number = old.number AND newer.version > old.version)`.execute(
      tx,
    );
  }
  return keys;
}

/** Who was legal representative or handler and is not named any more has been until now. */
export async function replaceAgents(tx: Tx, rows: readonly AgentRow[]): Promise<void> {
  if (rows.length === 0) return;
  const parties = [...new Set(rows.map(({ party_key }) => party_key))];
  const once = [...new Map(rows.map((row) => [`${row.party_key} ${row.person_key} ${row.role}`, row])).values()];
  await sql`
    UPDATE party_agent AS old SET valid_to = now.valid_from
    FROM (SELECT party_key, min(valid_from) AS valid_from FROM jsonb_populate_recordset(NULL::party_agent, ${json(once)}::jsonb) GROUP BY party_key) AS now
    WHERE old.party_key = ANY(${parties}) AND old.party_key = now.party_key AND old.valid_to IS NULL`.execute(tx);
  await sql`
    INSERT INTO party_agent SELECT * FROM jsonb_populate_recordset(NULL::party_agent, ${json(once)}::jsonb)
    ON CONFLICT (party_key, person_key, role) DO UPDATE SET sealed = excluded.sealed, valid_to = NULL`.execute(tx);
}

/**
 * An opt-out stays; a confirmed address is not replaced by an unconfirmed one. A number that a register only repeats, and that somebody else has
 * confirmed meanwhile, was not confirmed anew.
 */
export async function upsertContacts(tx: Tx, rows: readonly ContactRow[]): Promise<void> {
  if (rows.length === 0) return;
  const once = [...new Map(rows.map((row) => [`${row.party_key} ${row.person_key} ${row.channel}`, row])).values()];
  await sql`
    INSERT INTO party_contact AS known SELECT * FROM jsonb_populate_recordset(NULL::party_contact, ${json(once)}::jsonb)
    ON CONFLICT (party_key, person_key, channel) DO UPDATE SET
      sealed = excluded.sealed, address_key = excluded.address_key, source = excluded.source,
      verified_at = CASE WHEN known.address_key = excluded.address_key AND EXISTS (
        SELECT 1 FROM (
          SELECT address_key, person_key, verified_at FROM party_contact
          UNION ALL SELECT address_key, person_key, verified_at FROM jsonb_populate_recordset(NULL::party_contact, ${json(once)}::jsonb)
        ) AS other
        WHERE other.address_key = excluded.address_key AND other.person_key <> excluded.person_key AND other.verified_at IS NOT NULL
      ) THEN known.verified_at ELSE excluded.verified_at END
    WHERE known.verified_at IS NULL OR excluded.verified_at IS NOT NULL`.execute(tx);
}
