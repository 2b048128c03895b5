import { instantOf } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { invariant } from '#contracts/basics/asserts.ts';
import type { ActId, CaseNumber, SessionId, TerminalId } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { syncLimits, type CentralReceipt, type SyncRecord } from '#contracts/sync/wire.ts';
import { openBody } from './body.ts';
import { chainStart } from './chain.ts';
import { hybridTimeText } from './hybrid-clock.ts';
import { uuidBytes, uuidText } from './identifiers.ts';
import type { OutboxRow, Statements } from './sql.ts';
import type { Store } from './store.ts';

/** Tries that count against a record before it is set aside. */
export const maxAttempts = 8;

/** A record that may be sent now, and how many tries have counted against it. */
export interface Sendable {
  readonly record: SyncRecord;
  readonly attempts: number;
}

export interface BatchLimits {
  readonly maxRecords: number;
  /** Of the bodies as they are stored (compressed) plus their envelopes: close to what the batch will weigh on the line. */
  readonly maxBytes: number;
}

/** A record that was not answered for good. */
export interface Delay {
  readonly id: ActId;
  /** ms since 1970; before that it is not sent, nor anything later of its session. */
  readonly nextAt: number;
  /** Tries that count against it, this one included; at 8 it is set aside (`dead`). */
  readonly attempts: number;
  /** A code or a name of the protocol: never text about a person. */
  readonly error: string;
}

/** A record that was set aside, for staff: nothing personal. */
export interface DeadRecord {
  readonly id: ActId;
  readonly kind: string;
  readonly itemId: string;
  readonly caseNumber: CaseNumber;
  readonly at: string;
  readonly attempts: number;
  readonly error: string;
}

/** Ids and hashes do not compress: what a record weighs beside its body. */
const envelopeBytes = 160;
/** What a record's line has beside its body, in characters: names, ids, hashes. */
const envelopeText = 600;
/** A body travels inside a JSON string: its quotes are escaped. */
const quoting = 1.25;

/** In order of recording; always at least one if any may be sent, even one that is larger than the limits. */
export function nextBatch(sql: Statements, terminal: TerminalId, now: number, limits: BatchLimits): Sendable[] {
  const batch: Sendable[] = [];
  let bytes = 0;
  let text = 0;
  for (const row of sql.sendable.iterate({ now })) {
    const record = recordOf(row, terminal);
    bytes += row.body.length + envelopeBytes;
    text += Buffer.byteLength(record.body) * quoting + envelopeText;
    const fits = bytes <= limits.maxBytes && text <= syncLimits.decompressedBytes;
    if (batch.length > 0 && !fits) break;
    batch.push({ record, attempts: row.attempts ?? 0 });
    if (batch.length >= limits.maxRecords) break;
  }
  return batch;
}

function recordOf(row: OutboxRow, terminal: TerminalId): SyncRecord {
  invariant(row.dek, 'what is queued still has its key');
  const previous = row.previousHash ?? chainStart;
  return {
    id: uuidText(row.id) as ActId,
    session: uuidText(row.session) as SessionId,
    sessSeq: row.sessSeq,
    kind: row.kind,
    schemaVersion: row.schemaVersion,
    hlc: hybridTimeText({ ms: row.hlcMs, counter: row.hlcCounter }, terminal),
    expiresAt: instantOf(row.expiresAt),
    seq: row.seq,
    prevHash: Buffer.from(previous).toString('hex'),
    hash: row.hash.toString('hex'),
    body: openBody({ body: row.body, dek: row.dek }, row.id),
  };
}

export interface Applied {
  /** Acts that got their final answer now; one that had it already is not counted again. */
  readonly settled: number;
  readonly dead: readonly ActId[];
}

/**
 * Takes over what a batch's answer said, in one transaction. Final: state and receipt are kept, key and body of the act
 * are deleted (crypto-shred). Delayed: waits, or is set aside.
 */
export function applyAnswers(
  store: Store,
  receipts: readonly CentralReceipt[],
  delays: readonly Delay[],
): Result<Applied, CodedError> {
  return store.write((sql) => {
    let settled = 0;
    for (const receipt of receipts) if (settle(sql, receipt)) settled++;
    const dead = delays.filter((delay) => setBack(sql, delay)).map(({ id }) => id);
    return { settled, dead };
  });
}

function settle(sql: Statements, receipt: CentralReceipt): boolean {
  const known = sql.findAct.get(uuidBytes(receipt.id));
  if (!known || sql.removeOutbox.run(known.seq).changes === 0) return false;
  sql.settleAct.run(receipt.code, known.seq);
  sql.insertReceipt.run(known.seq, receipt.ref, receipt.at, receipt.reason, receipt.keyId, receipt.sig);
  sql.endWait.run(known.session); // the turn of what was parked behind it has come
  return true;
}

/** True when the record was set aside by this. */
function setBack(sql: Statements, { id, nextAt, attempts, error }: Delay): boolean {
  const known = sql.findAct.get(uuidBytes(id));
  if (!known) return false;
  return sql.delayRecord.get({ seq: known.seq, attempts, maxAttempts, nextAt, error })?.dead === 1;
}

export function deadRecords(sql: Statements): DeadRecord[] {
  return sql.dead.all().map(({ id, item, kind, caseNumber, at, attempts, error }) => ({
    id: uuidText(id) as ActId,
    kind,
    itemId: item,
    caseNumber: caseNumber as CaseNumber,
    at: instantOf(at),
    attempts,
    error,
  }));
}
