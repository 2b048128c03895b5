import { sql } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { Db, Seals, Tx } from '../store/index.ts';
import type { AgentRow, CertificateRow, ContactRow, PartyRow } from './records.ts';

/** A party with its certificates. */
export interface PartyRecord {
  readonly party: PartyRow;
  readonly certificates: readonly CertificateRow[];
}

const judgedParty = [
  'party_key',
  'kind',
  'class',
  'district',
  'status',
  'listed_abnormal',
  'open_case',
  'facts',
  'marks',
  'sealed',
] as const;
const judgedCertificate = ['party_key', 'type', 'number', 'version', 'district', 'valid_to', 'status', 'marks'] as const;

export type JudgedParty = Pick<PartyRow, (typeof judgedParty)[number]>;
export type JudgedCertificate = Pick<CertificateRow, (typeof judgedCertificate)[number]>;

/** What rules look at of a party and its certificates: the smaller part of their rows, and the night reads all of them. */
export interface JudgedRecord {
  readonly party: JudgedParty;
  readonly certificates: readonly JudgedCertificate[];
}

/** The next parties in the order of their keys: a page costs the same wherever it lies. @param after '' for the first page. */
export async function readPartyPage(db: Db, after: string, size: number): Promise<JudgedRecord[]> {
  const parties = await db
    .selectFrom('party')
    .select(judgedParty)
    .where('party_key', '>', after)
    .orderBy('party_key')
    .limit(size)
    .execute();
  return withJudgedCertificates(db, parties);
}

export async function readParties(db: Db, keys: readonly string[]): Promise<PartyRecord[]> {
  if (keys.length === 0) return [];
  const parties = await sql<PartyRow>`SELECT * FROM party WHERE party_key = ANY(${[...keys]}) ORDER BY party_key`.execute(db);
  return withCertificates(db, parties.rows);
}

/** As a page of them; nobody else changes or judges these parties until the transaction ends. Always in one order: no deadlocks. */
export async function lockParties(tx: Tx, keys: readonly string[]): Promise<JudgedRecord[]> {
  if (keys.length === 0) return [];
  const parties = await tx
    .selectFrom('party')
    .select(judgedParty)
    .where('party_key', '=', sql<string>`ANY(${[...keys]})`)
    .orderBy('party_key')
    .forUpdate()
    .execute();
  return withJudgedCertificates(tx, parties);
}

/** In the order of their keys, always. */
async function withJudgedCertificates(db: Db, parties: readonly JudgedParty[]): Promise<JudgedRecord[]> {
  if (parties.length === 0) return [];
  const keys = parties.map(({ party_key }) => party_key);
  const found = await db
    .selectFrom('party_certificate')
    .select(judgedCertificate)
    .where('party_key', '=', sql<string>`ANY(${keys})`)
    .where('status', '<>', 'superseded')
    .orderBy('party_key')
    .orderBy('type')
    .orderBy('number')
    .orderBy('version')
    .execute();
  const byParty = Map.groupBy(found, ({ party_key }) => party_key);
  return parties.map((party) => ({ party, certificates: byParty.get(party.party_key) ?? [] }));
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

/** How those who act for the party now can be reached: what somebody left who is not named any more is not used. */
export async function readContacts(db: Db, partyKey: string): Promise<ContactRow[]> {
  const found = await sql<ContactRow>`
    SELECT c.* FROM party_contact AS c WHERE c.party_key = ${partyKey} AND EXISTS (
      SELECT 1 FROM party_agent AS a WHERE a.party_key = c.party_key AND a.person_key = c.person_key AND a.valid_to IS NULL)
    ORDER BY c.channel, c.person_key`.execute(db);
  return found.rows;
}

/**
 * The newest confirmed phone in a person's own record, if the person may still be reached there. A phone that an enterprise gave for its handler
 * does not say who a person is, and is not looked at.
 */
export async function findOwnPhone(
  db: Db,
  seals: Seals,
  personKey: string,
): Promise<{ readonly phone: string; readonly source: string; readonly verifiedAt: Instant } | undefined> {
  const found = await sql<ContactRow & { verified_at: Instant }>`
    SELECT c.* FROM party_contact AS c JOIN party_agent AS a USING (party_key, person_key)
    WHERE c.person_key = ${personKey} AND c.channel = 'sms' AND c.verified_at IS NOT NULL AND a.role = 'self' AND a.valid_to IS NULL
    ORDER BY c.verified_at DESC LIMIT 1`.execute(db);
  const [row] = found.rows;
  const seal = row && (await seals.find(db, [personKey])).get(personKey);
  return (
    row && seal && { phone: seal.open<{ address: string }>(row.sealed).address, source: row.source, verifiedAt: row.verified_at }
  );
}
