import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';
import type { Tx } from './transaction.ts';
import { inTransaction } from './transaction.ts';

const outboxDelays = { pollMs: 500, leaseMs: 20_000, firstRetryMs: 1_000, maxRetryMs: 5 * 60_000 } as const;

const shards = 16;
const claimAtOnce = 8;

/** A message to the outside, or work that follows from an act; written in the same transaction as what caused it. */
export type OutboxRow = Selectable<Tables['outbox_central']>;

/**
 * What came of one try. `done`: `apply` runs in the transaction that marks the row done, so its effect happens once, however
 * often the outside was asked. `again`: later, with a code of the error table, or after `afterMs` where it is known.
 */
export type OutboxOutcome =
  | { readonly is: 'done'; readonly apply?: (tx: Tx) => Promise<void> }
  | { readonly is: 'again'; readonly code: string; readonly afterMs?: number };

/** Carries out one row; must send `row.key` along, so that the other side can tell a repetition. */
export type OutboxHandler = (row: OutboxRow) => Promise<OutboxOutcome>;

/** A row that is due at once. @param personKey spreads the work; all of one person's rows lie together. */
export function outboxRow(values: {
  id: string;
  topic: string;
  key: string;
  payload: object;
  personKey: string;
  at: string;
  dueAt?: string;
}): OutboxRow {
  const at = values.at as OutboxRow['created_at'];
  return {
    shard: Number.parseInt(values.personKey.slice(0, 1), 16) % shards,
    id: values.id,
    topic: values.topic,
    key: values.key,
    payload: values.payload,
    created_at: at,
    next_at: (values.dueAt ?? values.at) as OutboxRow['next_at'],
    lease_until: null,
    attempts: 0,
    done_at: null,
    last_code: '',
  };
}

/** Works off the outbox until closed. Any number of centre processes may do so on one database: a row is leased to one. */
export interface OutboxWorker {
  /** Looks at once, instead of at the next poll. */
  wake(): void;
  /** Ends after the calls that are under way. */
  close(): Promise<void>;
}

export function startOutboxWorker(
  db: Db,
  clock: Clock,
  handlers: Readonly<Record<string, OutboxHandler>>,
  onFailure: (row: OutboxRow, error: unknown) => void,
): OutboxWorker {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;

  async function round(): Promise<void> {
    const rows = await claim(db, clock);
    await Promise.all(rows.map((row) => carryOut(db, clock, handlers, row, onFailure)));
  }

  function schedule(delayMs: number): void {
    cancel();
    if (closed) return;
    cancel = clock.after(delayMs, () => {
      running = round()
        .catch(() => undefined) // the database is away; the rows are still there at the next poll
        .then(() => schedule(outboxDelays.pollMs));
    });
  }
  schedule(0);

  return {
    wake: () => void running.then(() => schedule(0)),
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}

/** Each statement stays within one shard, so that it also runs where the table is spread over machines. */
async function claim(db: Db, clock: Clock): Promise<OutboxRow[]> {
  const now = instantOf(clock.now());
  const due = await sql<{ shard: number }>`
    SELECT DISTINCT shard FROM outbox_central
    WHERE done_at IS NULL AND next_at <= ${now} AND (lease_until IS NULL OR lease_until <= ${now})`.execute(db);
  const rows: OutboxRow[] = [];
  for (const { shard } of due.rows) {
    const claimed = await sql<OutboxRow>`
      UPDATE outbox_central SET lease_until = ${instantOf(clock.now() + outboxDelays.leaseMs)}, attempts = attempts + 1
      WHERE shard = ${shard} AND id IN (
        SELECT id FROM outbox_central
        WHERE shard = ${shard} AND done_at IS NULL AND next_at <= ${now} AND (lease_until IS NULL OR lease_until <= ${now})
        ORDER BY next_at LIMIT ${claimAtOnce} FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(db);
    rows.push(...claimed.rows);
  }
  return rows;
}

async function carryOut(
  db: Db,
  clock: Clock,
  handlers: Readonly<Record<string, OutboxHandler>>,
  row: OutboxRow,
  onFailure: (row: OutboxRow, error: unknown) => void,
): Promise<void> {
  const handler = handlers[row.topic];
  if (!handler) return onFailure(row, new Error('no handler for this topic'));
  try {
    const outcome = await handler(row);
    if (outcome.is === 'done') await settle(db, clock, row, outcome.apply);
    else await postpone(db, clock, row, outcome.code, outcome.afterMs);
  } catch (error) {
    onFailure(row, error);
    await postpone(db, clock, row, 'failed').catch(() => undefined);
  }
}

/** The lease is the fence: who lost it to another process changes nothing. What the payload said of a person goes. */
async function settle(db: Db, clock: Clock, row: OutboxRow, apply?: (tx: Tx) => Promise<void>): Promise<void> {
  await inTransaction(db, clock, async (tx) => {
    const marked = await tx
      .updateTable('outbox_central')
      .set({ done_at: instantOf(clock.now()), lease_until: null, payload: '{}', last_code: 'ok' })
      .where('shard', '=', row.shard)
      .where('id', '=', row.id)
      .where('done_at', 'is', null)
      .where('lease_until', '=', row.lease_until)
      .executeTakeFirst();
    if (marked.numUpdatedRows === 1n) await apply?.(tx);
  });
}

async function postpone(db: Db, clock: Clock, row: OutboxRow, code: string, afterMs = backOffMs(row.attempts)): Promise<void> {
  await db
    .updateTable('outbox_central')
    .set({ next_at: instantOf(clock.now() + afterMs), lease_until: null, last_code: code })
    .where('shard', '=', row.shard)
    .where('id', '=', row.id)
    .where('lease_until', '=', row.lease_until)
    .execute();
}

/** Full jitter, so that many rows that failed together do not come back together. */
function backOffMs(attempts: number): number {
  return Math.ceil(Math.random() * Math.min(outboxDelays.maxRetryMs, outboxDelays.firstRetryMs * 2 ** attempts));
}
