import { z } from 'zod';
import { actor, certificateNumber, sessionId, verification } from '../domain/act.ts';
import { caseSummary } from '../domain/case.ts';
import { contributionStatement } from '../domain/contributions.ts';
import { localizedText } from '../domain/localized.ts';

/**
 * What a terminal asks the centre while a person stands before it. Each is `POST /v1/<name>` over the same mutual TLS; a
 * refusal is `{code, message}` with a code of the error table (DEP-…, SMS-…) and status 4xx or 503. Each is audited at the
 * centre with session, purpose and verification.
 */
export const queries = {
  /** Contribution record from the social-insurance department. DEP-001, DEP-002, DEP-003. */
  contributions: {
    request: z.strictObject({
      session: sessionId,
      actor,
      verification,
      purpose: z.literal('social-insurance.contribution-certificate'),
    }),
    reply: contributionStatement,
  },
  /** 再次打印: what a certificate of this person says, as it was issued. CAS-002, DEP-003. */
  'certificate-copy': {
    request: z.strictObject({ session: sessionId, actor, verification, number: certificateNumber }),
    reply: z.strictObject({ statement: contributionStatement, issuedOn: z.iso.date() }),
  },
  /** The person's cases, newest first. */
  cases: {
    request: z.strictObject({ session: sessionId, actor, verification }),
    reply: z.strictObject({ cases: z.array(caseSummary).max(50) }),
  },
  /** 谁看过我的信息: who read the person's data, newest first, each in one sentence. */
  'data-reads': {
    request: z.strictObject({ session: sessionId, actor, verification }),
    reply: z.strictObject({
      reads: z
        .array(
          z.strictObject({
            at: z.iso.datetime(),
            says: localizedText,
            /** Place in the public log, from 1; absent in the first second. */
            position: z.int().min(1).optional(),
          }),
        )
        .max(50),
    }),
  },
  /** What the centre already holds for prefilling: today the phone. */
  prefill: {
    request: z.strictObject({ session: sessionId, actor, verification }),
    reply: z.strictObject({ phone: z.string().optional(), source: z.string().optional(), at: z.iso.datetime().optional() }),
  },
  /** Sends a six-digit code to the phone on record. SMS-003, SMS-004, SMS-005. */
  'verification-codes': {
    request: z.strictObject({ session: sessionId, actor }),
    reply: z.strictObject({
      challenge: z.string().max(80),
      phoneMasked: z.string(),
      expiresAt: z.iso.datetime(),
      triesLeft: z.int(),
    }),
  },
  /** SMS-001, SMS-002, SMS-005. */
  'verification-codes/check': {
    request: z.strictObject({ session: sessionId, challenge: z.string().max(80), code: z.string().regex(/^\d{6}$/) }),
    reply: z.strictObject({ passed: z.literal(true), at: z.iso.datetime() }),
  },
  /** Sign of life, in its own lane: never queued behind a batch. */
  heartbeat: {
    request: z.strictObject({
      queue: z.int().min(0),
      devices: z.record(z.string(), z.string().max(40)),
      version: z.string().max(40),
      screen: z.string().max(40),
    }),
    reply: z.strictObject({ serverTime: z.iso.datetime() }),
  },
} as const;

export type QueryName = keyof typeof queries;
export type QueryRequest<N extends QueryName> = z.input<(typeof queries)[N]['request']>;
export type QueryReply<N extends QueryName> = z.output<(typeof queries)[N]['reply']>;
