import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { FeedEntry, FeedReply } from '#contracts/sync/wire.ts';
import type { Db } from '../store/index.ts';
import { inTransaction, sqlState } from '../store/index.ts';
import type { CentreSigner } from './signer.ts';

export const feedDelays = {
  /** How often another process's news are looked for while someone waits. */
  pollMs: 500,
  longestWaitMs: 25_000,
} as const;

/** Entries per answer, and superseded entries that are kept before the oldest go. */
const pageSize = 200;
const keptSuperseded = 1_000;

/** A thing of a stream as it is to be known from now on; `payload` absent = it is gone. */
interface FeedNews {
  readonly key: string;
  /** Canonical JSON text. */
  readonly payload?: string;
}

/** `gone`: the cursor is older than what is kept, or of another database: begin again at 0. */
type FeedRefusal = 'gone';

/** The downlink: streams of signed entries, numbered from 1 in each stream. */
export interface Feed {
  /** Appends what differs from the newest entry of its key. @returns the stream's last position. */
  publish(stream: string, news: readonly FeedNews[]): Promise<number>;
  /** Last position, 0 when empty. */
  head(stream: string): Promise<number>;
  /** Entries behind `after`; at 0 only the newest of each key and no deletions, which is a snapshot. */
  read(stream: string, after: number): Promise<Result<FeedReply, FeedRefusal>>;
  /** Resolves true when the stream has moved beyond `after`, false after `waitMs` or when `signal` aborts. */
  waitBeyond(stream: string, after: number, waitMs: number, signal: AbortSignal): Promise<boolean>;
  /** Drops old superseded entries. @param keep how many stay. */
  compact(stream: string, keep?: number): Promise<void>;
}

export function openFeed(db: Db, clock: Clock, signer: CentreSigner): Feed {
  const waiting = new Set<() => void>();

  const head = (stream: string): Promise<number> => lastPosition(db, stream);

  return {
    head,
    async publish(stream, news) {
      const last = await inTransaction(db, clock, (tx) => append(tx, clock, signer, stream, news), 'serializable');
      for (const wake of waiting) wake();
      return last;
    },

    async read(stream, after) {
      const [last, floor] = await Promise.all([head(stream), floorOf(db, stream)]);
      if (after > last || (after > 0 && after < floor)) return err('gone');
      const entries = after === 0 ? await snapshot(db, stream) : await entriesAfter(db, stream, after);
      const next = after === 0 ? last : (entries.at(-1)?.pos ?? after);
      return ok({ stream, entries, next });
    },

    async waitBeyond(stream, after, waitMs, signal) {
      const until = clock.monotonic() + Math.min(waitMs, feedDelays.longestWaitMs);
      for (;;) {
        if ((await head(stream)) !== after) return true;
        const left = until - clock.monotonic();
        if (left <= 0 || signal.aborted) return false;
        await nextWake(clock, waiting, Math.min(left, feedDelays.pollMs), signal);
      }
    },

    async compact(stream, keep = keptSuperseded) {
      const dropped = await sql<{ pos: number }>`
        DELETE FROM feed WHERE stream = ${stream} AND pos IN (
          SELECT old.pos FROM feed AS old
          WHERE old.stream = ${stream}
            AND EXISTS (SELECT 1 FROM feed AS newer WHERE newer.stream = ${stream} AND newer.key = old.key AND newer.pos > old.pos)
          ORDER BY old.pos DESC OFFSET ${keep})
        RETURNING pos`.execute(db);
      const floor = Math.max(0, ...dropped.rows.map(({ pos }) => pos));
      if (floor === 0) return;
      await sql`INSERT INTO feed_floor VALUES (${stream}, ${floor})
        ON CONFLICT (stream) DO UPDATE SET floor = greatest(feed_floor.floor, excluded.floor)`.execute(db);
    },
  };
}

async function append(tx: Db, clock: Clock, signer: CentreSigner, stream: string, news: readonly FeedNews[]): Promise<number> {
  const keys = news.map(({ key }) => key);
  const newest = new Map((await newestOfKeys(tx, stream, keys)).map((entry) => [entry.key, entry]));
  let pos = await lastPosition(tx, stream);
  const rows = [];
  for (const { key, payload } of news) {
    const known = newest.get(key);
    const op = payload === undefined ? 'delete' : 'put';
    if (known ? known.op === op && known.payload === (payload ?? '') : op === 'delete') continue;
    pos += 1;
    const entry = signer.feedEntry(stream, { pos, key, op, payload: payload ?? '' });
    rows.push({
      stream,
      pos,
      key,
      op,
      payload: entry.payload,
      key_id: entry.keyId,
      sig: entry.sig,
      at: instantOf(clock.now()),
    } as const);
  }
  if (rows.length > 0) await tx.insertInto('feed').values(rows).execute().catch(asRace);
  return pos;
}

/** Two processes that published at once: the later one sees the same position taken, and tries again on what is there now. */
function asRace(error: unknown): never {
  if (sqlState(error) === '23505') throw Object.assign(new Error('feed position taken', { cause: error }), { code: '40001' });
  throw error;
}

async function lastPosition(db: Db, stream: string): Promise<number> {
  const found = await sql<{ pos: number | null }>`SELECT max(pos) AS pos FROM feed WHERE stream = ${stream}`.execute(db);
  return found.rows[0]?.pos ?? 0;
}

async function newestOfKeys(db: Db, stream: string, keys: readonly string[]): Promise<FeedEntry[]> {
  const found = await sql<FeedEntry>`
    SELECT DISTINCT ON (key) pos, key, op, payload, key_id AS "keyId", sig FROM feed
    WHERE stream = ${stream} AND key = ANY(${[...keys]}) ORDER BY key, pos DESC`.execute(db);
  return found.rows;
}

async function newestOfEachKey(db: Db, stream: string): Promise<FeedEntry[]> {
  const found = await sql<FeedEntry>`
    SELECT DISTINCT ON (key) pos, key, op, payload, key_id AS "keyId", sig FROM feed
    WHERE stream = ${stream} ORDER BY key, pos DESC`.execute(db);
  return found.rows;
}

async function snapshot(db: Db, stream: string): Promise<FeedEntry[]> {
  const newest = await newestOfEachKey(db, stream);
  return newest.filter((entry) => entry.op === 'put').sort((a, b) => a.pos - b.pos);
}

async function entriesAfter(db: Db, stream: string, after: number): Promise<FeedEntry[]> {
  const found = await sql<FeedEntry>`
    SELECT pos, key, op, payload, key_id AS "keyId", sig FROM feed
    WHERE stream = ${stream} AND pos > ${after} ORDER BY pos LIMIT ${pageSize}`.execute(db);
  return found.rows;
}

async function floorOf(db: Db, stream: string): Promise<number> {
  const row = await db.selectFrom('feed_floor').select('floor').where('stream', '=', stream).executeTakeFirst();
  return row?.floor ?? 0;
}

function nextWake(clock: Clock, waiting: Set<() => void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    waiting.add(wake);
    signal.addEventListener('abort', wake);
  });
}
