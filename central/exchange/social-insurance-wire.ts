import { z } from 'zod';
import { contributionStatement } from '#contracts/domain/contributions.ts';
import { localizedText } from '#contracts/domain/localized.ts';

/** The interface of the social-insurance department, as agreed with it; the stand-in speaks the same. All calls are POST. */
export const paths = { records: '/records/query', submit: '/registrations', status: '/registrations/status' } as const;

const person = z.strictObject({ name: z.string().max(120), idNumber: z.string().min(8).max(18) });

export const recordsRequest = z.strictObject({ person, purpose: z.string().max(80) });
/** 200; names the person that it is about, so that a mix-up at the other side is seen here. 404: no record. */
export const recordsReply = z.strictObject({ idNumber: z.string(), statement: contributionStatement });

export const submitRequest = z.strictObject({
  key: z.uuid(),
  caseNumber: z.string(),
  itemId: z.string(),
  itemVersion: z.int(),
  person,
  values: z.record(z.string(), z.string()),
});
/** 200, also for a key that is known with the same content; 409: known with other content. */
export const submitReply = z.strictObject({ key: z.uuid(), state: z.literal('received') });

export const statusRequest = z.strictObject({ key: z.uuid() });
/** 200. 404: this key was never handed over. */
export const statusReply = z.discriminatedUnion('state', [
  z.strictObject({ key: z.uuid(), state: z.literal('received') }),
  z.strictObject({ key: z.uuid(), state: z.enum(['done', 'rejected']), text: localizedText }),
]);
