import type { Connection } from './connection.ts';

/** One step of the schema. Never changed once shipped: a terminal may come from any older version. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * `act` is the domain row and stays (see `retention.ts`); `outbox` holds what the centre has not answered yet and loses
 * its row with the answer, so it is as small as the queue. Instants are ms since 1970, ids are the UUID's 16 bytes.
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE journal (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        epoch INTEGER NOT NULL,            -- rises with each database that begins anew (open.ts)
        first_day TEXT NOT NULL,           -- the day it began, as in a case number
        first_sequence INTEGER NOT NULL    -- sequence numbers that an earlier database may have given out on that day
      ) STRICT;

      CREATE TABLE act (
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        session BLOB NOT NULL,
        sess_seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        case_number TEXT NOT NULL,
        day_sequence INTEGER NOT NULL,     -- the highest given out so far on the local day of recorded_at
        at INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        hlc_ms INTEGER NOT NULL,
        hlc_counter INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        person_key BLOB NOT NULL,          -- personKeyOf(id number)
        hash BLOB NOT NULL,                -- SHA-256(hash of seq - 1 || body)
        state TEXT NOT NULL CHECK (state IN ('queued', 'applied', 'superseded', 'rejected')),
        dek BLOB,                          -- key of the body; NULL = crypto-shredded
        UNIQUE (session, sess_seq)
      ) STRICT;
      CREATE INDEX act_of_person ON act (person_key, seq);

      CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY REFERENCES act,
        body BLOB NOT NULL
      ) STRICT;

      CREATE TABLE delayed (               -- records that wait for another try, or were set aside
        seq INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
        session BLOB NOT NULL,
        dead INTEGER NOT NULL CHECK (dead IN (0, 1)),
        attempts INTEGER NOT NULL,
        next_at INTEGER NOT NULL,
        error TEXT NOT NULL
      ) STRICT;
      CREATE INDEX delayed_of_session ON delayed (session, seq);

      CREATE TABLE receipt (               -- the centre's signed answer, as verified
        seq INTEGER PRIMARY KEY REFERENCES act ON DELETE CASCADE,
        ref TEXT NOT NULL,
        at TEXT NOT NULL,
        reason TEXT NOT NULL,
        key_id TEXT NOT NULL,
        sig TEXT NOT NULL
      ) STRICT;

      CREATE TABLE print (
        number INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL REFERENCES act ON DELETE CASCADE,
        what TEXT NOT NULL CHECK (what IN ('receipt', 'document')),
        outcome TEXT NOT NULL CHECK (outcome IN ('printing', 'printed', 'failed', 'unknown')),
        code TEXT,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX print_of_act ON print (seq);

      CREATE TABLE receipt_number (
        day TEXT PRIMARY KEY,
        last INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE session (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        snapshot TEXT NOT NULL
      ) STRICT;

      CREATE TABLE cursor (
        stream TEXT PRIMARY KEY,
        pos INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE feed (
        stream TEXT NOT NULL,
        key TEXT NOT NULL,
        pos INTEGER NOT NULL,
        payload TEXT NOT NULL,
        PRIMARY KEY (stream, key)
      ) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 2,
    sql: `
      CREATE TABLE settled_proposal (      -- confirmed or declined here: not offered again while the feed still has it
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;`,
  },
];

export function schemaVersionOf(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

/** One step in one transaction: after a crash the database has the old schema or the new one. */
export function applyMigration(connection: Connection, migration: Migration): void {
  connection.transaction(() => {
    connection.exec(migration.sql);
    connection.pragma(`user_version = ${migration.version}`);
  })();
}
