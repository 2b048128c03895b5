import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';

export type Tx = Transaction<Tables>;

/** SQLSTATEs after which the same transaction may succeed when it is run again: serialization failure, deadlock. */
const transient = new Set(['40001', '40P01']);

const retryDelays = { firstMs: 20, tries: 6 } as const;

/**
 * Runs `work` in one transaction and runs it again, with growing random pauses, when the database lost a race (every
 * distributed PostgreSQL answers that way, and so does ours under load). `work` must therefore have no effect outside.
 */
export async function inTransaction<T>(
  db: Db,
  clock: Clock,
  work: (tx: Tx) => Promise<T>,
  isolation: 'read committed' | 'serializable' = 'read committed',
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel(isolation).execute(work);
    } catch (error) {
      if (attempt >= retryDelays.tries || !transient.has(sqlState(error))) throw error;
      await pause(clock, Math.random() * retryDelays.firstMs * 2 ** attempt);
    }
  }
}

/** The SQLSTATE of a database error, or empty for any other one. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * Runs `work` so that its failure undoes only what it wrote; the transaction goes on.
 * @throws what `work` threw, after the rollback; a lost race is left to `inTransaction`.
 */
export async function underSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`SAVEPOINT part`.execute(tx);
  try {
    const value = await work();
    await sql`RELEASE SAVEPOINT part`.execute(tx);
    return value;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx);
    throw error;
  }
}

/** Whether the whole transaction must run again, rather than one part of it be blamed. */
export function isTransient(error: unknown): boolean {
  return transient.has(sqlState(error));
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
