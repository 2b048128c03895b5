import { sql } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { readParties } from '../../parties/index.ts';
import type { Db } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import { openFollowUpCount } from './follow-ups.ts';
import type { FollowUp } from './follow-ups.ts';
import { rankSuggestions } from './rank.ts';
import type { Suggestion } from './rank.ts';

const partiesAtOnce = 5_000;

interface HistoryRow {
  readonly party_key: string;
  readonly class: string;
  readonly item_id: string;
  readonly opened_at: string;
}

/**
 * Every night: counts anew, from all cases, what parties of each class confirmed after what. Reads page by page; writes what has enough support
 * in one transaction, so that a reader sees the old figures or the new ones. @returns how many pairs have it.
 */
export async function recomputeSuggestions(db: Db, clock: Clock): Promise<number> {
  const count = openFollowUpCount();
  for (let after = ''; ;) {
    const page = await readHistories(db, after);
    for (const rows of Map.groupBy(page, ({ party_key }) => party_key).values())
      count.add({
        class: rows[0]?.class ?? '',
        done: rows.map(({ item_id, opened_at }) => ({ itemId: item_id, at: Date.parse(opened_at) })),
      });
    const last = page.at(-1);
    if (!last) break;
    after = last.party_key;
  }
  const found = count.list();
  const at = instantOf(clock.now());
  const rows = found.map(({ class: ofClass, afterItem, item, parties, followed }) => {
    return { class: ofClass, after_item: afterItem, item, parties, followed, computed_at: at };
  });
  await inTransaction(db, clock, async (tx) => {
    await sql`DELETE FROM next_need`.execute(tx);
    await sql`INSERT INTO next_need SELECT * FROM jsonb_populate_recordset(NULL::next_need, ${JSON.stringify(rows)}::jsonb)
      ON CONFLICT (class, after_item, item) DO UPDATE SET
        parties = excluded.parties, followed = excluded.followed, computed_at = excluded.computed_at`.execute(tx);
  });
  return found.length;
}

/** What the next parties confirmed, whole parties only. A withdrawn case is a need that was none. */
async function readHistories(db: Db, after: string): Promise<HistoryRow[]> {
  const found = await sql<HistoryRow>`
    SELECT c.party_key, p.class, c.item_id, c.opened_at
    FROM (SELECT DISTINCT party_key FROM approval_case WHERE party_key > ${after} ORDER BY party_key LIMIT ${partiesAtOnce}) AS next
    JOIN approval_case AS c ON c.party_key = next.party_key AND c.status <> 'withdrawn'
    JOIN party AS p ON p.party_key = c.party_key
    ORDER BY c.party_key, c.opened_at`.execute(db);
  return found.rows;
}

/** What might be useful to a party next, the most usual first; empty where nothing has enough support. */
export async function readSuggestions(db: Db, clock: Clock, partyKey: string): Promise<Suggestion[]> {
  const [record] = await readParties(db, [partyKey]);
  if (!record) return [];
  const { party, certificates } = record;
  const cases = await sql<{ item_id: string; opened_at: string; status: string }>`
    SELECT item_id, opened_at, status FROM approval_case WHERE party_key = ${partyKey} AND status <> 'withdrawn'`.execute(db);
  if (cases.rows.length === 0) return [];
  const followUps = await readFollowUps(db, party.class, [...new Set(cases.rows.map(({ item_id }) => item_id))]);
  if (followUps.length === 0) return [];
  const today = localDateOf(clock.now());
  const candidates = [...new Set(followUps.map(({ item }) => item))];
  const [items, suspended, proposed] = [
    await readLiveItems(db, candidates, today),
    await sql<{ item_id: string; district: string }>`
      SELECT item_id, district FROM item_suspension WHERE item_id = ANY(${candidates})`.execute(db),
    await sql<{ item_id: string }>`
      SELECT DISTINCT item_id FROM proposal
      WHERE party_key = ${partyKey} AND state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held')`.execute(db),
  ];
  const underWay = cases.rows.filter(({ status }) => status === 'open' || status === 'held' || status === 'returned');
  return rankSuggestions({
    party,
    certificates,
    done: cases.rows.map(({ item_id, opened_at }) => ({ itemId: item_id, at: Date.parse(opened_at) })),
    atHand: new Set([...underWay, ...proposed.rows].map(({ item_id }) => item_id)),
    followUps,
    items,
    isSuspended: (itemId, district) => suspended.rows.some((row) => row.item_id === itemId && row.district === district),
    nowMs: clock.now(),
    today,
  });
}

async function readFollowUps(db: Db, ofClass: string, afterItems: readonly string[]): Promise<FollowUp[]> {
  const found = await sql<{ class: string; after_item: string; item: string; parties: number; followed: number }>`
    SELECT class, after_item, item, parties, followed FROM next_need
    WHERE class = ${ofClass} AND after_item = ANY(${[...afterItems]})`.execute(db);
  return found.rows.map(({ after_item, ...row }) => ({ ...row, afterItem: after_item }));
}

async function readLiveItems(db: Db, ids: readonly string[], today: string): Promise<ApprovalItem[]> {
  const found = await sql<{ body: ApprovalItem }>`
    SELECT DISTINCT ON (item_id) body FROM approval_item
    WHERE state = 'live' AND item_id = ANY(${[...ids]}) AND effective_from <= ${today}::date
      AND (effective_to IS NULL OR effective_to >= ${today}::date)
    ORDER BY item_id, version DESC`.execute(db);
  return found.rows.map(({ body }) => body);
}
