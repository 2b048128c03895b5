import { existsSync, mkdirSync } from 'node:fs';
import { caseDayOf } from './identifiers.ts';
import { sequencesPerDatabase } from './acts.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import { connect, type Connection } from './connection.ts';
import { copyBeforeMigration } from './copies.ts';
import { faultOf } from './fault.ts';
import { checkChain, checkPages } from './integrity.ts';
import { readOrCreateKeys, type JournalKeys } from './key-file.ts';
import { applyMigration, schemaVersionOf, type Migration } from './migrations.ts';
import { momentOfStamp } from './file-stamp.ts';
import { listQuarantined, quarantine, unacknowledged } from './quarantine.ts';
import { prepareStatements } from './sql.ts';
import { databaseFileOf } from './store.ts';

export interface OpenParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly migrations: readonly Migration[];
}

export interface Opened {
  readonly keys: JournalKeys;
  readonly connection: Connection;
}

/**
 * Key, pages, schema, chain: in this order, and a journal that fails one of them is not used. A damaged one is moved to
 * quarantine; no empty one takes its place until staff have acknowledged that (`acknowledgeQuarantine`).
 */
export function openDatabase(parts: OpenParts): Result<Opened, CodedError> {
  const file = databaseFileOf(parts.folder);
  try {
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
    const open = unacknowledged(parts.folder)[0];
    if (open !== undefined) return err({ code: 'JRN-003', raw: `quarantined ${open}` });
    const keys = readOrCreateKeys(parts.folder, !existsSync(file), parts.random);
    if (!keys.ok) return keys;
    const connection = openChecked(parts, file, keys.value);
    return connection.ok ? ok({ keys: keys.value, connection: connection.value }) : connection;
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'JRN-003') return setAside(parts, file, fault.raw ?? '');
    parts.log('journal.refusing', { code: fault.code, raw: fault.raw });
    return err(fault);
  }
}

/** Throws what SQLite throws; on any way out but the good one the connection is closed. */
function openChecked(parts: OpenParts, file: string, keys: JournalKeys): Result<Connection, CodedError> {
  let connection = connect(file, keys.database);
  try {
    const damage = checkPages(connection);
    if (damage) return giveUp(connection, () => setAside(parts, file, damage));
    const newest = parts.migrations.at(-1)?.version ?? 0;
    const found = schemaVersionOf(connection);
    if (found > newest) return giveUp(connection, () => err({ code: 'JRN-002', raw: `schema ${found} is newer than ${newest}` }));
    for (const migration of parts.migrations.filter(({ version }) => version > found)) {
      connection = found === 0 ? migrated(connection, migration) : migrateWithCopy(parts, file, keys, connection, migration);
    }
    const sql = prepareStatements(connection);
    beginEpochIfNew(parts, connection);
    const problem = checkChain(sql);
    if (problem) return giveUp(connection, () => setAside(parts, file, problem));
    return ok(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function giveUp(connection: Connection, answer: () => Result<never, CodedError>): Result<never, CodedError> {
  connection.close();
  return answer();
}

/** The copy is taken while the database is closed: opening its file a second time would drop the lock on it. */
function migrateWithCopy(
  parts: OpenParts,
  file: string,
  keys: JournalKeys,
  connection: Connection,
  migration: Migration,
): Connection {
  const version = schemaVersionOf(connection);
  connection.close();
  copyBeforeMigration(parts.folder, file, version, parts.clock.now());
  const current = migrated(connect(file, keys.database), migration);
  parts.log('journal.migrated', { from: version, to: migration.version });
  return current;
}

/** A new database has nothing that a copy could keep. */
function migrated(connection: Connection, migration: Migration): Connection {
  try {
    applyMigration(connection, migration);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

/** The hours since this moment are the epoch of a journal that begins in them. */
const epochOrigin = Date.parse('2020-01-01T00:00:00Z');
const hourMs = 3_600_000;

/**
 * A journal that begins anew must not repeat what the one before it said. Nothing of that one may be left but the time and
 * the number of those that were set aside: both raise the epoch, and the latter leaves out the numbers of the day.
 */
function beginEpochIfNew(parts: OpenParts, connection: Connection): void {
  const now = parts.clock.now();
  const setAside = listQuarantined(parts.folder);
  const onThisDay = setAside.filter((stamp) => caseDayOf(momentOfStamp(stamp)) === caseDayOf(now)).length;
  const epoch = 1 + Math.floor((now - epochOrigin) / hourMs) + setAside.length;
  prepareStatements(connection).beginEpoch.run(epoch, caseDayOf(now), onThisDay * sequencesPerDatabase);
}

function setAside(parts: OpenParts, file: string, why: string): Result<never, CodedError> {
  const name = quarantine(parts.folder, file, parts.clock.now());
  parts.log('journal.quarantined', { code: 'JRN-003', why, name });
  return err({ code: 'JRN-003', raw: why });
}
