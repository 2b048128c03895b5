import type { CertificateRecord, OrganisationRecord, PersonRecord } from '#contracts/approval/event.ts';
import type { CertificateEntry, Contacts, EventDraft, Handlers, OrganisationEntry, PersonEntry } from './register.ts';
import { snapshotOf, subjectOf } from './register.ts';

/** What happens to entries of a register, as the event that tells of it. Pure; the caller gives the time, ISO. */
type Changed = EventDraft['changed'];
type Words = Readonly<Record<string, string>>;

export interface OrganisationChange extends Partial<Omit<OrganisationRecord, 'uscc' | 'class' | 'district'>> {
  /** As left with this very matter; absent = as before, though not a former representative's. */
  readonly contacts?: Contacts;
  readonly handlers?: Handlers;
}

/** 变更登记: `registrationChanged`, or `licenceRevoked` when the licence is gone. */
export function organisationChanged(entry: OrganisationEntry, change: OrganisationChange, at: string): EventDraft {
  const { contacts, handlers, ...facts } = change;
  const organisation: OrganisationRecord = { ...entry.organisation, ...facts };
  const isNewPerson = organisation.legalRepresentative.idNumber !== entry.organisation.legalRepresentative.idNumber;
  const stillTheirs = entry.contacts.filter(({ of }) => !isNewPerson || of === 'handler');
  return {
    type: organisation.status === 'revoked' && entry.organisation.status !== 'revoked' ? 'licenceRevoked' : 'registrationChanged',
    at,
    subject: subjectOf(entry),
    ...difference(wordsOf(entry.organisation), wordsOf(organisation)),
    recordVersion: entry.recordVersion + 1,
    organisation,
    contacts: [...(contacts ?? stillTheirs)],
    handlers: [...(handlers ?? entry.handlers)],
  };
}

export type PersonChange = Partial<Pick<PersonRecord, 'status' | 'address' | 'resident'>>;

/** `personStatusChanged`; a new address is one, too. */
export function personChanged(entry: PersonEntry, change: PersonChange, at: string): EventDraft {
  const person: PersonRecord = { ...entry.person, ...change };
  const words = ({ status, address }: PersonRecord): Words => ({ status, address });
  const recordVersion = entry.recordVersion + 1;
  return {
    ...snapshotOf({ ...entry, person, recordVersion, at }),
    type: 'personStatusChanged',
    ...difference(words(entry.person), words(person)),
  };
}

/** 生日: nothing changes but the age. */
export function birthday(entry: PersonEntry, at: string): EventDraft {
  return { ...snapshotOf({ ...entry, recordVersion: entry.recordVersion + 1, at }), type: 'birthday' };
}

/** New contacts for an organisation or a person, taken down with some other matter. */
export function contactsMoved(entry: OrganisationEntry | PersonEntry, contacts: Contacts, at: string): EventDraft {
  return snapshotOf({ ...entry, contacts, recordVersion: entry.recordVersion + 1, at });
}

/** A certificate as it is from now on: at the counter, by an order, or because its day has come. */
export function certificateChanged(entry: CertificateEntry, certificate: CertificateRecord, at: string): EventDraft {
  const words = ({ fields, status }: CertificateRecord): Words => ({ ...fields, status });
  return {
    ...snapshotOf({ certificate, recordVersion: entry.recordVersion + 1, at }),
    type: 'certificateChanged',
    ...difference(words(entry.certificate), words(certificate)),
  };
}

function wordsOf({ name, address, capital = '', status, legalRepresentative }: OrganisationRecord): Words {
  return { name, legalRepresentative: legalRepresentative.name, address, capital, status };
}

function difference(old: Words, now: Words): { changed: Changed; before: Record<string, string>; after: Record<string, string> } {
  const kinds = ['name', 'legalRepresentative', 'address', 'capital', 'status'] as const;
  const changed = kinds.filter((kind) => (old[kind] ?? '') !== (now[kind] ?? ''));
  const pick = (words: Words): Record<string, string> => Object.fromEntries(changed.map((kind) => [kind, words[kind] ?? '']));
  return { changed, before: pick(old), after: pick(now) };
}
