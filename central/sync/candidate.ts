import type { Clock } from '#contracts/basics/clock.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { act } from '#contracts/domain/act.ts';
import type { InboxRow } from './inbox.ts';
import type { Reading } from './judgement.ts';
import { readAct } from './judgement.ts';
import type { BatchLine } from './ndjson.ts';

/** An act that is not final yet: new in this batch, or waiting in the inbox. */
export interface Candidate {
  readonly id: string;
  /** Its place in the visit; undefined when the line did not say, then it is answered out of turn. */
  readonly place: { readonly session: string; readonly sessSeq: number } | undefined;
  readonly reading: Reading;
  readonly expired: boolean;
  /** Times that its handler has failed. */
  readonly attempts: number;
  readonly row: Omit<InboxRow, 'state' | 'attempts' | 'detail' | 'receipt'>;
}

/** Makes a candidate of a line of the batch. @param attempts from the inbox when the act failed before. */
export function candidateOf(
  line: BatchLine,
  context: { terminal: string; epoch: number; clock: Clock; at: InboxRow['received_at'] },
  attempts: number,
): Candidate {
  const { terminal, epoch, clock, at } = context;
  const base = { terminal_id: terminal, epoch, received_at: at };
  if (line.is === 'malformed') {
    const row = {
      ...base,
      ...emptyEnvelope,
      id: line.id,
      session: line.place?.session ?? null,
      sess_seq: line.place?.sessSeq ?? null,
    };
    return { id: line.id, place: line.place, reading: { is: 'invalid', problem: 'malformed' }, expired: false, attempts, row };
  }
  const { record, bodyHash } = line;
  return {
    id: record.id,
    place: { session: record.session, sessSeq: record.sessSeq },
    reading: readAct(record, terminal),
    expired: Date.parse(record.expiresAt) < clock.now(),
    attempts,
    row: { ...base, ...envelopeColumns(record, bodyHash) },
  };
}

/** Takes up an act that was parked; what was wrong with it was found, and noted, when it came. */
export function candidateOfParked(row: InboxRow, clock: Clock): Candidate {
  const { state: _, attempts, detail, receipt: __, ...kept } = row;
  const reading: Reading =
    detail === '' ? { is: 'act', act: act.parse(JSON.parse(row.body)) } : { is: 'invalid', problem: detail };
  const place = row.session === null || row.sess_seq === null ? undefined : { session: row.session, sessSeq: row.sess_seq };
  return {
    id: row.id,
    place,
    reading,
    expired: row.expires_at !== null && Date.parse(row.expires_at) < clock.now(),
    attempts,
    row: kept,
  };
}

const emptyEnvelope = { seq: 0, kind: '', schema_version: 0, hlc: '', expires_at: null, hash: '', body_hash: '', body: '' };

function envelopeColumns(record: SyncRecord, bodyHash: string): Omit<Candidate['row'], 'terminal_id' | 'epoch' | 'received_at'> {
  return {
    id: record.id,
    seq: record.seq,
    session: record.session,
    sess_seq: record.sessSeq,
    kind: record.kind,
    schema_version: record.schemaVersion,
    hlc: record.hlc,
    expires_at: record.expiresAt as InboxRow['expires_at'],
    hash: record.hash,
    body_hash: bodyHash,
    body: record.body,
  };
}
