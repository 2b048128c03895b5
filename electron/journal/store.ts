import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import { connect, type Connection } from './connection.ts';
import { faultOf } from './fault.ts';
import { prepareStatements, type Statements } from './sql.ts';

export function databaseFileOf(folder: string): string {
  return join(folder, 'journal.db');
}

/**
 * The open database and what must happen when the disk fails under it. After an I/O error nothing that SQLite holds in
 * memory can be believed, so the connection is closed and opened again; until that succeeds all writing is refused.
 */
export interface Store {
  /** Throws SqliteError where the disk refuses to be read. */
  read<T>(work: (sql: Statements) => T): T;
  /** One transaction: all of `work` or nothing. JRN-001, JRN-002, JRN-003; whatever failed has left no trace. */
  write<T>(work: (sql: Statements) => T, undo?: (sql: Statements) => void): Result<T, CodedError>;
  /** Moves the write-ahead log into the database and empties it, so that nothing deleted stays in it. */
  checkpoint(): Result<void, CodedError>;
  close(): void;
}

export interface StoreParts {
  readonly folder: string;
  readonly key: Uint8Array;
  readonly log: Log;
  /** Called for each connection once it is usable: what is kept in memory must be read again. */
  readonly onConnected: (sql: Statements) => void;
}

export function createStore(parts: StoreParts, first: Connection): Store {
  const file = databaseFileOf(parts.folder);
  let open: OpenStore | undefined = openStore(first);
  let closed = false;
  parts.onConnected(open.sql);
  /** What a commit of unknown outcome may have left behind; undone before anything else is written. */
  const undoing: ((sql: Statements) => void)[] = [];

  const drop = () => {
    try {
      open?.connection.close();
    } catch {
      // the disk refuses the last checkpoint too; what is committed is in the log and is found at the next opening
    }
    open = undefined;
  };

  const opened = (): OpenStore => {
    if (open) return open;
    if (closed) throw Object.assign(new Error('the journal was closed'), { code: 'ERR_CLOSED' });
    if (!existsSync(file)) throw Object.assign(new Error('the database file is gone'), { code: 'ENOENT' });
    const again = openStore(connect(file, parts.key));
    open = again;
    // Before an uncertain commit is undone its pages go to the disk once more, by a checkpoint that succeeds.
    again.connection.pragma('wal_checkpoint(TRUNCATE)');
    again.transact(() => undoing.forEach((undo) => undo(again.sql)));
    undoing.length = 0;
    parts.onConnected(again.sql);
    return again;
  };

  /** Tries at once: the next act need not wait for it, and an uncertain commit is undone as early as can be. */
  const reopen = () => {
    drop();
    try {
      opened();
    } catch (error) {
      faultOf(error);
      drop();
    }
  };

  const refuse = (error: unknown, undo?: (sql: Statements) => void): Result<never, CodedError> => {
    const fault = faultOf(error);
    parts.log('journal.refusing', { code: fault.code, raw: fault.raw });
    if (fault.code !== 'JRN-001') {
      if (undo) undoing.push(undo);
      reopen();
    }
    return err(fault);
  };

  return {
    read: (work) => work(opened().sql),
    write(work, undo) {
      try {
        const { transact, sql } = opened();
        return ok(transact(() => work(sql)));
      } catch (error) {
        return refuse(error, undo);
      }
    },
    checkpoint() {
      try {
        opened().connection.pragma('wal_checkpoint(TRUNCATE)');
        return ok();
      } catch (error) {
        return refuse(error);
      }
    },
    close() {
      closed = true;
      open?.connection.pragma('wal_checkpoint(TRUNCATE)');
      drop();
    },
  };
}

interface OpenStore {
  readonly connection: Connection;
  readonly sql: Statements;
  readonly transact: <T>(work: () => T) => T;
}

function openStore(connection: Connection): OpenStore {
  // The library types a transaction by its function; this one runs any.
  const transaction = connection.transaction((work: () => unknown) => work());
  const transact = <T>(work: () => T) => transaction.immediate(work) as T;
  return { connection, sql: prepareStatements(connection), transact };
}
