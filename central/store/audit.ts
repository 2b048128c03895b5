import { randomBytes } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Db } from './database.ts';

/** Who read or caused what, for whom and on what ground. No names, numbers or contents. */
export interface AuditFact {
  readonly terminal: string;
  readonly action: string;
  readonly session: string;
  readonly personKey: string;
  readonly purpose: string;
  /** Method and policy by which the person was verified, `face:2026-11`; `none` where nothing personal was shown. */
  readonly verification: string;
  /** `ok` or a code of the error table. */
  readonly outcome: string;
  /** System and version that answered, where one did. */
  readonly source?: string;
}

/** Adds an entry; the serving role can neither change nor delete it afterwards. */
export async function writeAudit(db: Db, clock: Clock, fact: AuditFact): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({
      terminal_id: fact.terminal,
      id: makeUuidV7(clock.now(), randomBytes),
      at: instantOf(clock.now()),
      action: fact.action,
      session: fact.session,
      person_key: fact.personKey,
      purpose: fact.purpose,
      verification: fact.verification,
      outcome: fact.outcome,
      source: fact.source ?? '',
    })
    .execute();
}
