import { setImmediate } from 'node:timers/promises';
import { instantOf, type Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { ActId, RandomBytes } from '#contracts/basics/ids.ts';
import { ok, type Result } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import { syncHeaders, syncLimits, type SyncReply, type SyncResult } from '#contracts/sync/wire.ts';
import type { Journal } from '../journal/journal.ts';
import type { Delay, Sendable } from '../journal/outbox.ts';
import { judge, triedDelay, type Judged, type RecordWaits } from './answers.ts';
import { backoffMs } from './backoff.ts';
import { packBatch, type Batch } from './batch.ts';
import type { CentreClient, TransferError } from './centre-client.ts';
import type { SyncDelays } from './delays.ts';
import type { SignatureCheck } from './receipts.ts';

export interface LaneParts {
  readonly journal: Journal;
  readonly centre: CentreClient;
  readonly signatures: SignatureCheck;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly delays: SyncDelays;
}

/** The outbox on its way to the centre: one batch in flight. */
export interface RecordLane {
  /**
   * Sends until nothing may be sent now. The error is of the line or of the centre as a whole; what is wrong with single
   * records is noted at them. Never runs twice at once. @returns how many batches were answered.
   */
  drain(signal: AbortSignal): Promise<Result<number, TransferError>>;
}

/** So many signatures are checked before others get a turn on this thread. */
const judgedAtOnce = 50;

export function createRecordLane(parts: LaneParts): RecordLane {
  const { journal, centre, clock, random, log, delays } = parts;
  /** Sent and not answered: exactly these bytes go out again. */
  let inFlight: Batch | undefined;
  /** Halved when the centre cannot take a batch, doubled when it could. */
  let mostRecords: number = syncLimits.records;
  /** Records that failed alone; it counts against them only once the centre has taken something else. */
  const suspects = new Map<ActId, Sendable>();

  const waits: RecordWaits = {
    afterRetry: (tries) => backoffMs(tries, delays.backoff, random),
    unansweredMs: delays.unansweredMs,
    unresolvedMs: delays.unresolvedMs,
  };

  const take = async (): Promise<Result<Batch | undefined, CodedError>> => {
    if (inFlight) return ok(inFlight);
    const next = journal.nextBatch({ maxRecords: mostRecords, maxBytes: syncLimits.compressedBytes });
    if (!next.ok) return next;
    if (next.value.length > 0) inFlight = await packBatch(next.value);
    return ok(inFlight);
  };

  const judgeAll = async (sent: readonly Sendable[], reply: SyncReply): Promise<Judged> => {
    const answers = new Map<ActId, SyncResult>(reply.results.map((result) => [result.id, result]));
    const about = { terminal: journal.terminal, signatures: parts.signatures, now: clock.now(), waits };
    const judged: Judged[] = [];
    for (let i = 0; i < sent.length; i += judgedAtOnce) {
      judged.push(judge(sent.slice(i, i + judgedAtOnce), answers, about));
      await setImmediate();
    }
    return {
      receipts: judged.flatMap(({ receipts }) => receipts),
      delays: judged.flatMap(({ delays }) => delays),
      unbelieved: judged.flatMap(({ unbelieved }) => unbelieved),
    };
  };

  /** Everything that the centre took proves that the suspects failed by themselves. */
  const convict = (sent: readonly Sendable[]): Delay[] => {
    for (const { record } of sent) suspects.delete(record.id);
    const guilty = [...suspects.values()];
    suspects.clear();
    return guilty.map((one) => triedDelay(one, 'refused alone', clock.now(), waits.afterRetry(one.attempts + 1)));
  };

  const onAnswered = async (batch: Batch, reply: SyncReply): Promise<Result<void, CodedError>> => {
    const { receipts, delays: waiting, unbelieved } = await judgeAll(batch.sent, reply);
    for (const act of unbelieved) log('sync.bad-receipt', { act });
    const applied = journal.applyAnswers(receipts, [...waiting, ...convict(batch.sent)]);
    if (!applied.ok) return applied;
    inFlight = undefined;
    mostRecords = Math.min(syncLimits.records, mostRecords * 2);
    for (const act of applied.value) log('sync.dead', { code: 'SYN-003', act });
    log('sync.batch', { sent: batch.sent.length, final: receipts.length, waiting: waiting.length, bytes: batch.bytes.length });
    return ok();
  };

  /** The centre refused the batch as a whole and something in it may be why. False when the centre itself is to blame. */
  const onBlamed = (batch: Batch, error: TransferError): Result<boolean, CodedError> => {
    inFlight = undefined;
    mostRecords = Math.max(1, Math.floor(batch.sent.length / 2));
    const [only] = batch.sent;
    if (batch.sent.length > 1 || !only) return ok(true);
    const alone =
      error.status === 413 ? triedDelay(only, 'too large', clock.now(), waits.afterRetry(only.attempts + 1)) : suspect(only);
    const applied = journal.applyAnswers([], [alone]);
    if (!applied.ok) return applied;
    for (const act of applied.value) log('sync.dead', { code: 'SYN-003', act });
    return ok(error.status === 413 || suspects.size < 2);
  };

  const suspect = (one: Sendable): Delay => {
    suspects.set(one.record.id, one);
    return {
      id: one.record.id,
      attempts: one.attempts,
      error: 'refused alone',
      nextAt: clock.now() + waits.afterRetry(one.attempts),
    };
  };

  return {
    async drain(signal) {
      for (let answered = 0; ;) {
        const batch = await take();
        if (!batch.ok) return batch;
        if (!batch.value || signal.aborted) return ok(answered);
        const headers = { [syncHeaders.epoch]: String(journal.epoch), [syncHeaders.clock]: instantOf(clock.now()) };
        const reply = await centre.postBatch(batch.value.bytes, headers, { timeoutMs: delays.batchTimeoutMs, signal });
        if (reply.ok) {
          const taken = await onAnswered(batch.value, reply.value);
          if (!taken.ok) return taken;
          answered++;
          continue;
        }
        log('sync.failed', { code: reply.error.code, raw: reply.error.raw, records: batch.value.sent.length });
        if (!blamesTheBatch(reply.error)) return reply;
        const goOn = onBlamed(batch.value, reply.error);
        if (!goOn.ok) return goOn;
        if (!goOn.value) return reply;
      }
    },
  };
}

/**
 * Too large, not understood, or an error of the centre while it worked on the batch: a smaller one may pass. Not so when
 * nothing answered, when the certificate is refused, or when the centre or something before it says that it is busy.
 */
function blamesTheBatch({ status }: TransferError): boolean {
  return status === 400 || status === 413 || status === 422 || status === 500;
}
