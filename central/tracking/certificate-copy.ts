import { hash } from 'node:crypto';
import type { Clock, Instant, LocalDate } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { act } from '#contracts/domain/act.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import { lastDayOfUse } from '#contracts/domain/certificate.ts';
import type { QueryReply } from '#contracts/sync/queries.ts';
import type { Db } from '../store/index.ts';

/**
 * SHA-256 over the canonical JSON of what is certified, hex. The members are written down in that order here, which saves sorting those of
 * every line.
 */
export function statementHash({ rows, source: { system, at, version } }: ContributionStatement): string {
  const lines = rows.map(({ scheme, from, to, months, status }) => ({ from, months, scheme, status, to }));
  return hash('sha256', JSON.stringify({ rows: lines, source: { at, system, version } }));
}

/** Valid, and not older than its foot says. */
export function mayPrintAgain(certificate: { readonly state: string; readonly issued_at: Instant }, today: LocalDate): boolean {
  return certificate.state === 'valid' && today <= lastDayOfUse(localDateOf(Date.parse(certificate.issued_at)));
}

/**
 * What a certificate says, out of the act that it was issued by, which is kept as it came. CAS-002 when there is none of this number, when
 * it is somebody else's (the two look the same), and when it may not be printed again: its time is over, or its holder has another name
 * now. DEP-003 when the act is not the one that was certified.
 */
export async function findCertificateCopy(
  db: Db,
  clock: Clock,
  number: string,
  holder: { readonly personKey: string; readonly name: string },
): Promise<Result<QueryReply<'certificate-copy'>, 'CAS-002' | 'DEP-003'>> {
  const row = await db
    .selectFrom('certificate as k')
    .innerJoin('inbox as i', (join) => join.onRef('i.terminal_id', '=', 'k.terminal_id').onRef('i.id', '=', 'k.act_id'))
    .select(['k.state', 'k.issued_at', 'k.statement_hash', 'i.body'])
    .where('k.number', '=', number)
    .where('k.person_key', '=', holder.personKey)
    .executeTakeFirst();
  if (!row || !mayPrintAgain(row, localDateOf(clock.now()))) return err('CAS-002');
  const issued = act.parse(JSON.parse(row.body));
  if (issued.kind !== 'certificate.issue' || statementHash(issued.statement) !== row.statement_hash) return err('DEP-003');
  if (issued.actor.name !== holder.name) return err('CAS-002');
  return ok({ statement: issued.statement, issuedOn: localDateOf(Date.parse(row.issued_at)) });
}
