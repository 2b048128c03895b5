import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { QueryRequest } from '#contracts/sync/queries.ts';
import { feedStreams } from '#contracts/sync/wire.ts';
import type { Journal } from '../journal/journal.ts';
import { createAnnouncements, type Announcements } from './announcements.ts';
import { backoffMs, randomFraction } from './backoff.ts';
import type { CentreClient, TransferError } from './centre-client.ts';
import { syncDelays, type SyncDelays } from './delays.ts';
import { pullFeed, readCatalogue, type FeedStream, type FeedThings } from './feed-lane.ts';
import { createSignatureCheck, type ReceiptKeys } from './receipts.ts';
import { createRecordLane, type LaneParts } from './record-lane.ts';
import { createRepeater } from './repeater.ts';

export interface SyncState {
  readonly online: boolean;
  readonly queued: number;
}

/** Brings acts to the centre and news from it, on timers of its own: nobody needs to call it for that. */
export interface SyncEngine {
  start(): void;
  /** Ends all lanes; resolves when nothing of them runs any more. */
  stop(): Promise<void>;
  /** Something was recorded: it goes out now, unless the centre is being left in peace after a failure. */
  wake(): void;
  /**
   * Tries at once, whatever happened before, because a person waits. Ok when everything that was queued at the call has its
   * final answer; else the line's error, or SYN-005: still here, will be sent later. `signal` ends the waiting, not the work.
   */
  flush(signal?: AbortSignal): Promise<Result<void, CodedError>>;
  online(): boolean;
  state(): SyncState;
  /** Called with each change; the returned function ends it. */
  onState(listener: (state: SyncState) => void): () => void;
  /** The service items as they were last verified, also when the centre cannot be reached. */
  catalogue(): readonly ServiceItem[];
  /** Called with the whole stream each time news of it were taken over; the returned function ends it. */
  onFeed<S extends FeedStream>(stream: S, listener: (things: FeedThings[S]) => void): () => void;
}

export interface SyncEngineParts {
  readonly journal: Journal;
  readonly centre: CentreClient;
  readonly receiptKeys: ReceiptKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly delays?: SyncDelays;
  /** What a heartbeat says besides the queue; read anew for each. */
  readonly pulse?: () => Omit<QueryRequest<'heartbeat'>, 'queue'>;
}

/** The line is gone, as against an answer that we do not like. */
const lineErrors: ReadonlySet<string> = new Set(['NET-001', 'NET-003', 'NET-004']);
const noPulse = { devices: {}, version: '', screen: '' };

export function createSyncEngine(parts: SyncEngineParts): SyncEngine {
  const { journal, centre, clock, random, log, delays = syncDelays, pulse = () => noPulse } = parts;
  const lane: LaneParts = { journal, centre, clock, random, log, delays, signatures: createSignatureCheck(parts.receiptKeys) };
  const recordLane = createRecordLane(lane);
  const ending = new AbortController();
  const states = createAnnouncements<SyncState>();
  const news: { readonly [S in FeedStream]: Announcements<FeedThings[S]> } = {
    catalogue: createAnnouncements<FeedThings['catalogue']>(),
    proposals: createAnnouncements<FeedThings['proposals']>(),
  };

  let online = false;
  let offlineSince = clock.monotonic();
  let told: SyncState = { online, queued: -1 };

  const state = (): SyncState => ({ online, queued: journal.queued().count });
  const tell = () => {
    const now = state();
    if (now.online === told.online && now.queued === told.queued) return;
    told = now;
    states.tell(now);
  };

  const setOnline = (reached: boolean) => {
    if (reached === online || ending.signal.aborted) return;
    online = reached;
    log(reached ? 'sync.online' : 'sync.offline');
    if (reached) comeBack();
    else offlineSince = clock.monotonic();
    tell();
  };

  const comeBack = () => {
    const spreadMs = Math.min(delays.reconnectSpreadMs, clock.monotonic() - offlineSince);
    records.runWithin(Math.round(spreadMs * randomFraction(random)));
    feeds.runWithin(0);
  };

  const records = createRepeater<Result<number, TransferError>>(clock, async (failures) => {
    const drained = await recordLane.drain(ending.signal);
    if (drained.ok && drained.value > 0) setOnline(true);
    if (!drained.ok && lineErrors.has(drained.error.code)) setOnline(false);
    tell();
    if (drained.ok) return { ok: true, waitMs: delays.pollMs, result: drained };
    return { ok: false, waitMs: backoffMs(failures, delays.backoff, random, drained.error.retryAfterMs), result: drained };
  });

  const heartbeats = createRepeater<void>(clock, async () => {
    const request = { queue: journal.queued().count, ...pulse() };
    const answer = await centre.query('heartbeat', request, { timeoutMs: delays.heartbeatTimeoutMs, signal: ending.signal });
    setOnline(answer.ok);
    return { ok: true, waitMs: delays.heartbeatMs, result: undefined };
  });

  const feeds = createRepeater<void>(clock, async (failures) => {
    for (const stream of feedStreams) {
      const pulled = await pullFeed(lane, stream, ending.signal);
      const waitMs = backoffMs(failures, { firstMs: delays.feedMs, mostMs: delays.backoff.mostMs }, random);
      if (!pulled.ok) return { ok: false, waitMs, result: undefined };
      if (!pulled.value) continue;
      if (stream === 'proposals') {
        news.proposals.tell(undefined);
        continue;
      }
      delete known.catalogue;
      news.catalogue.tell(read.catalogue());
    }
    return { ok: true, waitMs: delays.feedMs, result: undefined };
  });

  /** Read from the journal once, and again after news: whoever draws a screen asks for it. */
  const known: { catalogue?: FeedThings['catalogue'] } = {};
  const read = { catalogue: () => (known.catalogue ??= readCatalogue(journal.feedItems('catalogue'), log)) };

  /** Work that is under way may have begun before the newest act was there, so it is waited for and followed by a run. */
  const sendUpTo = async (seq: number): Promise<Result<void, CodedError>> => {
    await records.running();
    if (!journal.isWaitingUpTo(seq)) return ok();
    const tried = await records.runNow();
    if (!journal.isWaitingUpTo(seq)) return ok();
    return tried.ok ? err(sentLater) : tried;
  };

  return {
    start() {
      heartbeats.runWithin(0);
      records.runWithin(0);
      feeds.runWithin(0);
    },
    async stop() {
      ending.abort();
      await Promise.all([heartbeats.stop(), records.stop(), feeds.stop()]);
    },
    wake() {
      tell();
      if (records.failures() === 0) records.runWithin(0);
    },
    flush(signal) {
      const work = sendUpTo(journal.lastSeq());
      return signal ? Promise.race([work, aborted(signal).then(() => err(sentLater))]) : work;
    },
    online: () => online,
    state,
    onState: (listener) => states.listen(listener),
    catalogue: read.catalogue,
    onFeed: (stream, listener) => news[stream].listen(listener),
  };
}

const sentLater: CodedError = { code: 'SYN-005' };

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
