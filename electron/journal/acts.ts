import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf, type Clock, type Instant } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { ActId, CaseNumber, RandomBytes, SessionId, TerminalId } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Act, ActKind } from '#contracts/domain/act.ts';
import { sealBody } from './body.ts';
import { chainHash, chainStart } from './chain.ts';
import { nextHybridTime } from './hybrid-clock.ts';
import { caseDayOf, caseNumberOf, dayMs, lastDaySequence, startOfLocalDay, uuidBytes, uuidText } from './identifiers.ts';
import type { ActRow, KnownActRow, LastActRow, Statements } from './sql.ts';
import type { Store } from './store.ts';

type WithoutCaseNumber<A> = A extends { kind: 'rating.give' } ? A : A extends Act ? Omit<A, 'caseNumber'> : never;

/** An act before the journal gave it its case number. A rating carries the number of the act that it is about. */
export type ActDraft = WithoutCaseNumber<Act>;

export interface RecordOptions {
  /** `personKey` of the acting person's id number. */
  readonly personKey: string;
  /** After this the centre answers `superseded`. */
  readonly expiresAt: Instant;
}

export interface RecordedAct {
  readonly act: Act;
  readonly seq: number;
}

/** What the terminal itself still knows of an act: nothing personal. */
export interface KnownAct {
  readonly id: ActId;
  readonly seq: number;
  readonly session: SessionId;
  readonly kind: ActKind;
  readonly itemId: string;
  readonly caseNumber: CaseNumber;
  readonly at: Instant;
  /** Its record's hash in this terminal's chain, hex: what a receipt's QR code and the centre can be compared by. */
  readonly hash: string;
  /** `dead`: set aside after repeated failures, still here, staff and the centre must look. */
  readonly state: 'queued' | 'dead' | 'applied' | 'superseded' | 'rejected';
  /** The centre's verified answer. */
  readonly receipt?: { readonly ref: string; readonly at: string; readonly reason: string };
}

export interface RecordParts {
  readonly store: Store;
  readonly terminal: TerminalId;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** A database that begins anew on a day leaves this many numbers to each one that was set aside on it. */
export const sequencesPerDatabase = 2000;

/**
 * Writes the act and its outbox row in one transaction. The same id with the same content again gets the same answer and
 * no second row; with other content it is refused (SYN-004). `isNew` tells which it was.
 */
export function recordAct(
  parts: RecordParts,
  draft: ActDraft,
  options: RecordOptions,
): Result<RecordedAct & { readonly isNew: boolean }, CodedError> {
  const id = uuidBytes(draft.id);
  let written = false; // a known act must survive whatever the disk does while it is asked for again
  const answer = parts.store.write(
    (sql) => {
      const same = sameAct(sql, id, draft);
      written = same === undefined;
      return same ?? newAct(parts, sql, id, draft, options);
    },
    (sql) => {
      if (!written) return;
      sql.removeQueued.run(id);
      sql.removeAct.run(id);
      const settled = settledBy(draft);
      if (settled !== undefined) sql.unsettleProposal.run(settled);
    },
  );
  return answer.ok ? answer.value : answer;
}

type Recording = Result<RecordedAct & { readonly isNew: boolean }, CodedError>;

function sameAct(sql: Statements, id: Uint8Array, draft: ActDraft): Recording | undefined {
  const known = sql.findAct.get(id);
  if (!known) return undefined;
  const { act, text } = complete(draft, known.caseNumber as CaseNumber);
  const previous = sql.hashOf.get(known.seq - 1)?.hash ?? chainStart;
  if (!chainHash(previous, text).equals(known.hash)) return err({ code: 'SYN-004' });
  return ok({ act, seq: known.seq, isNew: false });
}

function newAct(parts: RecordParts, sql: Statements, id: Uint8Array, draft: ActDraft, options: RecordOptions): Recording {
  const last = sql.lastAct.get();
  const now = parts.clock.now();
  const day = caseDayOf(now);
  const isRating = draft.kind === 'rating.give';
  const daySequence = lastSequence(sql, last, now) + (isRating ? 0 : 1);
  if (daySequence > lastDaySequence) return err({ code: 'JRN-005', raw: 'case numbers of the day used up' });

  const { act, text } = complete(draft, isRating ? draft.caseNumber : caseNumberOf(day, parts.terminal, daySequence));
  const seq = (last?.seq ?? 0) + 1;
  const session = uuidBytes(act.session);
  const time = nextHybridTime(last && { ms: last.hlcMs, counter: last.hlcCounter }, now);
  const { body, dek } = sealBody(text, id, parts.random);
  const row: ActRow = {
    seq,
    id,
    session,
    sessSeq: (sql.lastOfSession.get(session)?.last ?? 0) + 1,
    kind: act.kind,
    item: act.itemId,
    schemaVersion: act.schemaVersion,
    caseNumber: act.caseNumber,
    daySequence,
    at: Date.parse(act.at),
    recordedAt: now,
    hlcMs: time.ms,
    hlcCounter: time.counter,
    expiresAt: Date.parse(options.expiresAt),
    personKey: Buffer.from(options.personKey, 'hex'),
    hash: chainHash(last?.hash ?? chainStart, text),
    dek,
  };
  sql.insertAct.run(row);
  sql.insertOutbox.run(seq, body);
  const settled = settledBy(draft);
  if (settled !== undefined) sql.settleProposal.run(settled, now);
  return ok({ act, seq, isNew: true });
}

/** What was confirmed or declined is never offered here again, whatever happens after the act is on the disk. */
function settledBy(draft: ActDraft): string | undefined {
  return draft.kind === 'proposal.confirm' || draft.kind === 'proposal.decline' ? draft.proposal : undefined;
}

/** The act as it is hashed and sent; a draft names no case number unless it is a rating. */
function complete(draft: ActDraft, caseNumber: CaseNumber): { readonly act: Act; readonly text: string } {
  const act: Act = { ...draft, caseNumber };
  return { act, text: canonicalJson(act) };
}

/** The last row of a day has that day's highest number; only the first act of a day needs a search. */
function lastSequence(sql: Statements, last: LastActRow | undefined, now: number): number {
  const from = startOfLocalDay(now);
  if (last && startOfLocalDay(last.recordedAt) === from) return last.daySequence;
  const begun = sql.epoch.get();
  const floor = begun?.firstDay === caseDayOf(now) ? begun.firstSequence : 0;
  return sql.lastSequenceBetween.get(from, from + dayMs)?.last ?? floor;
}

export function knownActOf(row: KnownActRow): KnownAct {
  const receipt = row.ref === null ? undefined : { ref: row.ref, at: row.receiptAt ?? '', reason: row.reason ?? '' };
  return {
    id: uuidText(row.id) as ActId,
    seq: row.seq,
    session: uuidText(row.session) as SessionId,
    kind: row.kind as ActKind,
    itemId: row.item,
    caseNumber: row.caseNumber as CaseNumber,
    at: instantOf(row.at),
    hash: row.hash.toString('hex'),
    state: row.dead === 1 ? 'dead' : row.state,
    ...(receipt && { receipt }),
  };
}
