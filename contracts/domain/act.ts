import { z } from 'zod';
import type { ActId, CaseNumber, SessionId, TerminalId } from '../basics/ids.ts';
import { isUuidV7 } from '../basics/ids.ts';
import { declineReason, handoverChoice, proposalId } from '../approval/proposal.ts';
import { contributionStatement } from './contributions.ts';

const uuid = z.string().refine(isUuidV7, 'not a UUIDv7');
export const actId = uuid.transform((id) => id as ActId);
export const sessionId = uuid.transform((id) => id as SessionId);
export const terminalId = z
  .string()
  .regex(/^E\d{4}$/)
  .transform((id) => id as TerminalId);
export const caseNumber = z
  .string()
  .regex(/^QD\d{16}$/)
  .transform((id) => id as CaseNumber);
/** `370282-2026-0001-8842`: district, year, running number. */
export const certificateNumber = z.string().regex(/^\d{6}-\d{4}(-\d{4}){2}$/);

/** How the person was verified. A verdict, never a score, a template or a picture. */
export const verification = z.strictObject({
  method: z.enum(['face', 'staff', 'sms']),
  /** 1..3 for the try that passed. */
  attempt: z.int().min(1).max(9),
  at: z.iso.datetime(),
  /** Version of the signed face policy that decided, or of the other way's rules. */
  policy: z.string().min(1).max(60),
});
export type Verification = z.infer<typeof verification>;

/** The acting person as the card says; crypto-shredded at the terminal once the centre's receipt is verified. */
export const actor = z.strictObject({
  name: z.string().max(120),
  idNumber: z.string().min(8).max(18),
  layout: z.enum(['resident', 'J', 'I', 'Y']),
});
export type Actor = z.infer<typeof actor>;

/** A signature as the pen moved: strokes of x,y pairs in 0..10000 of the pad's width and height, at most 200 KB as JSON. */
export const signature = z.strictObject({
  strokes: z
    .array(
      z
        .array(z.tuple([z.int().min(0).max(10_000), z.int().min(0).max(10_000)]))
        .min(1)
        .max(4_000),
    )
    .min(1)
    .max(200),
});
export type Signature = z.infer<typeof signature>;

const common = {
  schemaVersion: z.literal(1),
  id: actId,
  session: sessionId,
  terminal: terminalId,
  caseNumber,
  itemId: z.string().max(80),
  itemVersion: z.int().min(1),
  at: z.iso.datetime(),
  actor,
  verification,
};

/** What a person did at a terminal, as it is journalled, hashed, sent and applied. */
export const act = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('certificate.issue'), statement: contributionStatement }),
  z.strictObject({
    ...common,
    kind: z.literal('registration.submit'),
    values: z.record(z.string().max(40), z.string().max(400)),
    signature,
  }),
  /** 同意办理: what the person saw (`shownHash`, SHA-256 of the offer's canonical JSON) is what is applied for. */
  z.strictObject({
    ...common,
    kind: z.literal('proposal.confirm'),
    proposal: proposalId,
    /** Version of the certificate that the offer was made from; 0 where it is about none. */
    baseVersion: z.int().min(0),
    handover: handoverChoice,
    shownHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** Touches, scans and looks that it took the person, from laying down the card. */
    interactions: z.int().min(1).max(99),
    /** The person agreed just now to the face check for reminders: next time it need not be asked again. */
    consented: z.boolean(),
  }),
  z.strictObject({ ...common, kind: z.literal('proposal.decline'), proposal: proposalId, declined: declineReason }),
  /** 再次打印 a certificate that was issued before, by its number. */
  z.strictObject({ ...common, kind: z.literal('certificate.reprint'), certificate: certificateNumber }),
  /** 撤回 a case that was not decided yet. */
  z.strictObject({ ...common, kind: z.literal('case.withdraw'), about: caseNumber }),
  /** 好差评, one per act: `about` is the rated act. */
  z.strictObject({
    ...common,
    kind: z.literal('rating.give'),
    about: actId,
    score: z.int().min(1).max(5),
    reasons: z.array(z.string().max(40)).max(6),
  }),
]);
export type Act = z.infer<typeof act>;
export type ActKind = Act['kind'];
