import type { Selectable } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { CertificateRecord, DomainEvent, OrganisationRecord, PersonRecord } from '#contracts/approval/event.ts';
import type { Pseudonyms, SubjectSeal, Tables } from '../store/index.ts';
import { marksOf } from './marks.ts';

export type PartyRow = Selectable<Tables['party']>;
export type AgentRow = Selectable<Tables['party_agent']>;
export type ContactRow = Selectable<Tables['party_contact']>;
export type CertificateRow = Selectable<Tables['party_certificate']>;

/** What is sealed in `party.sealed` of a person. */
export type SealedPerson = Pick<PersonRecord, 'name' | 'idNumber' | 'birth' | 'address'>;
/** What is sealed in `party_agent.sealed`, under the person's own key. */
export interface SealedAgent {
  readonly name: string;
  readonly idNumber: string;
}
/** What is sealed in `party_certificate.sealed`: printed fields that are about a person. */
export type SealedFields = Readonly<Record<string, string>>;

/** Fields that a certificate prints of an organisation's legal representative, or of a person who holds it. */
const personalFields = new Set(['legalRepresentative', 'holderId', 'phone', 'birth']);

export interface RowParts {
  readonly pseudonyms: Pseudonyms;
  readonly seals: ReadonlyMap<string, SubjectSeal>;
}

/** @throws when a seal is missing: the caller asks for all of them first. */
export function sealFor({ seals }: RowParts, partyKey: string): SubjectSeal {
  const seal = seals.get(partyKey);
  if (!seal) throw new Error('no seal for a party');
  return seal;
}

export function organisationRow(parts: RowParts, key: string, record: OrganisationRecord, event: DomainEvent): PartyRow {
  const { name, address, capital, established, unitType } = record;
  const facts = Object.fromEntries(
    Object.entries({ name, address, capital, established, unitType }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  return {
    party_key: key,
    kind: 'organisation',
    uscc: record.uscc,
    class: record.class,
    district: record.district,
    status: record.status,
    listed_abnormal: record.listedAbnormal ?? null,
    open_case: record.openCase ?? null,
    facts,
    marks: { ...marksOf(parts.pseudonyms, { name, address, capital, legalRepresentative: record.legalRepresentative.name }) },
    sealed: sealFor(parts, key).seal({}),
    record_version: event.recordVersion,
    source: event.source,
    source_at: event.at as Instant,
  };
}

export function personRow(parts: RowParts, key: string, record: PersonRecord, event: DomainEvent): PartyRow {
  const { name, idNumber, birth, address } = record;
  return {
    party_key: key,
    kind: 'person',
    uscc: null,
    class: 'person',
    district: record.district,
    status: record.status,
    listed_abnormal: null,
    open_case: null,
    facts: { resident: String(record.resident) },
    marks: { ...marksOf(parts.pseudonyms, { name, address }) },
    sealed: sealFor(parts, key).seal({ name, idNumber, birth, address } satisfies SealedPerson),
    record_version: event.recordVersion,
    source: event.source,
    source_at: event.at as Instant,
  };
}

/** Whose it is follows from the party; only whether it is a person's decides what is sealed. */
export type HeldCertificate = Omit<CertificateRecord, 'holder'> & { readonly holder: Pick<CertificateRecord['holder'], 'kind'> };

/** Of a person's certificate everything that is printed is personal. */
export function certificateRow(
  parts: RowParts,
  key: string,
  record: HeldCertificate,
  event: Pick<DomainEvent, 'source' | 'at'>,
): CertificateRow {
  const isPersonal = (field: string): boolean => record.holder.kind === 'person' || personalFields.has(field);
  const fields = Object.entries(record.fields);
  return {
    party_key: key,
    type: record.type,
    number: record.number,
    version: record.version,
    district: record.district,
    issuer: record.issuer,
    issued_on: record.issuedOn as CertificateRow['issued_on'],
    valid_from: record.validFrom as CertificateRow['valid_from'],
    valid_to: (record.validTo ?? null) as CertificateRow['valid_to'],
    status: record.status,
    fields: Object.fromEntries(fields.filter(([field]) => !isPersonal(field))),
    marks: { ...marksOf(parts.pseudonyms, record.fields) },
    sealed: sealFor(parts, key).seal(Object.fromEntries(fields.filter(([field]) => isPersonal(field)))),
    source: event.source,
    source_at: event.at as Instant,
    case_number: null,
  };
}

export function agentRow(parts: RowParts, partyKey: string, role: AgentRow['role'], person: SealedAgent, at: string): AgentRow {
  const personKey = parts.pseudonyms.personKey(person.idNumber);
  return {
    party_key: partyKey,
    person_key: personKey,
    role,
    sealed: sealFor(parts, personKey).seal({ name: person.name, idNumber: person.idNumber } satisfies SealedAgent),
    valid_from: at as Instant,
    valid_to: null,
  };
}

export function contactRow(
  parts: RowParts,
  partyKey: string,
  personKey: string,
  contact: NonNullable<DomainEvent['contacts']>[number],
  event: DomainEvent,
): ContactRow {
  return {
    party_key: partyKey,
    person_key: personKey,
    channel: contact.channel,
    sealed: sealFor(parts, personKey).seal({ address: contact.address }),
    address_key: parts.pseudonyms.digest(`contact-${contact.channel}`, contact.address),
    verified_at: contact.verified ? (event.at as Instant) : null,
    source: event.source,
    opt_out_at: null,
    quota: null, // how many messages a person still allows is known once the platform has told us
  };
}
