import { z } from 'zod';
import { certificateRecord, eventSubject, organisationRecord, personRecord, sourceSystem } from '#contracts/approval/event.ts';
import { localizedText } from '#contracts/domain/localized.ts';

/**
 * The interface of a source system (数据源), our own agreement; the stand-in speaks the same. All calls are POST and signed
 * (`signed-message.ts`), answers too. `pushes` travel the other way, with the same signature, the source's name as client.
 */
export const paths = {
  page: '/events/page',
  record: '/records/current',
  order: '/certificates/orders',
  result: '/certificates/orders/result',
} as const;

/** At most so many events a page, and so much text: the source ends a page earlier, though never before its first event. */
export const pageLimits = { events: 100, textBytes: 256 * 1024 } as const;

/** `after` = last number that the consumer has; 0 at the beginning. */
export const pageRequest = z.strictObject({ after: z.int().min(0), limit: z.int().min(1).max(pageLimits.events) });
/** 200. `after` as asked; `last` = number of the newest event that the source has. Envelopes are read one by one. */
export const pageReply = z.strictObject({
  source: sourceSystem,
  after: z.int().min(0),
  last: z.int().min(0),
  events: z.array(z.unknown()).max(pageLimits.events),
});

/** Body of a push: some envelopes in the order of their numbers, as soon as they are there. */
export const pushBody = z.strictObject({ source: sourceSystem, events: z.array(z.unknown()).min(1).max(pageLimits.events) });

/** Whose record is asked for: that of an organisation, a person, or one certificate. */
export const recordAsked = z.discriminatedUnion('kind', [
  ...eventSubject.options,
  z.strictObject({ kind: z.literal('certificate'), type: z.string().max(60), number: z.string().min(1).max(60) }),
]);
export const recordRequest = z.strictObject({ asked: recordAsked, purpose: z.string().min(1).max(80) });
/** 200; `asked` as in the request, `at` = when it became so. Certificates = those that this system keeps. 404: knows nothing of it. */
export const recordReply = z.strictObject({
  asked: recordAsked,
  recordVersion: z.int().min(1),
  at: z.iso.datetime(),
  organisation: organisationRecord.optional(),
  person: personRecord.optional(),
  certificates: z.array(certificateRecord).max(40),
});

/**
 * An order to issue (制证). `certificate` = the version that it is to follow, absent for a first one (`grant`). `values` = what the
 * certificate shall say from now on, by the names of its printed fields.
 */
export const issueOrder = z.strictObject({
  key: z.uuid(),
  item: z.strictObject({ id: z.string().max(80), version: z.int().min(1), type: z.enum(['change', 'renewal', 'grant']) }),
  holder: eventSubject,
  certificateType: z.string().max(60),
  certificate: z.strictObject({ number: z.string().min(1).max(60), version: z.int().min(1) }).optional(),
  values: z.record(z.string().max(40), z.string().max(200)),
});
/** 200, also for a key that is known with the same content; 409: known with other content; 404: no such certificate here. */
export const orderReply = z.strictObject({ key: z.uuid(), state: z.literal('accepted') });

export const resultRequest = z.strictObject({ key: z.uuid() });
/** 200. 404: this key was never ordered. */
export const resultReply = z.discriminatedUnion('state', [
  z.strictObject({ key: z.uuid(), state: z.literal('pending') }),
  z.strictObject({ key: z.uuid(), state: z.literal('issued'), certificate: certificateRecord }),
  z.strictObject({ key: z.uuid(), state: z.literal('refused'), text: localizedText }),
]);
