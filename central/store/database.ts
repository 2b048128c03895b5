import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

/** Object ids of pg_type whose text we turn into something else than pg does by default. */
const oid = { int8: 20, date: 1082, timestamptz: 1184 } as const;

/**
 * One reading of each type on every engine: int8 as a safe number (never a string here and a bigint there), an instant as
 * ISO text with Z, a day as `YYYY-MM-DD` without any time zone.
 */
function parserFor(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  switch (type) {
    case oid.int8:
      return safeInteger;
    case oid.timestamptz:
      return (text) => new Date(text).toISOString();
    case oid.date:
      return (text) => text;
    default:
      return pg.types.getTypeParser(type, format ?? 'text') as (text: string) => unknown;
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('an int8 column holds more than a safe integer');
  return value;
}

/**
 * A pool of its own for each lane, so that a person before a terminal never waits behind 550 draining queues.
 * @param url connection URL; @param connections size of the pool.
 */
export function openDatabase(url: string, connections: number): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  });
  // A connection that the server closed. Whoever uses it hears of it through its query, and the pool opens another one; without a
  // listener, on the pool for idle ones and on the connection for those in a transaction, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
