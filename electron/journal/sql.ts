import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

/** A row of `act`, as written. */
export interface ActRow {
  readonly seq: number;
  readonly id: Uint8Array;
  readonly session: Uint8Array;
  readonly sessSeq: number;
  readonly kind: string;
  readonly item: string;
  readonly schemaVersion: number;
  readonly caseNumber: string;
  readonly daySequence: number;
  readonly at: number;
  readonly recordedAt: number;
  readonly hlcMs: number;
  readonly hlcCounter: number;
  readonly expiresAt: number;
  readonly personKey: Uint8Array;
  readonly hash: Uint8Array;
  readonly dek: Uint8Array;
}

/** An act as the terminal still knows it: nothing personal. */
export interface KnownActRow {
  readonly seq: number;
  readonly id: Buffer;
  readonly session: Buffer;
  readonly kind: string;
  readonly item: string;
  readonly caseNumber: string;
  readonly at: number;
  readonly state: 'queued' | 'applied' | 'superseded' | 'rejected';
  readonly hash: Buffer;
  readonly dead: 0 | 1 | null;
  readonly ref: string | null;
  readonly receiptAt: string | null;
  readonly reason: string | null;
}

export interface OutboxRow {
  readonly seq: number;
  readonly id: Buffer;
  readonly session: Buffer;
  readonly sessSeq: number;
  readonly kind: string;
  readonly schemaVersion: number;
  readonly hlcMs: number;
  readonly hlcCounter: number;
  readonly expiresAt: number;
  readonly previousHash: Buffer | null;
  readonly hash: Buffer;
  readonly dek: Buffer | null;
  readonly body: Buffer;
  readonly attempts: number | null;
}

export type LastActRow = Pick<ActRow, 'seq' | 'hash' | 'recordedAt' | 'daySequence' | 'hlcMs' | 'hlcCounter'>;

const insertAct = `
  INSERT INTO act (seq, id, session, sess_seq, kind, item, schema_version, case_number, day_sequence, at, recorded_at,
    hlc_ms, hlc_counter, expires_at, person_key, hash, state, dek)
  VALUES (@seq, @id, @session, @sessSeq, @kind, @item, @schemaVersion, @caseNumber, @daySequence, @at, @recordedAt,
    @hlcMs, @hlcCounter, @expiresAt, @personKey, @hash, 'queued', @dek)`;

const findAct = `SELECT seq, session, case_number AS caseNumber, hash FROM act WHERE id = ?`;

const lastAct = `
  SELECT seq, hash, recorded_at AS recordedAt, day_sequence AS daySequence, hlc_ms AS hlcMs, hlc_counter AS hlcCounter
  FROM act ORDER BY seq DESC LIMIT 1`;

const knownAct = `
  SELECT a.seq, a.id, a.session, a.kind, a.item, a.case_number AS caseNumber, a.at, a.state, a.hash, d.dead, r.ref, r.at AS receiptAt, r.reason
  FROM act a LEFT JOIN receipt r USING (seq) LEFT JOIN delayed d USING (seq)`;

const outboxRow = `
  SELECT a.seq, a.id, a.session, a.sess_seq AS sessSeq, a.kind, a.schema_version AS schemaVersion, a.hlc_ms AS hlcMs,
    a.hlc_counter AS hlcCounter, a.expires_at AS expiresAt, p.hash AS previousHash, a.hash, a.dek, o.body, d.attempts
  FROM outbox o JOIN act a USING (seq) LEFT JOIN act p ON p.seq = a.seq - 1 LEFT JOIN delayed d ON d.seq = o.seq`;

/** A record that waits, or was set aside, holds back what comes after it in its session: that would come too early. */
const sendable = `
  ${outboxRow} WHERE NOT EXISTS (
    SELECT 1 FROM delayed b WHERE b.session = a.session AND b.seq <= a.seq AND (b.dead = 1 OR b.next_at > @now))
  ORDER BY o.seq`;

const delayRecord = `
  INSERT INTO delayed (seq, session, dead, attempts, next_at, error)
  SELECT seq, session, @attempts >= @maxAttempts, @attempts, @nextAt, @error FROM act JOIN outbox USING (seq) WHERE seq = @seq
  ON CONFLICT (seq) DO UPDATE SET dead = excluded.dead, attempts = excluded.attempts, next_at = excluded.next_at, error = excluded.error
  RETURNING dead`;

