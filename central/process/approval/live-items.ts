import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Facts } from '#contracts/approval/facts.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import { ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { JudgeItem } from '../../inference/judge.ts';
import { placeFor } from '../../inference/judge.ts';
import type { Db, SigningKey } from '../../store/index.ts';
import type { Decision } from './decision.ts';
import { openDecision } from './decision.ts';
import type { ItemRow } from './item-rows.ts';
import { findVersionRow, readDue, readLiveRows, readStamp, readSuspensions } from './item-rows.ts';
import { isSignedRow } from './item-signature.ts';
import { beginDue } from './publish.ts';

/** The live items of one moment. */
export interface LiveItems {
  readonly items: readonly JudgeItem[];
  /** Whether an item is suspended where it would be decided. @param district of the certificate, or of the party. */
  isSuspended(itemId: string, district: string): boolean;
  /** Local day for which they are live. */
  readonly today: string;
}

/** 事项架: live items and the versions that running cases are pinned to, verified when they are read. */
export interface ItemShelf {
  /**
   * Cheap to ask before every judgement: the same object until something was published, retired or suspended in any process, which is
   * noticed within half a second, or until another day begins. Everything is verified anew once a minute at least.
   */
  live(): Promise<LiveItems>;
  /** A version that was approved once, also a retired one; undefined when there is none or its row was changed. */
  findItemVersion(id: string, version: number): Promise<JudgeItem | undefined>;
}

export interface ShelfParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly key: SigningKey;
}

export const shelfDelays = { stampMs: 500, verifyMs: 60_000 } as const;

export function openItemShelf(parts: ShelfParts): ItemShelf {
  const { db, clock } = parts;
  const decisions = new Map<string, Decision>();
  const pinned = new Map<string, JudgeItem>();
  let held: { readonly live: LiveItems; readonly stamp: string; readonly readAt: number } | undefined;
  let lookedAt = -Infinity;
  let reading: Promise<LiveItems> | undefined;

  async function look(): Promise<LiveItems> {
    const today = localDateOf(clock.now());
    const now = clock.monotonic();
    if (held && held.live.today === today) {
      if (now - lookedAt < shelfDelays.stampMs) return held.live;
      lookedAt = now;
      if (now - held.readAt < shelfDelays.verifyMs && (await readStamp(db)) === held.stamp) return held.live;
    }
    if ((await readDue(db, today)).length > 0) await beginDue(parts, today);
    const stamp = await readStamp(db);
    const live = await readLive(parts, decisions, today);
    held = { live, stamp, readAt: now };
    lookedAt = now;
    return live;
  }

  return {
    live() {
      reading ??= look().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    async findItemVersion(id, version) {
      const name = `${id}@${version}`;
      const known = pinned.get(name);
      if (known) return known;
      const row = await findVersionRow(db, id, version);
      if (!row || row.approver === null) return undefined;
      const item = await verified(parts, decisions, row);
      if (item) pinned.set(name, item);
      return item;
    },
  };
}

/** The live items of a day, each verified; one that was changed in the database stops alone. */
async function readLive(parts: ShelfParts, decisions: Map<string, Decision>, today: string): Promise<LiveItems> {
  const rows = await readLiveRows(parts.db);
  const suspended = await readSuspensions(parts.db);
  const items = new Map<string, JudgeItem>();
  for (const row of rows) {
    if (items.has(row.item_id)) {
      parts.log('inference.item-refused', { item: row.item_id, version: row.version, reason: 'second-live-version' });
      continue;
    }
    const item = await verified(parts, decisions, row, today);
    if (item) items.set(row.item_id, withoutSuspended(item, suspended.get(row.item_id)));
  }
  const isSuspended = (itemId: string, district: string): boolean => {
    const item = items.get(itemId);
    const place = item && placeFor(item.item, district, today);
    return place !== undefined && (suspended.get(itemId)?.has(place) ?? false);
  };
  return { items: [...items.values()], isSuspended, today };
}

async function verified(
  { key, log }: ShelfParts,
  decisions: Map<string, Decision>,
  row: ItemRow,
  liveOn?: string,
): Promise<JudgeItem | undefined> {
  const { body, decision } = row;
  const refuse = (reason: string): undefined => {
    log('inference.item-refused', { item: row.item_id, version: row.version, reason });
  };
  if (!isSignedRow(key, row)) return refuse('signature');
  if (liveOn !== undefined && (row.effective_from === null || row.effective_from > liveOn || row.effective_to !== null))
    return refuse('not-effective');
  const known = decisions.get(row.sha256);
  const opened = known ? ok(known) : await openDecision(decision);
  if (!opened.ok) return refuse(opened.error[0]?.code ?? 'decision');
  decisions.set(row.sha256, opened.value);
  return { item: body, sha256: row.sha256, decide: opened.value.decide };
}

/** Where an item is suspended, nothing new is proposed. What is decided elsewhere goes on. */
function withoutSuspended(judged: JudgeItem, suspended: ReadonlySet<string> | undefined): JudgeItem {
  if (!suspended) return judged;
  const { item, decide } = judged;
  return {
    ...judged,
    decide: (facts) => {
      const place = placeOf(item, facts);
      if (place === undefined || !suspended.has(place)) return decide(facts);
      return ok({ action: 'ignore', dueInDays: 0, reason: 'suspended', hits: [], missing: [] });
    },
  };
}

function placeOf(item: ApprovalItem, facts: Facts): string | undefined {
  const district = facts['certificate.district'] ?? facts['party.district'];
  return placeFor(item, String(district), String(facts.today));
}
