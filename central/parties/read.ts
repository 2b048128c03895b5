import { sql } from 'kysely';
import type { Db } from '../store/index.ts';
import type { AgentRow, CertificateRow, ContactRow, PartyRow } from './records.ts';

/** A party with its certificates, as rules judge it. */
export interface PartyRecord {
  readonly party: PartyRow;
  readonly certificates: readonly CertificateRow[];
}

/** The next parties in the order of their keys: a page costs the same wherever it lies. @param after '' for the first page. */
export async function readPartyPage(db: Db, after: string, size: number): Promise<PartyRecord[]> {
  const parties = await db
    .selectFrom('party')
    .selectAll()
    .where('party_key', '>', after)
    .orderBy('party_key')
    .limit(size)
    .execute();
  return withCertificates(db, parties);
}

export async function readParties(db: Db, keys: readonly string[]): Promise<PartyRecord[]> {
  if (keys.length === 0) return [];
  const parties = await sql<PartyRow>`SELECT * FROM party WHERE party_key = ANY(${[...keys]}) ORDER BY party_key`.execute(db);
  return withCertificates(db, parties.rows);
}

async function withCertificates(db: Db, parties: readonly PartyRow[]): Promise<PartyRecord[]> {
  if (parties.length === 0) return [];
  const keys = parties.map(({ party_key }) => party_key);
  const found =
    await sql<CertificateRow>`SELECT * FROM party_certificate WHERE party_key = ANY(${keys}) AND status <> 'superseded'`.execute(
      db,
    );
  const byParty = Map.groupBy(found.rows, ({ party_key }) => party_key);
  return parties.map((party) => ({ party, certificates: byParty.get(party.party_key) ?? [] }));
}

/** Who may act for these parties now. */
export async function readAgents(db: Db, keys: readonly string[]): Promise<AgentRow[]> {
  if (keys.length === 0) return [];
  const found = await sql<AgentRow>`
    SELECT * FROM party_agent WHERE party_key = ANY(${[...keys]}) AND valid_to IS NULL ORDER BY party_key, role DESC, person_key`.execute(
    db,
  );
  return found.rows;
}

export async function readContacts(db: Db, partyKey: string): Promise<ContactRow[]> {
  return db.selectFrom('party_contact').selectAll().where('party_key', '=', partyKey).orderBy('channel').execute();
}
