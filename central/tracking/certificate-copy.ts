import { hash } from 'node:crypto';
import type { Clock, Instant, LocalDate } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
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
 * What a certificate says, out of the act that it was issued by, which is kept as it came. Undefined when there is none of this number,
 * when it is somebody else's (the two look the same), and when it may not be printed again.
 * @throws when the act is not the one that was certified: then nothing is printed.
 */
export async function findCertificateCopy(
  db: Db,
  clock: Clock,
  number: string,
  personKey: string,
): Promise<QueryReply<'certificate-copy'> | undefined> {
  const row = await db
    .selectFrom('certificate as k')
    .innerJoin('inbox as i', (join) => join.onRef('i.terminal_id', '=', 'k.terminal_id').onRef('i.id', '=', 'k.act_id'))
    .select(['k.state', 'k.issued_at', 'k.statement_hash', 'i.body'])
    .where('k.number', '=', number)
    .where('k.person_key', '=', personKey)
    .executeTakeFirst();
  if (!row || !mayPrintAgain(row, localDateOf(clock.now()))) return undefined;
  const issued = act.parse(JSON.parse(row.body));
  if (issued.kind !== 'certificate.issue' || statementHash(issued.statement) !== row.statement_hash)
    throw new Error('what was certified is not what was received');
  return { statement: issued.statement, issuedOn: localDateOf(Date.parse(row.issued_at)) };
}
