import { sql } from 'kysely';
import type { DomainEvent } from '#contracts/approval/event.ts';
import { domainEvent } from '#contracts/approval/event.ts';
import type { CertificateRow, PartyRecord, PartyRow, SealedPerson } from '../../parties/index.ts';
import { marksOf } from '../../parties/index.ts';
import type { Db, Pseudonyms, Seals, SubjectSeal } from '../../store/index.ts';

/** The next parties of some classes, in the order of their keys. */
export async function readPartiesOfClasses(
  db: Db,
  classes: readonly string[],
  after: string,
  size: number,
): Promise<PartyRecord[]> {
  const parties = await sql<PartyRow>`
    SELECT * FROM party WHERE class = ANY(${[...classes]}) AND party_key > ${after} ORDER BY party_key LIMIT ${size}`.execute(db);
  const certificates = await certificatesOf(
    db,
    parties.rows.map(({ party_key }) => party_key),
  );
  return parties.rows.map((party) => ({
    party,
    certificates: (certificates.get(party.party_key) ?? []).filter(({ status }) => status !== 'superseded'),
  }));
}

async function certificatesOf(db: Db, keys: readonly string[]): Promise<Map<string, CertificateRow[]>> {
  if (keys.length === 0) return new Map();
  const found = await sql<CertificateRow>`SELECT * FROM party_certificate WHERE party_key = ANY(${[...keys]})`.execute(db);
  return Map.groupBy(found.rows, ({ party_key }) => party_key);
}

/** `<item>|<certificate number>` of each party's open cases. */
export async function readUnderWayOf(db: Db, keys: readonly string[]): Promise<Map<string, Set<string>>> {
  const found = await sql<{ party_key: string; base: string }>`
    SELECT party_key, item_id || '|' || certificate AS base FROM approval_case
    WHERE party_key = ANY(${[...keys]}) AND status IN ('open', 'held', 'returned')`.execute(db);
  return new Map(
    [...Map.groupBy(found.rows, ({ party_key }) => party_key)].map(([key, rows]) => [key, new Set(rows.map(({ base }) => base))]),
  );
}

/** An event with its party as it was when the event came. */
export interface PastEvent {
  readonly source: string;
  readonly seq: number;
  readonly receivedAt: string;
  readonly event: DomainEvent;
  readonly record: PartyRecord;
  readonly person?: SealedPerson;
}

interface EventRow {
  readonly source: string;
  readonly seq: number;
  readonly party_key: string;
  readonly received_at: string;
  readonly sealed: string;
}

interface Parts {
  readonly db: Db;
  readonly seals: Seals;
  readonly pseudonyms: Pseudonyms;
}

type Place = Pick<EventRow, 'source' | 'seq'>;

/**
 * The next events that came since an instant. Those of parties that were forgotten cannot be read any more and are left out.
 * @returns `read`: the last one that was looked at; undefined when there are no more.
 */
export async function readPastEvents(
  { db, seals, pseudonyms }: Parts,
  since: string,
  after: Place,
  size: number,
): Promise<{ readonly events: PastEvent[]; readonly read: Place | undefined }> {
  const { rows } = await sql<EventRow>`
    SELECT source, seq, party_key, received_at, sealed FROM domain_event
    WHERE received_at >= ${since}::timestamptz AND type NOT IN ('snapshot', 'unreadable')
      AND (source, seq) > (${after.source}, ${after.seq})
    ORDER BY source, seq LIMIT ${size}`.execute(db);
  const keys = [...new Set(rows.map(({ party_key }) => party_key))];
  const opened = await seals.find(db, keys);
  const parties = await sql<PartyRow>`SELECT * FROM party WHERE party_key = ANY(${keys})`.execute(db);
  const partyOf = new Map(parties.rows.map((party) => [party.party_key, party]));
  const certificates = await certificatesOf(db, keys);
  const events = rows.flatMap((row) => {
    const seal = opened.get(row.party_key);
    const party = partyOf.get(row.party_key);
    const past = seal && party && pastEvent(row, seal, party, certificates.get(row.party_key) ?? [], pseudonyms);
    return past ? [past] : [];
  });
  return { events, read: rows.at(-1) };
}

function pastEvent(
  row: EventRow,
  seal: SubjectSeal,
  party: PartyRow,
  certificates: readonly CertificateRow[],
  pseudonyms: Pseudonyms,
): PastEvent | undefined {
  const event = domainEvent.safeParse(openedOr(seal, row.sealed)).data;
  if (!event) return undefined;
  const person = party.kind === 'person' ? (event.person ?? openedOr<SealedPerson>(seal, party.sealed)) : undefined;
  return {
    source: row.source,
    seq: row.seq,
    receivedAt: row.received_at,
    event,
    record: { party: partyAfter(event, party, pseudonyms), certificates: certificatesAt(certificates, row.received_at) },
    ...(person && { person }),
  };
}

/** Undefined where the person was forgotten, and where the text was changed: one bad row is no reason not to test the others. */
export function openedOr<T>(seal: SubjectSeal | undefined, text: string): T | undefined {
  try {
    return seal?.open<T>(text);
  } catch {
    return undefined;
  }
}

/** The party as the event's own record says; what came later is not known yet. */
function partyAfter({ organisation, person }: DomainEvent, party: PartyRow, pseudonyms: Pseudonyms): PartyRow {
  if (organisation) {
    const { name, address, capital, legalRepresentative } = organisation;
    return {
      ...party,
      class: organisation.class,
      district: organisation.district,
      status: organisation.status,
      listed_abnormal: organisation.listedAbnormal ?? null,
      open_case: organisation.openCase ?? null,
      marks: { ...marksOf(pseudonyms, { name, address, capital, legalRepresentative: legalRepresentative.name }) },
    };
  }
  if (!person) return party;
  const { name, address, district, status, resident } = person;
  return {
    ...party,
    district,
    status,
    facts: { resident: String(resident) },
    marks: { ...marksOf(pseudonyms, { name, address }) },
  };
}

/** Of each certificate the version that was the newest then. One that a later version has superseded was still valid. */
function certificatesAt(certificates: readonly CertificateRow[], at: string): CertificateRow[] {
  const newest = new Map<string, CertificateRow>();
  for (const certificate of certificates) {
    if (certificate.source_at > at) continue;
    const key = `${certificate.type} ${certificate.number}`;
    const known = newest.get(key);
    if (!known || known.version < certificate.version) newest.set(key, certificate);
  }
  return [...newest.values()].map((one) => (one.status === 'superseded' ? { ...one, status: 'valid' as const } : one));
}
