import { z } from 'zod';

/** 数据源: the systems that tell the centre what happened. National, provincial and city level. */
export const sourceSystems = ['market-regulation', 'construction', 'approval-bureau'] as const;
export const sourceSystem = z.enum(sourceSystems);
export type SourceSystem = z.infer<typeof sourceSystem>;

const text = z.string().max(200);

/** 统一社会信用代码 of an organisation, or the identity number of a person. In envelopes only; never a key of ours. */
export const eventSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), uscc: z.string().regex(/^[0-9A-Z]{18}$/) }),
  z.strictObject({ kind: z.literal('person'), idNumber: z.string().min(8).max(18) }),
]);
export type EventSubject = z.infer<typeof eventSubject>;

/** What a register says of an organisation now. */
export const organisationRecord = z.strictObject({
  uscc: z.string().regex(/^[0-9A-Z]{18}$/),
  name: text.min(1),
  class: z.string().max(40),
  district: z.string().regex(/^\d{6}$/),
  address: text,
  capital: text.optional(),
  established: z.iso.date().optional(),
  unitType: text.optional(),
  status: z.enum(['normal', 'abnormal', 'revoked', 'cancelled']),
  listedAbnormal: z.boolean().optional(),
  openCase: z.boolean().optional(),
  legalRepresentative: z.strictObject({ name: z.string().min(1).max(120), idNumber: z.string().min(8).max(18) }),
});
export type OrganisationRecord = z.infer<typeof organisationRecord>;

/** What the population registers say of a person now. */
export const personRecord = z.strictObject({
  idNumber: z.string().min(8).max(18),
  name: z.string().min(1).max(120),
  birth: z.iso.date(),
  district: z.string().regex(/^\d{6}$/),
  address: text,
  resident: z.boolean(),
  status: z.enum(['normal', 'dead']),
});
export type PersonRecord = z.infer<typeof personRecord>;

/** 证照 as the system that keeps it says. */
export const certificateRecord = z.strictObject({
  number: z.string().min(1).max(60),
  type: z.string().max(60),
  holder: eventSubject,
  district: z.string().regex(/^\d{6}$/),
  issuer: text,
  issuedOn: z.iso.date(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().optional(),
  status: z.enum(['valid', 'superseded', 'expired', 'revoked']),
  /** As printed: `name`, `legalRepresentative`, `address`, `capital`, `grade`, `scope`, … */
  fields: z.record(z.string().max(40), text),
  version: z.int().min(1),
});
export type CertificateRecord = z.infer<typeof certificateRecord>;

/**
 * 事件: a fact from a department that may cause a need. `seq` rises by one per source without gaps; `(source, seq)` names it for
 * ever. Carries the whole record as it is after the event, so that order does not decide what is true: `recordVersion` does.
 */
export const domainEvent = z.strictObject({
  source: sourceSystem,
  seq: z.int().min(1),
  type: z.enum(['registrationChanged', 'licenceRevoked', 'personStatusChanged', 'birthday', 'certificateChanged', 'snapshot']),
  at: z.iso.datetime(),
  subject: eventSubject,
  /** What differs from before; empty for a snapshot. */
  changed: z.array(z.enum(['name', 'legalRepresentative', 'address', 'capital', 'status'])).max(5),
  before: z.record(z.string().max(40), text),
  after: z.record(z.string().max(40), text),
  recordVersion: z.int().min(1),
  organisation: organisationRecord.optional(),
  person: personRecord.optional(),
  certificate: certificateRecord.optional(),
  /** Contacts that the system took down with the matter, with how far it verified them. */
  contacts: z
    .array(
      z.strictObject({
        channel: z.enum(['sms', 'wechat', 'alipay', 'app']),
        address: z.string().min(1).max(120),
        verified: z.boolean(),
        of: z.enum(['legal-representative', 'handler']),
      }),
    )
    .max(8)
    .optional(),
  handlers: z
    .array(z.strictObject({ name: z.string().max(120), idNumber: z.string().min(8).max(18) }))
    .max(4)
    .optional(),
});
export type DomainEvent = z.infer<typeof domainEvent>;

/**
 * 数据共享 envelope around one event, as X-Road keeps provenance: who says it, to whom, when, and the signature over all of it
 * (Ed25519, base64url, over `estation-event-v1\n<source>\n<seq>\n<consumer>\n<sentAt>\n<sha256 hex of event>`). `event` is the
 * event's canonical JSON text, hashed as it travels.
 */
export const eventEnvelope = z.strictObject({
  source: sourceSystem,
  seq: z.int().min(1),
  consumer: z.string().max(60),
  sentAt: z.iso.datetime(),
  event: z.string().max(64 * 1024),
  keyId: z.string().max(60),
  sig: z.string().max(120),
});
export type EventEnvelope = z.infer<typeof eventEnvelope>;