const settlePrint = `
  UPDATE print SET outcome = @outcome, code = @code, at = @at
  WHERE number = (SELECT max(number) FROM print WHERE seq = @seq AND what = @what AND outcome = 'printing')`;

const putFeed = `
  INSERT INTO feed (stream, key, pos, payload) VALUES (@stream, @key, @pos, @payload)
  ON CONFLICT (stream, key) DO UPDATE SET pos = excluded.pos, payload = excluded.payload`;

type BindList<Bind extends unknown[] | object> = Bind extends unknown[] ? Bind : [Bind];

/** A prepared statement by the rows that it takes and gives. */
export interface Prepared<Bind extends unknown[] | object, Row> {
  run: Statement<BindList<Bind>, Row>['run'];
  get: Statement<BindList<Bind>, Row>['get'];
  all: Statement<BindList<Bind>, Row>['all'];
  iterate: Statement<BindList<Bind>, Row>['iterate'];
}

/** Everything that the journal ever asks its database, prepared once per connection. */
export function prepareStatements(db: Connection) {
  const prepare = <Bind extends unknown[] | object, Row = unknown>(sql: string): Prepared<Bind, Row> =>
    db.prepare<BindList<Bind>, Row>(sql);
  return {
    // journal
    beginEpoch: prepare<[epoch: number, day: string, sequence: number]>('INSERT OR IGNORE INTO journal VALUES (1, ?, ?, ?)'),
    epoch: prepare<[], { epoch: number; firstDay: string; firstSequence: number }>(
      'SELECT epoch, first_day AS firstDay, first_sequence AS firstSequence FROM journal',
    ),
    // acts
    insertAct: prepare<ActRow>(insertAct),
    findAct: prepare<[id: Uint8Array], { seq: number; session: Buffer; caseNumber: string; hash: Buffer }>(findAct),
    lastAct: prepare<[], LastActRow>(lastAct),
    hashOf: prepare<[seq: number], { hash: Buffer }>('SELECT hash FROM act WHERE seq = ?'),
    lastSequenceBetween: prepare<[from: number, until: number], { last: number | null }>(
      'SELECT max(day_sequence) AS last FROM act WHERE recorded_at >= ? AND recorded_at < ?',
    ),
    lastOfSession: prepare<[session: Uint8Array], { last: number | null }>(
      'SELECT max(sess_seq) AS last FROM act WHERE session = ?',
    ),
    knownAct: prepare<[id: Uint8Array], KnownActRow>(`${knownAct} WHERE a.id = ?`),
    actsOfPerson: prepare<[personKey: Uint8Array, limit: number], KnownActRow>(
      `${knownAct} WHERE a.person_key = ? ORDER BY a.seq DESC LIMIT ?`,
    ),
    removeAct: prepare<[id: Uint8Array]>('DELETE FROM act WHERE id = ?'),
    removeQueued: prepare<[id: Uint8Array]>('DELETE FROM outbox WHERE seq = (SELECT seq FROM act WHERE id = ?)'),
    settleAct: prepare<[state: string, seq: number]>('UPDATE act SET state = ?, dek = NULL WHERE seq = ?'),
    gaps: prepare<[], { missing: number }>('SELECT COALESCE(max(seq) - min(seq) + 1, 0) - count(*) AS missing FROM act'),
    forgetBefore: prepare<[before: number, last: number]>(
      `DELETE FROM act WHERE seq < (SELECT min(seq) FROM act WHERE recorded_at >= ? OR seq = ?)
         AND seq < COALESCE((SELECT min(seq) - 1 FROM outbox), seq + 1)`,
    ),
    // outbox
    insertOutbox: prepare<[seq: number, body: Uint8Array]>('INSERT INTO outbox (seq, body) VALUES (?, ?)'),
    removeOutbox: prepare<[seq: number]>('DELETE FROM outbox WHERE seq = ?'),
    outboxSize: prepare<[], { count: number }>('SELECT count(*) AS count FROM outbox'),
    outbox: prepare<[], OutboxRow>(`${outboxRow} ORDER BY o.seq`),
    sendable: prepare<{ now: number }, OutboxRow>(sendable),
    oldestLiving: prepare<[], { seq: number; recordedAt: number }>(
      `SELECT seq, recorded_at AS recordedAt FROM outbox JOIN act USING (seq)
       WHERE seq NOT IN (SELECT seq FROM delayed WHERE dead = 1) ORDER BY seq LIMIT 1`,
    ),
    delayRecord: prepare<{ seq: number; attempts: number; maxAttempts: number; nextAt: number; error: string }, { dead: 0 | 1 }>(
      delayRecord,
    ),
    endWait: prepare<[session: Uint8Array]>('UPDATE delayed SET next_at = 0 WHERE session = ?'),
    dead: prepare<
      [],
      { id: Buffer; item: string; kind: string; caseNumber: string; at: number; attempts: number; error: string }
    >(
      `SELECT a.id, a.item, a.kind, a.case_number AS caseNumber, a.at, d.attempts, d.error
       FROM delayed d JOIN act a USING (seq) WHERE d.dead = 1 ORDER BY seq`,
    ),
    deadCount: prepare<[], { count: number }>('SELECT count(*) AS count FROM delayed WHERE dead = 1'),
    revive: prepare<[id: Uint8Array]>('DELETE FROM delayed WHERE dead = 1 AND seq = (SELECT seq FROM act WHERE id = ?)'),
    insertReceipt: prepare<[seq: number, ref: string, at: string, reason: string, keyId: string, sig: string]>(
      'INSERT INTO receipt (seq, ref, at, reason, key_id, sig) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    // prints
    insertPrint: prepare<{ seq: number; what: string; outcome: string; code: string | null; at: number }>(
      'INSERT INTO print (seq, what, outcome, code, at) VALUES (@seq, @what, @outcome, @code, @at)',
    ),
    settlePrint: prepare<{ seq: number; what: string; outcome: string; code: string | null; at: number }>(settlePrint),
    prints: prepare<[id: Uint8Array], { what: 'receipt' | 'document'; outcome: PrintOutcome; code: string | null; at: number }>(
      'SELECT what, outcome, code, at FROM print WHERE seq = (SELECT seq FROM act WHERE id = ?) ORDER BY number',
    ),
    nextReceiptNumber: prepare<[day: string, first: number], { last: number }>(
      'INSERT INTO receipt_number VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last',
    ),
    // session
    saveSession: prepare<[snapshot: string]>('INSERT OR REPLACE INTO session VALUES (1, ?)'),
    loadSession: prepare<[], { snapshot: string }>('SELECT snapshot FROM session'),
    clearSession: prepare<[]>('DELETE FROM session'),
    // feeds
    cursor: prepare<[stream: string], { pos: number }>('SELECT pos FROM cursor WHERE stream = ?'),
    moveCursor: prepare<[stream: string, pos: number]>('INSERT OR REPLACE INTO cursor VALUES (?, ?)'),
    putFeed: prepare<{ stream: string; key: string; pos: number; payload: string }>(putFeed),
    dropFeed: prepare<[stream: string, key: string]>('DELETE FROM feed WHERE stream = ? AND key = ?'),
    clearFeed: prepare<[stream: string]>('DELETE FROM feed WHERE stream = ?'),
    feedOfTag: prepare<[stream: string, pattern: string], { key: string; pos: number; payload: string }>(
      'SELECT key, pos, payload FROM feed WHERE stream = ? AND key LIKE ? ORDER BY key',
    ),
    settleProposal: prepare<[id: string, at: number]>('INSERT OR IGNORE INTO settled_proposal (id, at) VALUES (?, ?)'),
    unsettleProposal: prepare<[id: string]>('DELETE FROM settled_proposal WHERE id = ?'),
    settledProposals: prepare<[], { id: string }>('SELECT id FROM settled_proposal'),
    forgetSettled: prepare<[before: number]>('DELETE FROM settled_proposal WHERE at < ?'),
    feed: prepare<[stream: string], { key: string; pos: number; payload: string }>(
      'SELECT key, pos, payload FROM feed WHERE stream = ? ORDER BY key',
    ),
  };
}

export type PrintOutcome = 'printing' | 'printed' | 'failed' | 'unknown';
export type Statements = ReturnType<typeof prepareStatements>;
