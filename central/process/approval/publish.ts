import type { Clock } from '#contracts/basics/clock.ts';
import { addDays, instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { Db, SigningKey, Tx } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import type { ItemEvent, ItemRefusal, ItemVersionState } from './item-machine.ts';
import { moveVersion } from './item-machine.ts';
import { packageHash } from './item-package.ts';
import type { ItemRow } from './item-rows.ts';
import { lockVersions, readDue, stateOf, updateState } from './item-rows.ts';
import { isSignedRow, signVersion } from './item-signature.ts';

export interface PublishParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly key: SigningKey;
}

/**
 * Moves a version and signs what it is then. The caller holds its row. What was signed before is looked at first: nobody gets a signature
 * for what was changed in the database.
 */
export async function moveSigned(
  tx: Tx,
  { clock, key }: Pick<PublishParts, 'clock' | 'key'>,
  row: ItemRow,
  event: ItemEvent,
): Promise<Result<ItemVersionState, ItemRefusal>> {
  const isWhole = row.approver === null ? packageHash(row.body, row.decision) === row.sha256 : isSignedRow(key, row);
  if (!isWhole)
    return err({ code: 'signature', text: 'This version was changed in the database after it was checked; it cannot go on.' });
  const moved = moveVersion(stateOf(row), event);
  if (!moved.ok) return moved;
  const { author, approver = '', effectiveFrom = null, effectiveTo = null } = moved.value;
  const signed = signVersion(key, { body: row.body, decision: row.decision, author, approver, effectiveFrom, effectiveTo });
  await updateState(tx, row.item_id, row.version, { version: moved.value, signed, at: instantOf(clock.now()) });
  return moved;
}

/** Versions whose day has come go live and the ones before them retire; in any number of processes, once. */
export async function beginDue(parts: PublishParts, today: string): Promise<void> {
  for (const id of await readDue(parts.db, today))
    await inTransaction(parts.db, parts.clock, (tx) => beginItem(tx, parts, id, today));
}

/** The newest version whose day has come takes the place of all older ones. The caller's transaction. */
export async function beginItem(tx: Tx, parts: Omit<PublishParts, 'db'>, id: string, today: string): Promise<void> {
  const rows = await lockVersions(tx, id);
  const isDue = ({ state, effective_from }: ItemRow): boolean =>
    state === 'approved' && effective_from !== null && effective_from <= today;
  const due = rows.filter(isDue).map((row) => ({ row, isSigned: isSignedRow(parts.key, row) }));
  const next = due.find(({ isSigned }) => isSigned)?.row;
  for (const { row, isSigned } of due)
    if (!isSigned) parts.log('inference.item-refused', { item: id, version: row.version, reason: 'signature' });
  if (!next) return;
  const from = next.effective_from ?? today;
  for (const old of rows)
    if (old !== next && (old.state === 'live' || isDue(old)))
      await retireRow(tx, parts, old, laterOf(old.effective_from ?? from, addDays(from, -1)));
  const begun = await moveSigned(tx, parts, next, { is: 'begin', today });
  if (!begun.ok) throw new Error(`a version could not begin: ${begun.error.code}`);
}

/** One that was changed in the database has no good signature, and gets none on its way out. */
async function retireRow(tx: Tx, parts: Pick<PublishParts, 'clock' | 'key'>, row: ItemRow, on: string): Promise<void> {
  const moved = await moveSigned(tx, parts, row, { is: 'retire', on });
  if (moved.ok) return;
  const version = { ...stateOf(row), state: 'retired' as const, effectiveTo: on };
  const signed = { key_id: row.key_id ?? '', sig: row.sig ?? '' };
  await updateState(tx, row.item_id, row.version, { version, signed, at: instantOf(parts.clock.now()) });
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
