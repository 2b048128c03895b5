import { sql } from 'kysely';
import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import { ok } from '#contracts/basics/result.ts';
import type { PartyView } from '#contracts/console/parties.ts';
import { reaches } from '#contracts/console/roles.ts';
import type { AgentRow, CertificateRow, ContactRow, PartyRow, SealedAgent, SealedPerson } from '../../parties/index.ts';
import { readAgents, readContacts } from '../../parties/index.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { refuse } from '../parts.ts';
import type { CaseRow } from './cases.ts';
import { caseLines } from './cases.ts';
import type { ItemBook } from './lines.ts';
import { readPartyLines } from './lines.ts';
import { inDistricts } from './overview.ts';

/** Facts of a register that are about nobody in person. */
const shownFacts = ['name', 'address', 'capital', 'established', 'unitType', 'resident'];
const newestCases = 20;

export function partyHandlers(parts: HandlerParts, book: ItemBook): HandlersOf<'parties'> {
  const { db, approval, vocabulary } = parts;
  const { seals, pseudonyms } = approval;

  async function findFor(key: string, districts: readonly string[]): Promise<PartyRow | undefined> {
    const row = await db.selectFrom('party').selectAll().where('party_key', '=', key).executeTakeFirst();
    if (!row) return undefined;
    if (reaches(districts, row.district)) return row;
    // Who decides about one of its cases or certificates may look at the party, wherever it is registered.
    const own = await sql`
      SELECT 1 FROM approval_case WHERE party_key = ${key} AND district = ANY(${[...districts]})
      UNION ALL SELECT 1 FROM party_certificate WHERE party_key = ${key} AND district = ANY(${[...districts]}) LIMIT 1`.execute(
      db,
    );
    return own.rows.length > 0 ? row : undefined;
  }

  async function openPeople(agents: readonly AgentRow[], contacts: readonly ContactRow[]) {
    const keys = [...agents.map(({ person_key }) => person_key), ...contacts.map(({ person_key }) => person_key)];
    const opened = await seals.find(db, [...new Set(keys)]);
    return {
      agents: agents.flatMap((agent) => {
        const person = opened.get(agent.person_key)?.open<SealedAgent>(agent.sealed);
        return person ? [{ role: agent.role, name: person.name, idNumber: person.idNumber, since: agent.valid_from }] : [];
      }),
      contacts: contacts.flatMap((contact) => {
        const known = opened.get(contact.person_key)?.open<{ address: string }>(contact.sealed);
        return known ? [{ ...contact, address: known.address }] : [];
      }),
    };
  }

  return {
    'parties.search': async ({ staff, query }) => {
      const asked = query.q.toUpperCase();
      const byCase = await sql<{ party_key: string }>`
        SELECT party_key FROM approval_case WHERE case_number = ${asked.replaceAll(' ', '')}
          AND ${inDistricts(sql.ref('district'), staff.districts)} LIMIT 1`.execute(db);
      const keys = [
        ...byCase.rows.map(({ party_key }) => party_key),
        ...(/^[0-9A-Z]{18}$/.test(asked) ? [pseudonyms.organisationKey(asked), pseudonyms.personKey(asked)] : []),
      ];
      const byName = await sql<PartyRow>`
        SELECT * FROM party WHERE (party_key = ANY(${keys}) OR (kind = 'organisation' AND facts ->> 'name' LIKE ${`${likeText(query.q)}%`}))
        ORDER BY party_key LIMIT 20`.execute(db);
      const rows: PartyRow[] = [];
      for (const row of byName.rows) if (await findFor(row.party_key, staff.districts)) rows.push(row);
      const line = await readPartyLines(
        db,
        seals,
        rows.map(({ party_key }) => party_key),
      );
      return ok({
        parties: rows.map(({ party_key, district, uscc }) => ({ ...line(party_key), district, ...(uscc !== null && { uscc }) })),
      });
    },

    'parties.read': async ({ staff, params, about }) => {
      const row = await findFor(params.key, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      const line = (await readPartyLines(db, seals, [row.party_key]))(row.party_key);
      const people = await openPeople(await readAgents(db, [row.party_key]), await readContacts(db, row.party_key));
      const certificates = await db
        .selectFrom('party_certificate')
        .selectAll()
        .where('party_key', '=', row.party_key)
        .orderBy('type')
        .orderBy('number')
        .orderBy('version', 'desc')
        .execute();
      const cases = await sql<CaseRow>`
        SELECT * FROM approval_case WHERE party_key = ${row.party_key} AND ${inDistricts(sql.ref('district'), staff.districts)}
        ORDER BY opened_at DESC LIMIT ${newestCases}`.execute(db);
      return ok({
        ...line,
        district: row.district,
        partyClass: row.class,
        status: row.status,
        facts: shownFacts.flatMap((name) => (row.facts[name] === undefined ? [] : [{ name, value: row.facts[name] ?? '' }])),
        source: row.source,
        sourceAt: row.source_at,
        recordVersion: row.record_version,
        agents: people.agents.map(({ role, name, idNumber, since }) => ({
          role,
          since,
          name: maskName(name),
          idNumber: maskIdNumber(idNumber),
        })),
        contacts: people.contacts.map(({ channel, address, verified_at, opt_out_at, source }) => ({
          channel,
          source,
          address: channel === 'sms' ? maskPhone(address) : maskAccount(address),
          isVerified: verified_at !== null,
          isOptedOut: opt_out_at !== null,
        })),
        certificates: certificates.map((one) => certificateLine(one, vocabulary)),
        cases: await caseLines(parts, book, cases.rows),
        ...(row.uscc !== null && { uscc: row.uscc }),
      });
    },

    'parties.reveal': async ({ staff, params, body, about }) => {
      const row = await findFor(params.key, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key, purpose: body.purpose });
      const people = await openPeople(await readAgents(db, [row.party_key]), await readContacts(db, row.party_key));
      const person =
        row.kind === 'person'
          ? (await seals.find(db, [row.party_key])).get(row.party_key)?.open<SealedPerson>(row.sealed)
          : undefined;
      return ok({
        agents: people.agents.map(({ role, name, idNumber }) => ({ role, name, idNumber })),
        contacts: people.contacts.map(({ channel, address }) => ({ channel, address })),
        ...(person && { person: { name: person.name, idNumber: person.idNumber, address: person.address } }),
      });
    },
  };
}

function certificateLine(one: CertificateRow, vocabulary: HandlerParts['vocabulary']): PartyView['certificates'][number] {
  return {
    type: vocabulary.certificateTypes.get(one.type)?.title ?? { 'zh-CN': one.type, en: one.type },
    number: one.number,
    version: one.version,
    district: one.district,
    issuer: one.issuer,
    validFrom: one.valid_from,
    status: one.status,
    source: one.source,
    sourceAt: one.source_at,
    ...(one.valid_to !== null && { validTo: one.valid_to }),
    ...(one.case_number !== null && { caseNumber: one.case_number }),
  };
}

/** An account at a provider: enough to tell two of them apart. */
function maskAccount(address: string): string {
  return `${address.slice(0, 3)}****${address.slice(-4)}`;
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
