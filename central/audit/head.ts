import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Db } from '../store/index.ts';
import type { LogHead } from './append.ts';
import { centreLog } from './log-name.ts';

/** Longer than an append takes; when its holder dies, another process goes on after so long. */
const leaseMs = 3_000;

interface HeadRow {
  readonly size: number;
  readonly last_leaf: Buffer;
  readonly peaks: Buffer;
}

/**
 * Takes the lease and locks the row until the transaction ends; undefined when another process has it. Who waits for the row here reads it
 * as the other one left it, so two processes can never append to the same head, whatever their clocks say of the lease.
 * @param holder a name of this process that no other one has.
 */
export async function claimHead(tx: Db, clock: Clock, holder: string): Promise<LogHead | undefined> {
  const claimed = await sql<HeadRow>`
    UPDATE audit_head SET holder = ${holder}, lease_until = ${instantOf(clock.now() + leaseMs)}
    WHERE log = ${centreLog} AND (holder = ${holder} OR lease_until <= ${instantOf(clock.now())})
    RETURNING size, last_leaf, peaks`.execute(tx);
  const [row] = claimed.rows;
  return row && headOf(row);
}

/** The head as it is now, without any claim to it. */
export async function readHead(db: Db): Promise<LogHead> {
  const found = await sql<HeadRow>`SELECT size, last_leaf, peaks FROM audit_head WHERE log = ${centreLog}`.execute(db);
  const [row] = found.rows;
  if (!row) throw new Error('the audit log has no head: its row was deleted, or the database is not migrated');
  return headOf(row);
}

/** Moves the head that this transaction has claimed. @throws when it is not where it was: then nothing may be written. */
export async function moveHead(tx: Db, from: LogHead, to: LogHead): Promise<void> {
  const moved = await sql`
    UPDATE audit_head SET size = ${to.range.size}, last_leaf = ${to.lastLeaf}, peaks = ${Buffer.concat(to.range.peaks)}
    WHERE log = ${centreLog} AND size = ${from.range.size}`.execute(tx);
  if (moved.numAffectedRows !== 1n) throw new Error('the head of the audit log moved under its lock');
}

/** Gives the lease back, so that another process need not wait for its end. */
export async function releaseHead(db: Db, holder: string): Promise<void> {
  await sql`UPDATE audit_head SET holder = '', lease_until = 'epoch' WHERE log = ${centreLog} AND holder = ${holder}`.execute(db);
}

function headOf({ size, last_leaf: lastLeaf, peaks }: HeadRow): LogHead {
  const count = peaks.length / 32;
  return {
    range: { size, peaks: Array.from({ length: count }, (_, n) => peaks.subarray(n * 32, n * 32 + 32)) },
    lastLeaf,
  };
}
