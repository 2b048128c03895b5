import { randomBytes } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Log } from '#contracts/log/events.ts';
import type { CentralReceipt, SyncRecord } from '#contracts/sync/wire.ts';
import type { Db, InboxState, Tx } from '../store/index.ts';
import { inTransaction, insertAudit } from '../store/index.ts';
import type { EnrolledTerminal } from '../terminals/index.ts';
import type { Answer } from './answers.ts';
import { parkedAnswer, refusedAnswer, retryAnswer, storedAnswer } from './answers.ts';
import type { Outcome, SessionHeads } from './apply.ts';
import { applyAll } from './apply.ts';
import { auditRowOf } from './audit-row.ts';
import type { Candidate } from './candidate.ts';
import { candidateOf, candidateOfParked } from './candidate.ts';
import type { ChainAnomaly } from './chain.ts';
import { followChain } from './chain.ts';
import type { ActHandlers } from './handler.ts';
import { clockDriftMs } from './hlc.ts';
import type { AlarmRow, InboxRow, KnownRow } from './inbox.ts';
import {
  findKnown,
  findParked,
  insertAlarms,
  lockChainHead,
  lockSessionHeads,
  moveChainHead,
  moveSessionHeads,
  saveInbox,
} from './inbox.ts';
import type { BatchLine } from './ndjson.ts';
import type { CentreSigner } from './signer.ts';

export interface IntakeParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly signer: CentreSigner;
  readonly handlers: ActHandlers;
}

/** What one batch did, beside its answers: for metrics and for waking who works on the effects. */
export interface Intake {
  /** One answer per line, in the lines' order. */
  readonly answers: readonly Answer[];
  readonly counts: Readonly<Record<InboxState | 'duplicate', number>>;
}

/** A terminal's clock may run ahead by so much before people are told. */
const clockToleranceMs = 5 * 60_000;

/**
 * Takes a batch in: one transaction, whatever becomes of its acts. When this returns, every `final` answer is durable and
 * will be given again, signature and all, to whoever sends the same act again; when it throws, nothing happened.
 * @param epoch rises when a terminal begins a new chain.
 */
export async function takeIn(
  parts: IntakeParts,
  terminal: EnrolledTerminal,
  epoch: number,
  lines: readonly BatchLine[],
): Promise<Intake> {
  const batch = await inTransaction(parts.db, parts.clock, (tx) => processBatch(parts, tx, terminal, epoch, lines));
  for (const note of batch.notes) note();
  return batch;
}

interface Batch extends Intake {
  /** Log lines, held back until the transaction stands. */
  readonly notes: readonly (() => void)[];
}

async function processBatch(
  parts: IntakeParts,
  tx: Tx,
  terminal: EnrolledTerminal,
  epoch: number,
  lines: readonly BatchLine[],
): Promise<Batch> {
  const at = instantOf(parts.clock.now());
  const head = await lockChainHead(tx, terminal.id);
  const known = await findKnown(tx, terminal.id, lines.map(idOf));
  const sorted = sortLines(lines, known);

  const context = { terminal: terminal.id, epoch, clock: parts.clock, at };
  const fresh = sorted.open.map((line) => candidateOf(line, context, known.get(idOf(line))?.attempts ?? 0));
  const sessions = [...new Set(fresh.flatMap(({ place }) => (place ? [place.session] : [])))];
  const heads: SessionHeads = await lockSessionHeads(tx, terminal.id, sessions);
  const before = new Map(heads);
  const candidates = await withParked(parts, tx, terminal.id, sessions, fresh);
  const outcomes = await applyAll({ tx, handlers: parts.handlers, circumstances: { terminal, at } }, candidates, heads);

  const settled = outcomes.map((outcome) => settle(parts.signer, terminal.id, at, outcome));
  await saveInbox(
    tx,
    settled.map(({ row }) => row),
  );
  await insertAudit(
    tx,
    parts.clock,
    outcomes.flatMap((outcome) => auditRowOf(parts.clock, outcome)),
  );
  await moveSessionHeads(tx, terminal.id, new Map([...heads].filter(([session, next]) => before.get(session) !== next)));
  const chain = followChain(head, epoch, sorted.new.flatMap(recordOf));
  if (chain.head !== head) await moveChainHead(tx, terminal.id, chain.head);
  const alarms = alarmsOf(chain.anomalies, sorted.reused);
  await insertAlarms(
    tx,
    alarms.map((alarm) => alarmRow(parts.clock, terminal.id, alarm)),
  );

  const results = new Map(settled.map((one) => [one.row.id, one.answer]));
  return {
    answers: lines.map((line) => answerFor(parts, terminal.id, at, line, known, results, sorted.reused)),
    counts: countsOf(
      settled.map(({ row }) => row.state),
      lines.length,
      sorted.open.length,
    ),
    notes: [...notesOf(parts.log, terminal.id, outcomes, alarms), ...driftNotes(parts, terminal.id, lines)],
  };
}

interface SortedLines {
  /** Not final yet, one line per act, in the order of their visits. */
  readonly open: readonly BatchLine[];
  /** Never seen before: these continue the chain. */
  readonly new: readonly BatchLine[];
  /** A known id with other content. */
  readonly reused: ReadonlySet<BatchLine>;
}

function sortLines(lines: readonly BatchLine[], known: ReadonlyMap<string, KnownRow>): SortedLines {
  const first = new Map<string, string>();
  const reused = new Set<BatchLine>();
  const open: BatchLine[] = [];
  for (const line of lines) {
    const stored = known.get(idOf(line));
    const hash = contentOf(line);
    const earlier = stored?.body_hash ?? first.get(idOf(line));
    if (earlier !== undefined && earlier !== hash) reused.add(line);
    else if (!first.has(idOf(line)) && (!stored || isOpen(stored))) open.push(line);
    if (!first.has(idOf(line))) first.set(idOf(line), earlier ?? hash);
  }
  return { open, new: open.filter((line) => !known.has(idOf(line))), reused };
}

