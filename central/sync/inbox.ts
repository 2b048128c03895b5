import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tables, Tx } from '../store/index.ts';
import type { ChainHead } from './chain.ts';
import { chainStart } from './chain.ts';
import type { EffectRows, EffectTable } from './handler.ts';

/** The statements of the intake. All of them stay within one terminal's shard, and take any number of rows at once. */

export type InboxRow = Selectable<Tables['inbox']>;
export type KnownRow = Pick<InboxRow, 'id' | 'body_hash' | 'state' | 'receipt' | 'attempts'>;
export type AlarmRow = Selectable<Tables['alarm']>;

const effectTables: readonly EffectTable[] = [
  ...(['certificate', 'service_case', 'case_step', 'rating', 'outbox_central'] as const),
  ...(['confirmation', 'approval_case', 'approval_step', 'staff_task'] as const),
];

/** Also the terminal's lock: its batches are taken one after the other, by whichever process they reach. */
export async function lockChainHead(tx: Tx, terminal: string): Promise<ChainHead> {
  await sql`INSERT INTO chain_head VALUES (${terminal}, ${chainStart.epoch}, ${chainStart.seq}, ${chainStart.hash})
    ON CONFLICT (terminal_id) DO NOTHING`.execute(tx);
  const found = await sql<ChainHead>`SELECT epoch, seq, hash FROM chain_head WHERE terminal_id = ${terminal} FOR UPDATE`.execute(
    tx,
  );
  return found.rows[0] ?? chainStart;
}

export async function moveChainHead(tx: Tx, terminal: string, head: ChainHead): Promise<void> {
  await sql`UPDATE chain_head SET epoch = ${head.epoch}, seq = ${head.seq}, hash = ${head.hash} WHERE terminal_id = ${terminal}`.execute(
    tx,
  );
}

export async function findKnown(tx: Tx, terminal: string, ids: readonly string[]): Promise<Map<string, KnownRow>> {
  const found = await sql<KnownRow>`SELECT id, body_hash, state, receipt, attempts FROM inbox
    WHERE terminal_id = ${terminal} AND id = ANY(${ids}::uuid[])`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** Next number that each session waits for; a session that is not there waits for 1. */
export async function lockSessionHeads(tx: Tx, terminal: string, sessions: readonly string[]): Promise<Map<string, number>> {
  const found = await sql<{ session: string; next_seq: number }>`SELECT session, next_seq FROM session_head
    WHERE terminal_id = ${terminal} AND session = ANY(${sessions}::uuid[]) ORDER BY session FOR UPDATE`.execute(tx);
  return new Map(found.rows.map((row) => [row.session, row.next_seq]));
}

export async function moveSessionHeads(tx: Tx, terminal: string, heads: ReadonlyMap<string, number>): Promise<void> {
  if (heads.size === 0) return;
  const rows = [...heads].map(([session, next]) => ({ terminal_id: terminal, session, next_seq: next }));
  await sql`INSERT INTO session_head SELECT * FROM json_populate_recordset(null::session_head, ${JSON.stringify(rows)}::json)
    ON CONFLICT (terminal_id, session) DO UPDATE SET next_seq = excluded.next_seq`.execute(tx);
}

/** Acts of these sessions that came too early before. */
export async function findParked(tx: Tx, terminal: string, sessions: readonly string[]): Promise<InboxRow[]> {
  const found = await sql<InboxRow>`SELECT * FROM inbox
    WHERE terminal_id = ${terminal} AND session = ANY(${sessions}::uuid[]) AND state = 'parked'
    ORDER BY session, sess_seq`.execute(tx);
  return found.rows;
}

/**
 * New acts with what became of them; one that waited or had failed gets its outcome. A final one is never touched. Acts and receipts are
 * most of the bytes: they travel beside the rows, so that neither side has to escape them and read them again.
 */
export async function saveInbox(tx: Tx, rows: readonly InboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { slim, texts } = packTexts(rows);
  const saved = await sql<{ id: string }>`
    INSERT INTO inbox (terminal_id, id, epoch, seq, session, sess_seq, kind, schema_version, hlc, expires_at, hash, body_hash, received_at,
      state, attempts, detail, body, receipt)
    SELECT terminal_id, id, epoch, seq, session, sess_seq, kind, schema_version, hlc, expires_at, hash, body_hash, received_at,
      state, attempts, detail,
      convert_from(substring(texts.bytes from body_at for body_bytes), 'UTF8'),
      convert_from(substring(texts.bytes from receipt_at for receipt_bytes), 'UTF8')
    FROM json_to_recordset(${JSON.stringify(slim)}::json) AS r (terminal_id text, id uuid, epoch integer, seq bigint, session uuid,
      sess_seq integer, kind text, schema_version integer, hlc text, expires_at timestamptz, hash text, body_hash text,
      received_at timestamptz, state text, attempts integer, detail text,
      body_at integer, body_bytes integer, receipt_at integer, receipt_bytes integer),
      (SELECT ${texts}::bytea AS bytes) AS texts
    ON CONFLICT (terminal_id, id) DO UPDATE
      SET state = excluded.state, attempts = excluded.attempts, detail = excluded.detail, receipt = excluded.receipt
      WHERE inbox.state IN ('parked', 'failed')
    RETURNING id`.execute(tx);
  if (saved.rows.length !== rows.length) throw new Error('an act became final twice'); // the terminal's lock forbids it
}

interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** Rows that name the places of their texts, and the texts one behind the other, UTF-8. A text that is null has no place. */
function packTexts(rows: readonly InboxRow[]): { slim: readonly object[]; texts: Buffer } {
  const parts: string[] = [];
  let length = 0;
  const add = (text: string | null): Place | undefined => {
    if (text === null) return undefined;
    const place = { at: length + 1, bytes: Buffer.byteLength(text) }; // PostgreSQL counts from 1
    parts.push(text);
    length += place.bytes;
    return place;
  };
  const slim = rows.map(({ body, receipt, ...row }) => {
    const [inBody, inReceipt] = [add(body), add(receipt)];
    return {
      ...row,
      body_at: inBody?.at,
      body_bytes: inBody?.bytes,
      receipt_at: inReceipt?.at,
      receipt_bytes: inReceipt?.bytes,
    };
  });
  return { slim, texts: Buffer.from(parts.join('')) };
}

/** The effects of many acts, one statement per table. */
export async function insertEffects(tx: Tx, effects: readonly EffectRows[]): Promise<void> {
  for (const table of effectTables) {
    const rows = effects.flatMap((effect): readonly object[] => effect[table] ?? []);
    if (rows.length > 0) await insertRows(tx, table, rows);
  }
}

export async function insertAlarms(tx: Tx, rows: readonly AlarmRow[]): Promise<void> {
  if (rows.length > 0) await insertRows(tx, 'alarm', rows);
}

async function insertRows(tx: Tx, table: EffectTable | 'alarm', rows: readonly object[]): Promise<void> {
  const name = sql.table(table);
  await sql`INSERT INTO ${name} SELECT * FROM json_populate_recordset(null::${name}, ${JSON.stringify(rows)}::json)`.execute(tx);
}
