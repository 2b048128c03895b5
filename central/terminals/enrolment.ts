import { X509Certificate } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { TerminalId } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';

/** A terminal that may talk to the centre. */
export interface EnrolledTerminal {
  readonly id: TerminalId;
  /** GB/T 2260, six digits. */
  readonly districtCode: string;
}

/** Why a certificate, though issued by our authority, is not let in. */
export type EnrolmentRefusal = 'notEnrolled' | 'revoked';

/** Terminal name in a certificate's subject, `CN=E0217`; undefined when it is none of ours. */
export function terminalNameOf(subject: string): TerminalId | undefined {
  return /^(?:.*\n)?CN=(E\d{4})(?:\n.*)?$/s.exec(subject)?.[1] as TerminalId | undefined;
}

/** SHA-256 of the DER as the tables keep it: lower-case hex without colons. */
export function fingerprintOf(colonHex: string): string {
  return colonHex.replaceAll(':', '').toLowerCase();
}

/** Lets a terminal's certificate in. A terminal may hold two at once, while it renews. */
export async function enrolTerminal(db: Db, clock: Clock, certificatePem: string, districtCode: string): Promise<TerminalId> {
  const certificate = new X509Certificate(certificatePem);
  const id = terminalNameOf(certificate.subject);
  if (!id) throw new Error("the certificate's subject is not a terminal (CN=E0000)");
  await db
    .insertInto('terminal')
    .values({ terminal_id: id, district_code: districtCode, enrolled_at: instantOf(clock.now()) })
    .onConflict((conflict) => conflict.column('terminal_id').doUpdateSet({ district_code: districtCode }))
    .execute();
  await db
    .insertInto('terminal_certificate')
    .values({
      terminal_id: id,
      fingerprint: fingerprintOf(certificate.fingerprint256),
      not_after: certificate.validToDate.toISOString(),
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.columns(['terminal_id', 'fingerprint']).doNothing())
    .execute();
  return id;
}

/** Shuts a terminal out from its next request on, with every certificate that it holds. */
export async function revokeTerminal(db: Db, clock: Clock, terminal: string): Promise<void> {
  await db
    .updateTable('terminal_certificate')
    .set({ revoked_at: instantOf(clock.now()) })
    .where('terminal_id', '=', terminal)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Asked for each request, so that a revocation holds at once and on every centre process. */
export async function findEnrolled(
  db: Db,
  id: TerminalId,
  fingerprint: string,
): Promise<Result<EnrolledTerminal, EnrolmentRefusal>> {
  const row = await db
    .selectFrom('terminal_certificate as c')
    .innerJoin('terminal as t', 't.terminal_id', 'c.terminal_id')
    .select(['c.revoked_at', 't.district_code'])
    .where('c.terminal_id', '=', id)
    .where('c.fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (!row) return err('notEnrolled');
  return row.revoked_at === null ? ok({ id, districtCode: row.district_code }) : err('revoked');
}