/** Acts that waited in the inbox join those that may let them through; each visit in its own order. */
async function withParked(
  parts: IntakeParts,
  tx: Tx,
  terminal: string,
  sessions: readonly string[],
  fresh: readonly Candidate[],
): Promise<Candidate[]> {
  const here = new Set(fresh.map(({ id }) => id));
  const parked = (await findParked(tx, terminal, sessions))
    .filter((row) => !here.has(row.id))
    .map((row) => candidateOfParked(row, parts.clock));
  const inOrder = [...fresh, ...parked];
  const rank = new Map(sessions.map((session, index) => [session, index]));
  const rankOf = ({ place }: Candidate): number => (place ? (rank.get(place.session) ?? 0) : -1);
  return inOrder.sort((a, b) => rankOf(a) - rankOf(b) || (a.place?.sessSeq ?? 0) - (b.place?.sessSeq ?? 0));
}

interface Settled {
  readonly row: InboxRow;
  readonly answer: Answer;
}

function settle(signer: CentreSigner, terminal: string, at: InboxRow['received_at'], outcome: Outcome): Settled {
  const { candidate } = outcome;
  const { row, attempts } = candidate;
  switch (outcome.is) {
    case 'parked': {
      const detail = candidate.reading.is === 'invalid' ? candidate.reading.problem : '';
      return { row: { ...row, state: 'parked', attempts, detail, receipt: null }, answer: parkedAnswer(candidate.id) };
    }
    case 'failed': {
      const failed: InboxRow = { ...row, state: 'failed', attempts: attempts + 1, detail: outcome.error, receipt: null };
      return { row: failed, answer: retryAnswer(candidate.id, failed.attempts) };
    }
    case 'final': {
      const { code, ref, reason, detail } = outcome.decision;
      const receipt = JSON.stringify(
        signer.receipt({ id: candidate.id as CentralReceipt['id'], code, ref, at, reason, terminal }),
      );
      return { row: { ...row, state: code, attempts, detail, receipt }, answer: storedAnswer(candidate.id, receipt, false) };
    }
  }
}

function answerFor(
  parts: IntakeParts,
  terminal: string,
  at: InboxRow['received_at'],
  line: BatchLine,
  known: ReadonlyMap<string, KnownRow>,
  results: ReadonlyMap<string, Answer>,
  reused: ReadonlySet<BatchLine>,
): Answer {
  const id = idOf(line);
  if (reused.has(line)) {
    return refusedAnswer(
      parts.signer.receipt({ id: id as CentralReceipt['id'], code: 'rejected', ref: '', at, reason: 'SYN-004', terminal }),
    );
  }
  const now = results.get(id);
  if (now !== undefined) return now;
  const receipt = known.get(id)?.receipt;
  return receipt === undefined || receipt === null ? parkedAnswer(id) : storedAnswer(id, receipt, true);
}

interface Alarm {
  readonly kind: 'chain' | 'key-reuse';
  readonly detail: Readonly<Record<string, string | number>>;
}

function alarmsOf(anomalies: readonly ChainAnomaly[], reused: ReadonlySet<BatchLine>): Alarm[] {
  return [
    ...anomalies.map((anomaly): Alarm => ({ kind: 'chain', detail: { anomaly: anomaly.kind, seq: anomaly.seq } })),
    ...[...reused].map((line): Alarm => ({ kind: 'key-reuse', detail: { act: idOf(line) } })),
  ];
}

function alarmRow(clock: Clock, terminal: string, alarm: Alarm): AlarmRow {
  return {
    terminal_id: terminal,
    id: makeUuidV7(clock.now(), randomBytes),
    at: instantOf(clock.now()),
    kind: alarm.kind,
    detail: alarm.detail,
  };
}

function notesOf(log: Log, terminal: string, outcomes: readonly Outcome[], alarms: readonly Alarm[]): (() => void)[] {
  const poisoned = outcomes.flatMap((outcome) => (outcome.is === 'failed' ? [outcome] : []));
  return [
    ...poisoned.map(
      ({ candidate, error }) =>
        () =>
          log('centre.poison', { terminal, act: candidate.id, kind: candidate.row.kind, error }),
    ),
    ...alarms.map(
      (alarm) => () => log(alarm.kind === 'chain' ? 'centre.chain-broken' : 'centre.key-reuse', { terminal, ...alarm.detail }),
    ),
  ];
}

function driftNotes(parts: IntakeParts, terminal: string, lines: readonly BatchLine[]): (() => void)[] {
  const ahead = lines.flatMap(recordOf).map(({ hlc }) => clockDriftMs(hlc, parts.clock.now()));
  const worst = Math.max(0, ...ahead);
  return worst > clockToleranceMs ? [() => parts.log('centre.clock-ahead', { terminal, aheadMs: worst })] : [];
}

function countsOf(states: readonly InboxState[], lines: number, open: number): Intake['counts'] {
  const counts = { parked: 0, failed: 0, applied: 0, superseded: 0, rejected: 0, duplicate: lines - open };
  for (const state of states) counts[state] += 1;
  return counts;
}

function idOf(line: BatchLine): string {
  return line.is === 'record' ? line.record.id : line.id;
}

function contentOf(line: BatchLine): string {
  return line.is === 'record' ? line.bodyHash : '';
}

function recordOf(line: BatchLine): SyncRecord[] {
  return line.is === 'record' ? [line.record] : [];
}

function isOpen(row: KnownRow): boolean {
  return row.state === 'parked' || row.state === 'failed';
}
