import type {
  CertificateRecord,
  DomainEvent,
  EventSubject,
  OrganisationRecord,
  PersonRecord,
} from '#contracts/approval/event.ts';

export type Contacts = NonNullable<DomainEvent['contacts']>;
export type Handlers = NonNullable<DomainEvent['handlers']>;

/** What stays to be said of an event: number and source are given when it is appended. */
export type EventDraft = Omit<DomainEvent, 'source' | 'seq'>;

interface Kept {
  readonly recordVersion: number;
  /** ISO instant since when it is so. */
  readonly at: string;
}

export interface OrganisationEntry extends Kept {
  readonly organisation: OrganisationRecord;
  readonly contacts: Contacts;
  readonly handlers: Handlers;
}

export interface PersonEntry extends Kept {
  readonly person: PersonRecord;
  readonly contacts: Contacts;
}

export interface CertificateEntry extends Kept {
  readonly certificate: CertificateRecord;
}

export type Entry = OrganisationEntry | PersonEntry | CertificateEntry;

/** 登记簿: what one source system keeps, as it is now. */
export interface Register {
  readonly organisations: Map<string, OrganisationEntry>;
  readonly persons: Map<string, PersonEntry>;
  readonly certificates: Map<string, CertificateEntry>;
}

export function openRegister(entries: readonly Entry[]): Register {
  const register: Register = { organisations: new Map(), persons: new Map(), certificates: new Map() };
  for (const entry of entries) keep(register, entry);
  return register;
}

/** Takes over what an event says, unless something newer is known: the register is what its events made of it. */
export function applyEvent(register: Register, event: EventDraft): void {
  const { organisation, person, certificate, contacts = [], handlers = [], recordVersion, at } = event;
  const kept = { recordVersion, at };
  if (organisation) keep(register, { ...kept, organisation, contacts, handlers });
  if (person) keep(register, { ...kept, person, contacts });
  if (certificate) keep(register, { ...kept, certificate });
}

/** The whole entry as an event: a source's log begins with one of these for each. */
export function snapshotOf(entry: Entry): EventDraft {
  const { recordVersion, at } = entry;
  const plain = { type: 'snapshot' as const, at, changed: [], before: {}, after: {}, recordVersion };
  if ('organisation' in entry) {
    const { organisation, contacts, handlers } = entry;
    return { ...plain, subject: subjectOf(entry), organisation, contacts: [...contacts], handlers: [...handlers] };
  }
  if ('person' in entry) return { ...plain, subject: subjectOf(entry), person: entry.person, contacts: [...entry.contacts] };
  return { ...plain, subject: subjectOf(entry), certificate: entry.certificate };
}

export function subjectOf(entry: Entry): EventSubject {
  if ('organisation' in entry) return { kind: 'organisation', uscc: entry.organisation.uscc };
  return 'person' in entry ? { kind: 'person', idNumber: entry.person.idNumber } : entry.certificate.holder;
}

/** Two types may number alike. */
export function certificateKey(type: string, number: string): string {
  return `${type} ${number}`;
}

export function isHeldBy(subject: EventSubject): (entry: CertificateEntry) => boolean {
  const idOf = (one: EventSubject): string => (one.kind === 'organisation' ? one.uscc : one.idNumber);
  return ({ certificate: { holder } }) => holder.kind === subject.kind && idOf(holder) === idOf(subject);
}

function keep(register: Register, entry: Entry): void {
  if ('organisation' in entry) putNewer(register.organisations, entry.organisation.uscc, entry);
  else if ('person' in entry) putNewer(register.persons, entry.person.idNumber, entry);
  else putNewer(register.certificates, certificateKey(entry.certificate.type, entry.certificate.number), entry);
}

function putNewer<T extends Kept>(map: Map<string, T>, key: string, entry: T): void {
  if ((map.get(key)?.recordVersion ?? 0) < entry.recordVersion) map.set(key, entry);
}
