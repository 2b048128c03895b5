import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import type { Tx } from '../store/index.ts';
import { auditRow, insertAudit } from '../store/index.ts';
import type { MobileParts } from './parts.ts';
import { onPhone } from './parts.ts';

/** What a person did on a phone. Nothing of it names the person but the key; addresses are in the case, sealed. */
export interface PhoneAct {
  readonly id: string;
  readonly kind: 'proposal.confirm' | 'proposal.decline' | 'case.withdraw' | 'case.correct';
  readonly session: string;
  readonly personKey: string;
  readonly itemId: string;
  /** Case number; '' = none. */
  readonly about: string;
  readonly details: Readonly<Record<string, string | number>>;
}

const zeros = Buffer.alloc(32);

/**
 * Puts an act among those of the terminals, in the transaction of what it did: with its signed receipt, its place in the audit log, and the public
 * page that its QR code opens. @returns the hash that the QR code begins with.
 */
export async function recordAct(tx: Tx, parts: MobileParts, act: PhoneAct, at: Instant): Promise<string> {
  const { id, kind, session, personKey, itemId, about, details } = act;
  const body = canonicalJson({ schemaVersion: 1, id, kind, session, person: personKey, itemId, about, at, ...details });
  const hash = createHash('sha256').update(zeros).update(body).digest('hex');
  const receipt = parts.signer.receipt({ id: id as ActId, code: 'applied', ref: about, at, reason: '', terminal: onPhone });
  await tx
    .insertInto('inbox')
    .values({
      terminal_id: onPhone,
      id,
      epoch: 0,
      seq: 0,
      session,
      sess_seq: null,
      kind,
      schema_version: 1,
      hlc: '',
      expires_at: null,
      hash,
      body_hash: createHash('sha256').update(body).digest('hex'),
      body,
      received_at: at,
      state: 'applied',
      attempts: 1,
      detail: '',
      receipt: JSON.stringify(receipt),
    })
    .execute();
  const entry = {
    terminal: onPhone,
    action: `act.${kind}`,
    actor: onPhone,
    session,
    personKey,
    purpose: itemId,
    verification: 'sms:mobile-1',
    outcome: 'ok',
    subject: about,
    dataHash: hash,
  };
  await insertAudit(tx, parts.clock, [auditRow(parts.clock, entry, id)]);
  return hash;
}

/** Terminals' names that no machine has: each is good for 9,999 cases a day. */
const blocks = ['0000', '9990', '9991', '9992', '9993', '9994', '9995', '9996', '9997', '9998', '9999'] as const;
const blockSize = 9_999;

/** The next case number of the day: as a terminal's, with a name that no terminal has. @throws when a day has more than 109,989 of them. */
export async function nextCaseNumber(tx: Tx, nowMs: number): Promise<string> {
  const day = localDateOf(nowMs);
  const found = await sql<{ n: number }>`
    INSERT INTO mobile_number AS m VALUES (${day}::date, 1) ON CONFLICT (day) DO UPDATE SET n = m.n + 1 RETURNING n`.execute(tx);
  return phoneCaseNumber(day, found.rows[0]?.n ?? 0);
}

/** @param n from 1. */
export function phoneCaseNumber(day: string, n: number): string {
  const block = blocks[Math.floor((n - 1) / blockSize)];
  if (block === undefined) throw new Error('no case number is left for today');
  return `QD${day.replaceAll('-', '')}${block}${String(((n - 1) % blockSize) + 1).padStart(4, '0')}`;
}
