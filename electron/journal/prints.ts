import { instantOf, type Clock, type Instant } from '#contracts/basics/clock.ts';
import type { CodedError, ErrorCode } from '#contracts/basics/error-codes.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { invariant } from '#contracts/basics/asserts.ts';
import type { Result } from '#contracts/basics/result.ts';
import { caseDayOf, uuidBytes } from './identifiers.ts';
import type { PrintOutcome, Statements } from './sql.ts';
import type { Store } from './store.ts';

export type PrintedMatter = 'receipt' | 'document';

/** One try to print. Found `printing` after a restart, its outcome is unknown: paper may or may not have come out. */
export interface PrintRecord {
  readonly what: PrintedMatter;
  readonly outcome: PrintOutcome;
  readonly code?: ErrorCode;
  readonly at: Instant;
}

export interface PrintNote {
  readonly act: ActId;
  readonly what: PrintedMatter;
  readonly outcome: PrintOutcome;
  readonly code?: ErrorCode;
}

/** `printing` begins a try and is durable before the first byte goes to the printer; any other outcome ends the last try. */
export function recordPrint(store: Store, clock: Clock, { act, what, outcome, code }: PrintNote): Result<void, CodedError> {
  return store.write((sql) => {
    const known = sql.findAct.get(uuidBytes(act));
    invariant(known, 'only a recorded act is printed');
    const row = { seq: known.seq, what, outcome, code: code ?? null, at: clock.now() };
    const settled = outcome !== 'printing' && sql.settlePrint.run(row).changes > 0;
    if (!settled) sql.insertPrint.run(row);
  });
}

/** Oldest first. */
export function printsOf(sql: Statements, act: ActId): PrintRecord[] {
  return sql.prints.all(uuidBytes(act)).map(({ what, outcome, code, at }) => ({
    what,
    outcome,
    ...(code !== null && { code: code as ErrorCode }),
    at: instantOf(at),
  }));
}

/** The next number of the local day, durable before it is returned, so that no two receipts ever share one: `20261123-0007`. */
export function nextReceiptNumber(store: Store, clock: Clock): Result<string, CodedError> {
  return store.write((sql) => {
    const day = caseDayOf(clock.now());
    const begun = sql.epoch.get();
    const first = begun?.firstDay === day ? begun.firstSequence + 1 : 1;
    const number = sql.nextReceiptNumber.get(day, first)?.last ?? first;
    return `${day}-${String(number).padStart(4, '0')}`;
  });
}
