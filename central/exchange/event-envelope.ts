import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Json } from '#contracts/basics/canonical-json.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { DomainEvent, EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import { domainEvent, eventEnvelope } from '#contracts/approval/event.ts';
import type { SigningKey } from '../store/index.ts';
import { isSignedBy, signText } from './signed-message.ts';

/** Whom a source's envelopes must be from and for. */
export interface SourceTrust {
  readonly source: SourceSystem;
  /** Our name at the sources, `centreName`. */
  readonly consumer: string;
  /** The source's public keys by key id: two of them while it changes its key. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Why an envelope is not believed: envelope = not one at all · key = none of the source's keys · signature · source = a sister system's ·
 * consumer = made for somebody else · conflict = another event of the same number · rewound = the source has forgotten what it told us.
 */
export interface SourceAlarm {
  readonly reason: 'envelope' | 'key' | 'signature' | 'source' | 'consumer' | 'conflict' | 'rewound';
  /** As it claims; absent where not even that can be read. */
  readonly seq?: number;
}

/**
 * Why an event cannot be used, though its envelope is genuine: json = no JSON · schema = not of the contract · canonical = not the one
 * text of its value · name = another (source, seq) than its envelope's · subject = carries the record of somebody else · record = lacks the
 * record that its type is about.
 */
export type AsideReason = 'json' | 'schema' | 'canonical' | 'name' | 'subject' | 'record';

/** What the envelope's signature covers (`contracts/approval/event.ts`). */
export function envelopeText(fields: Omit<EventEnvelope, 'keyId' | 'sig'>): string {
  const { source, seq, consumer, sentAt, event } = fields;
  return ['estation-event-v1', source, String(seq), consumer, sentAt, eventHash({ event })].join('\n');
}

/** SHA-256 of the event as it travels, 64 hex digits: the same (source, seq) with another hash is a conflict. */
export function eventHash({ event }: Pick<EventEnvelope, 'event'>): string {
  return createHash('sha256').update(event, 'utf8').digest('hex');
}

/** Signs an event for one consumer; for stand-ins and tests, and for systems that publish with our code. */
export function sealEnvelope(fields: Omit<EventEnvelope, 'keyId' | 'sig'>, key: SigningKey): EventEnvelope {
  return { ...fields, keyId: key.keyId, sig: signText(envelopeText(fields), key.privateKey) };
}

/** Nothing of an envelope is used before its signature has been verified. */
export function readEnvelope(value: unknown, trust: SourceTrust): Result<EventEnvelope, SourceAlarm> {
  const parsed = eventEnvelope.safeParse(value);
  if (!parsed.success) return err({ reason: 'envelope' });
  const envelope = parsed.data;
  const alarm = (reason: SourceAlarm['reason']) => err({ reason, seq: envelope.seq });
  const key = trust.keys.get(envelope.keyId);
  if (!key) return alarm('key');
  if (!isSignedBy(envelopeText(envelope), envelope.sig, key)) return alarm('signature');
  if (envelope.source !== trust.source) return alarm('source');
  return envelope.consumer === trust.consumer ? ok(envelope) : alarm('consumer');
}

/** @param envelope a genuine one (`readEnvelope`). */
export function readEvent(envelope: EventEnvelope): Result<DomainEvent, AsideReason> {
  let value: unknown;
  try {
    value = JSON.parse(envelope.event);
  } catch {
    return err('json');
  }
  const parsed = domainEvent.safeParse(value);
  if (!parsed.success) return err('schema');
  // After the schema, which bounds the nesting: the canonical text is made by recursion.
  if (canonicalJson(value as Json) !== envelope.event) return err('canonical');
  const event = parsed.data;
  if (event.source !== envelope.source || event.seq !== envelope.seq) return err('name');
  if (!isAboutItsSubject(event)) return err('subject');
  return hasItsRecord(event) ? ok(event) : err('record');
}

function isAboutItsSubject({ subject, organisation, person, certificate }: DomainEvent): boolean {
  const isSubject = (other: DomainEvent['subject']): boolean =>
    other.kind === 'organisation'
      ? subject.kind === 'organisation' && subject.uscc === other.uscc
      : subject.kind === 'person' && subject.idNumber === other.idNumber;
  return (
    (!organisation || isSubject({ kind: 'organisation', uscc: organisation.uscc })) &&
    (!person || isSubject({ kind: 'person', idNumber: person.idNumber })) &&
    (!certificate || isSubject(certificate.holder))
  );
}

function hasItsRecord({ type, organisation, person, certificate }: DomainEvent): boolean {
  switch (type) {
    case 'registrationChanged':
    case 'licenceRevoked':
      return organisation !== undefined;
    case 'personStatusChanged':
    case 'birthday':
      return person !== undefined;
    case 'certificateChanged':
      return certificate !== undefined;
    case 'snapshot':
      return (organisation ?? person ?? certificate) !== undefined;
  }
}
