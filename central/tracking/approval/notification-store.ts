import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Tables, Tx } from '../../store/index.ts';

export type NotificationRow = Selectable<Tables['notification']>;

export async function readNotifications(db: Db, partyKey: string, proposalId: string): Promise<NotificationRow[]> {
  return db
    .selectFrom('notification')
    .selectAll()
    .where('party_key', '=', partyKey)
    .where('proposal_id', '=', proposalId)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

export async function insertNotification(db: Db, row: NotificationRow): Promise<void> {
  await db
    .insertInto('notification')
    .values({ ...row, refusal: row.refusal === null ? null : JSON.stringify(row.refusal) })
    .execute();
}

export interface NotificationNews {
  readonly state: NotificationRow['state'];
  readonly refusal?: object | undefined;
  readonly providerRef?: string | undefined;
  readonly code?: string | undefined;
  readonly reportedAt?: string | undefined;
}

/** What is final stays: a report that comes late or twice changes nothing. */
export async function settleNotification(
  db: Db,
  { party_key, id }: Pick<NotificationRow, 'party_key' | 'id'>,
  news: NotificationNews,
): Promise<void> {
  await sql`
    UPDATE notification SET
      state = ${news.state}, refusal = ${news.refusal ? JSON.stringify(news.refusal) : null}::jsonb,
      provider_ref = coalesce(${news.providerRef ?? null}, provider_ref), code = ${news.code ?? ''},
      reported_at = coalesce(${news.reportedAt ?? null}::timestamptz, reported_at)
    WHERE party_key = ${party_key} AND id = ${id} AND state IN ('sending', 'waiting')`.execute(db);
}

/** What a provider's report names a message by. */
export interface ReportedMessage {
  readonly channel: string;
  readonly key: string | undefined;
  readonly providerRef: string | undefined;
  readonly addressKey: string | undefined;
}

/**
 * By our key, by the provider's number where it does not give ours back, or, after an answer that was lost, by whom it went to: the newest message
 * of the channel that still waits for its report.
 */
export async function findNotification(
  db: Db,
  { channel, key, providerRef, addressKey }: ReportedMessage,
): Promise<NotificationRow | undefined> {
  const id = key !== undefined && /^[0-9a-f-]{36}$/.test(key) ? key : null;
  const found = await sql<NotificationRow>`
    SELECT n.* FROM notification AS n
    WHERE n.channel = ${channel} AND (
      n.id = ${id}::uuid
      OR (${id}::uuid IS NULL AND n.provider_ref = ${providerRef ?? null})
      OR (${id}::uuid IS NULL AND n.provider_ref IS NULL AND n.state IN ('sending', 'waiting') AND EXISTS (
        SELECT 1 FROM party_contact AS c
        WHERE c.party_key = n.party_key AND c.person_key = n.person_key AND c.channel = n.channel AND c.address_key = ${addressKey ?? null})))
    ORDER BY (n.id = ${id}::uuid) DESC NULLS LAST, (n.provider_ref = ${providerRef ?? null}) DESC NULLS LAST, n.at DESC LIMIT 1`.execute(
    db,
  );
  return found.rows[0];
}

/** Messages to these people since a moment, of all items. */
export async function countSince(db: Db, people: readonly string[], since: string): Promise<number> {
  const found = await sql<{ n: number }>`
    SELECT count(*) AS n FROM notification
    WHERE person_key = ANY(${[...people]}) AND at >= ${since}::timestamptz AND channel NOT IN ('kiosk', 'staff') AND state <> 'refused'`.execute(
    db,
  );
  return found.rows[0]?.n ?? 0;
}

/** A person allowed one more message, or refuses them; by the keyed hash of the address. */
export async function changeConsent(
  db: Tx | Db,
  channel: string,
  addressKey: string,
  change: 'granted' | 'refused',
  at: string,
): Promise<void> {
  const set =
    change === 'granted' ? sql`quota = coalesce(quota, 0) + 1, opt_out_at = NULL` : sql`opt_out_at = ${at}::timestamptz`;
  await sql`UPDATE party_contact SET ${set} WHERE channel = ${channel} AND address_key = ${addressKey}`.execute(db);
}

export async function useQuota(
  db: Db,
  contact: { readonly party_key: string; readonly person_key: string; readonly channel: string },
): Promise<void> {
  await sql`UPDATE party_contact SET quota = greatest(0, quota - 1)
    WHERE party_key = ${contact.party_key} AND person_key = ${contact.person_key} AND channel = ${contact.channel} AND quota IS NOT NULL`.execute(
    db,
  );
}
