import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { DomainEvent, EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import { domainEvent } from '#contracts/approval/event.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { partyKeyOf } from '../parties/index.ts';
import type { Db, Pseudonyms, Seals, SubjectSeal, Tables, Tx } from '../store/index.ts';

type EventRow = Selectable<Tables['domain_event']>;

/** An event whose envelope was verified by the exchange. */
export interface TrustedEvent {
  readonly envelope: EventEnvelope;
  readonly event: DomainEvent;
}

export interface EventStoreParts {
  readonly pseudonyms: Pseudonyms;
  readonly seals: Seals;
}

/**
 * Keeps events as they came, for ever and once, and moves the source's cursor in the same transaction. What an event says of a person is
 * sealed. @returns how many were new.
 */
export async function storeEvents(
  tx: Tx,
  { pseudonyms, seals }: EventStoreParts,
  events: readonly TrustedEvent[],
  at: Instant,
): Promise<number> {
  const keys = events.map(({ event }) => partyKeyOf(pseudonyms, event));
  const opened = await seals.ensure(tx, keys);
  const rows = events.map(({ envelope, event }, index): EventRow => {
    const key = keys[index] ?? '';
    return {
      source: envelope.source,
      seq: envelope.seq,
      party_key: key,
      type: event.type,
      at: event.at as Instant,
      received_at: at,
      sealed: opened.get(key)?.seal(event) ?? '',
      key_id: envelope.keyId,
      sig: envelope.sig,
      sent_at: envelope.sentAt as Instant,
      state: 'received',
      judged_at: null,
      detail: '',
    };
  });
  const once = [...new Map(rows.map((row) => [`${row.source} ${row.seq}`, row])).values()];
  const written = await sql<{ seq: number }>`
    INSERT INTO domain_event SELECT * FROM jsonb_populate_recordset(NULL::domain_event, ${JSON.stringify(once)}::jsonb)
    ON CONFLICT (source, seq) DO NOTHING RETURNING seq`.execute(tx);
  return written.rows.length;
}

/** A well-signed text that is no event of ours: kept as it came, passed over. The text may be about a person, so it is sealed by source. */
export async function setEventAside(
  tx: Tx,
  { seals }: EventStoreParts,
  envelope: EventEnvelope,
  detail: string,
  at: Instant,
): Promise<void> {
  const subject = `source-${envelope.source}`;
  const sealed = (await seals.ensure(tx, [subject])).get(subject)?.seal({ text: envelope.event }) ?? '';
  const row: EventRow = {
    source: envelope.source,
    seq: envelope.seq,
    party_key: '',
    type: 'unreadable',
    at: envelope.sentAt as Instant,
    received_at: at,
    sealed,
    key_id: envelope.keyId,
    sig: envelope.sig,
    sent_at: envelope.sentAt as Instant,
    state: 'aside',
    judged_at: null,
    detail,
  };
  await tx
    .insertInto('domain_event')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface SourceState {
  readonly cursor: number;
  readonly state: 'ok' | 'down' | 'gap' | 'untrusted';
}

export async function readSource(db: Db, source: SourceSystem): Promise<SourceState> {
  const row = await db.selectFrom('source_cursor').select(['cursor', 'state']).where('source', '=', source).executeTakeFirst();
  return row ?? { cursor: 0, state: 'ok' };
}

/** `fresh` = the source has told all that it has. */
export async function moveSource(
  db: Db,
  source: SourceSystem,
  next: SourceState & { readonly detail: string },
  at: Instant,
  fresh: boolean,
): Promise<void> {
  await sql`
    INSERT INTO source_cursor VALUES (${source}, ${next.cursor}, ${at}, ${fresh ? at : null}, ${next.state}, ${next.detail})
    ON CONFLICT (source) DO UPDATE SET
      cursor = greatest(source_cursor.cursor, excluded.cursor), polled_at = excluded.polled_at,
      fresh_at = coalesce(excluded.fresh_at, source_cursor.fresh_at), state = excluded.state, detail = excluded.detail`.execute(
    db,
  );
}

export interface WaitingEvent {
  readonly source: string;
  readonly seq: number;
  /** Undefined = nobody can read it any more: its subject was forgotten. */
  readonly event: DomainEvent | undefined;
}

/** An event that can be judged. */
export type ReadableEvent = WaitingEvent & { readonly event: DomainEvent };

/** Takes waiting events for this transaction; other processes take others. */
export async function takeWaiting(tx: Tx, seals: Seals, limit: number): Promise<WaitingEvent[]> {
  const found = await sql<Pick<EventRow, 'source' | 'seq' | 'party_key' | 'sealed'>>`
    SELECT source, seq, party_key, sealed FROM domain_event WHERE state = 'received'
    ORDER BY source, seq LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(tx);
  const opened = await seals.find(
    tx,
    found.rows.map(({ party_key }) => party_key),
  );
  return found.rows.map(({ source, seq, party_key, sealed }) => ({
    source,
    seq,
    event: openEvent(opened.get(party_key), sealed),
  }));
}

/** A text that was sealed under a key that is gone, or was changed, is nobody's event. */
function openEvent(seal: SubjectSeal | undefined, sealed: string): DomainEvent | undefined {
  try {
    return seal ? domainEvent.safeParse(seal.open(sealed)).data : undefined;
  } catch {
    return undefined;
  }
}

export async function settleEvents(
  tx: Tx,
  events: readonly {
    readonly source: string;
    readonly seq: number;
    readonly state: 'judged' | 'stale' | 'aside';
    readonly detail?: string;
  }[],
  at: Instant,
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    UPDATE domain_event AS e SET state = d.state, judged_at = ${at}::timestamptz, detail = coalesce(d.detail, '')
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS d(source text, seq bigint, state text, detail text)
    WHERE e.source = d.source AND e.seq = d.seq`.execute(tx);
}
