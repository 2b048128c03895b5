import { z } from 'zod';
import type { Brand } from '../basics/ids.ts';
import { isUuidV7 } from '../basics/ids.ts';
import { localizedText } from '../domain/localized.ts';
import { approvalItemId, districtCode } from './item.ts';

/** 无感提案. UUIDv7. */
export type ProposalId = Brand<string, 'ProposalId'>;
export const proposalId = z
  .string()
  .refine(isUuidV7, 'not a UUIDv7')
  .transform((id) => id as ProposalId);

/** The states that a proposal passes through; the last five end it. `held` waits for a missing fact or a person. */
export const proposalStates = [
  'judged',
  'queued',
  'sent',
  'opened',
  'unreachable',
  'held',
  'confirmed',
  'declined',
  'expired',
  'superseded',
  'withdrawn',
] as const;
export const proposalState = z.enum(proposalStates);
export type ProposalState = z.infer<typeof proposalState>;

export const declineReason = z.enum(['notMe', 'notNow', 'notNeeded', 'wrongFacts']);
export type DeclineReason = z.infer<typeof declineReason>;

/** Where a value comes from: system, version of its record, when it was true. Shown to the person. */
export const provenance = z.strictObject({ system: z.string().max(60), at: z.iso.datetime(), version: z.string().max(40) });

/** A courier's address; `district` is one of the ten. */
export const courierAddress = z.strictObject({
  name: z.string().min(1).max(60),
  phone: z.string().regex(/^1[3-9]\d{9}$/),
  district: districtCode,
  street: z.string().min(2).max(100),
});
export type CourierAddress = z.infer<typeof courierAddress>;

/** How old and new certificate change hands; `courier` = 双向速递, `site` = dropped and collected at a terminal's site. */
export const handoverChoice = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('courier'), address: courierAddress }),
  z.strictObject({ way: z.literal('site'), site: z.string().min(1).max(60) }),
  z.strictObject({ way: z.literal('none') }),
]);
export type HandoverChoice = z.infer<typeof handoverChoice>;

/**
 * A proposal as the person reads it: what will happen, why, from old to new, until when, at what cost, by which courier. Everything
 * that is needed to confirm it while the line is down.
 */
export const proposalOffer = z.strictObject({
  id: proposalId,
  itemId: approvalItemId,
  itemVersion: z.int().min(1),
  title: localizedText,
  /** What will happen, one sentence. */
  what: localizedText,
  /** Why: the rule's reason in words, with the fact behind it. */
  why: localizedText,
  party: z.strictObject({ name: z.string().max(200), kind: z.enum(['organisation', 'person']) }),
  /** In what capacity the person acts. */
  role: z.enum(['self', 'legal-representative', 'handler']),
  certificate: z.strictObject({ number: z.string().max(60), title: localizedText, version: z.int().min(0) }).optional(),
  /** Old → new, one row a field. */
  changes: z.array(z.strictObject({ label: localizedText, before: z.string().max(200), after: z.string().max(200) })).max(8),
  /** What is filled in already, with its source. */
  known: z
    .array(
      z.strictObject({
        pointer: z.string(),
        label: localizedText,
        value: z.string().max(200),
        source: provenance,
        masked: z.boolean(),
      }),
    )
    .max(40),
  /** Materials that need not be handed in, and where they come from instead. */
  waived: z.array(z.strictObject({ title: localizedText, source: localizedText })).max(12),
  facts: z.array(provenance).max(8),
  dueOn: z.iso.date(),
  promisedDays: z.int().min(1),
  costFen: z.literal(0),
  handover: z.enum(['collectFirst', 'collectOnDelivery', 'electronicOnly']),
  address: courierAddress.optional(),
  /** Ways of verification that are good enough. */
  assurance: z.array(z.enum(['face', 'staff', 'sms'])).min(1),
  /** A standing consent to face verification for reminders, given before: the visit need not ask again. */
  faceConsentAt: z.iso.datetime().optional(),
  offeredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type ProposalOffer = z.infer<typeof proposalOffer>;

/**
 * How a proposal travels on the feed `proposals` to every terminal of its district: sealed, so that only who holds the person's
 * identity number can find and read it. `tag` and key come from scrypt(id number, salt `estation-proposals-v1`, N 2^14, r 8, p 1, 64
 * bytes): first 32 = tag, last 32 = AES-256-GCM key. `box` = nonce(12) + ciphertext + tag(16), base64url; associated data = `id`.
 */
export const sealedProposal = z.strictObject({
  id: proposalId,
  district: districtCode,
  tag: z.string().regex(/^[0-9a-f]{64}$/),
  box: z.string().max(96 * 1024),
  expiresAt: z.iso.datetime(),
});
export type SealedProposal = z.infer<typeof sealedProposal>;
