import { sql } from 'kysely';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Pseudonyms, Seals, Tx } from '../store/index.ts';
import type { AgentRow, CertificateRow, ContactRow, HeldCertificate, PartyRow, RowParts, SealedAgent } from './records.ts';
import { agentRow, certificateRow, contactRow, organisationRow, personRow } from './records.ts';
import { upsertCertificates, upsertContacts, upsertParties, replaceAgents } from './writes.ts';

export interface IntakeParts {
  readonly pseudonyms: Pseudonyms;
  readonly seals: Seals;
}

/** Whose matter an event is: keyed hash of the USCC or the identity number. */
export function partyKeyOf(pseudonyms: Pseudonyms, { subject }: DomainEvent): string {
  return subject.kind === 'organisation' ? pseudonyms.organisationKey(subject.uscc) : pseudonyms.personKey(subject.idNumber);
}

/**
 * Takes what events say into the registers of parties, agents, contacts and certificates, a few statements for all of them. An older
 * record never replaces a newer one, in whatever order they arrive.
 * @returns the parties whose record or certificates are now different from before.
 */
export async function takeEvents(tx: Tx, parts: IntakeParts, events: readonly DomainEvent[]): Promise<ReadonlySet<string>> {
  const newest = newestOfEach(parts.pseudonyms, events);
  const people = events.flatMap((event) => peopleOf(event)).map(({ idNumber }) => parts.pseudonyms.personKey(idNumber));
  const seals = await parts.seals.ensure(tx, [...newest.keys(), ...people]);
  const rows = rowsOf({ pseudonyms: parts.pseudonyms, seals }, newest);
  const changedParties = await upsertParties(tx, rows.parties);
  const changedCertificates = await upsertCertificates(tx, rows.certificates);
  const fresh = new Set(changedParties);
  await replaceAgents(
    tx,
    rows.agents.filter(({ party_key }) => fresh.has(party_key)),
  );
  await upsertContacts(
    tx,
    rows.contacts.filter(({ party_key }) => fresh.has(party_key)),
  );
  await keepOthersNumbersApart(tx, rows.contacts);
  return new Set([...changedParties, ...changedCertificates]);
}

/** Of several events about one party the one with the highest record version counts for each kind of record. */
function newestOfEach(pseudonyms: Pseudonyms, events: readonly DomainEvent[]): Map<string, DomainEvent[]> {
  const byParty = Map.groupBy(events, (event) => partyKeyOf(pseudonyms, event));
  for (const list of byParty.values()) list.sort((a, b) => a.recordVersion - b.recordVersion);
  return byParty;
}

interface Rows {
  readonly parties: PartyRow[];
  readonly agents: AgentRow[];
  readonly contacts: ContactRow[];
  readonly certificates: CertificateRow[];
}

function rowsOf(parts: RowParts, newest: ReadonlyMap<string, readonly DomainEvent[]>): Rows {
  const rows: Rows = { parties: [], agents: [], contacts: [], certificates: [] };
  for (const [key, list] of newest) {
    const record = list.findLast(({ organisation, person }) => organisation ?? person);
    if (record?.organisation) {
      rows.parties.push(organisationRow(parts, key, record.organisation, record));
      addPeople(parts, rows, key, record, record.organisation.legalRepresentative);
    } else if (record?.person) {
      rows.parties.push(personRow(parts, key, record.person, record));
      const { name, idNumber } = record.person;
      rows.agents.push(agentRow(parts, key, 'self', { name, idNumber }, record.at));
      for (const contact of record.contacts ?? []) rows.contacts.push(contactRow(parts, key, key, contact, record));
    }
    const certificates = new Map(
      list.flatMap((event) => {
        const certificate = event.certificate;
        return certificate
          ? [
              [
                `${certificate.type} ${certificate.number} ${certificate.version}`,
                certificateRow(parts, key, certificate, event),
              ] as const,
            ]
          : [];
      }),
    );
    rows.certificates.push(...certificates.values());
  }
  return rows;
}

function addPeople(parts: RowParts, rows: Rows, key: string, event: DomainEvent, legal: SealedAgent): void {
  const representative = agentRow(parts, key, 'legal-representative', legal, event.at);
  const handlers = (event.handlers ?? []).map((handler) => agentRow(parts, key, 'handler', handler, event.at));
  rows.agents.push(representative, ...handlers);
  for (const contact of event.contacts ?? []) {
    const person = contact.of === 'legal-representative' ? representative : handlers[0];
    if (person) rows.contacts.push(contactRow(parts, key, person.person_key, contact, event));
  }
}

function peopleOf(event: DomainEvent): SealedAgent[] {
  return [
    ...(event.organisation ? [event.organisation.legalRepresentative] : []),
    ...(event.person ? [event.person] : []),
    ...(event.handlers ?? []),
  ];
}

/**
 * A number that another person has confirmed later belongs to that person now: whoever had it before is not sent anything there any
 * more, whichever of the two we heard of first.
 */
async function keepOthersNumbersApart(tx: Tx, contacts: readonly ContactRow[]): Promise<void> {
  const addresses = [
    ...new Set(contacts.filter(({ verified_at }) => verified_at !== null).map(({ address_key }) => address_key)),
  ];
  if (addresses.length === 0) return;
  await sql`
    UPDATE party_contact AS old SET verified_at = NULL
    WHERE old.address_key = ANY(${addresses}) AND EXISTS (
      SELECT 1 FROM party_contact AS newer
      WHERE newer.address_key = old.address_key AND newer.person_key <> old.person_key AND newer.verified_at > old.verified_at)`.execute(
    tx,
  );
}

/** A new version of a certificate that our own case has brought about; the source's event about it says the same later. */
export async function takeCertificate(
  tx: Tx,
  parts: IntakeParts,
  partyKey: string,
  certificate: HeldCertificate,
  provenance: Pick<DomainEvent, 'source' | 'at'> & { readonly caseNumber: string },
): Promise<void> {
  const seals = await parts.seals.ensure(tx, [partyKey]);
  const row = certificateRow({ pseudonyms: parts.pseudonyms, seals }, partyKey, certificate, provenance);
  await upsertCertificates(tx, [{ ...row, case_number: provenance.caseNumber }]);
}
