import { instantOf } from '#contracts/basics/clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { EventSource, Pulled, PushRequest, SourceTrust } from '../exchange/index.ts';
import { followPush, readPush } from '../exchange/index.ts';
import type { SourceSystem } from '#contracts/approval/event.ts';
import type { Db } from '../store/index.ts';
import { inTransaction } from '../store/index.ts';
import { moveSource, readSource, setEventAside, storeEvents } from './events.ts';
import type { EventStoreParts, SourceState } from './events.ts';
import type { Inference } from './inference.ts';

const delays = { pollMs: 500, afterFailureMs: 5_000, alarmedMs: 60_000 } as const;

export interface PollerParts extends EventStoreParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly inference: Pick<Inference, 'judgeWaiting'>;
  readonly sources: readonly EventSource[];
  readonly trusts: Readonly<Partial<Record<SourceSystem, SourceTrust>>>;
}

export interface SourcePoller {
  /** A signed push saves the wait for the next pull. @returns the HTTP status that the source is to get. */
  takePush(request: PushRequest): Promise<202 | 400 | 403>;
  close(): Promise<void>;
}

/** Keeps asking every source for what is new, stores it once and has it judged. One source's trouble is no other's. */
export function startSourcePoller(parts: PollerParts): SourcePoller {
  const { db, clock, log } = parts;
  let closed = false;
  const stops = parts.sources.map((source) => follow(source));

  function follow(source: EventSource): () => Promise<void> {
    let running: Promise<void> = Promise.resolve();
    let cancel = (): void => undefined;
    const schedule = (delayMs: number): void => {
      if (closed) return;
      cancel = clock.after(delayMs, () => {
        running = pullOnce(parts, source)
          .catch((error: unknown) => {
            log('job.failed', { queue: `source.${source.source}`, error: error instanceof Error ? error.name : 'unknown' });
            return delays.afterFailureMs;
          })
          .then(schedule);
      });
    };
    schedule(0);
    return async () => {
      cancel();
      await running;
    };
  }

  return {
    async takePush(request) {
      const push = readPush(request, parts.trusts, clock.now());
      if (!push.ok) {
        if (push.error.reason !== 'alarm') return push.error.reason === 'form' ? 400 : 403;
        await keepState(parts, push.error.source, 'untrusted', push.error.alarm.reason);
        return 403;
      }
      const { source } = push.value;
      const known = await readSource(db, source);
      if (known.state === 'untrusted') return 403;
      await take(parts, source, followPush(known.cursor, push.value), known);
      await parts.inference.judgeWaiting();
      return 202;
    },
    async close() {
      closed = true;
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** @returns after how long to ask again. */
async function pullOnce(parts: PollerParts, source: EventSource): Promise<number> {
  const known = await readSource(parts.db, source.source);
  // A person has to look at a source that said something impossible; what waits is judged all the same.
  if (known.state === 'untrusted') {
    await parts.inference.judgeWaiting();
    return delays.alarmedMs;
  }
  const pulled = await source.pull(known.cursor);
  if (!pulled.ok) {
    await keepState(parts, source.source, 'down', pulled.error);
    return delays.afterFailureMs;
  }
  await take(parts, source.source, pulled.value, known);
  await parts.inference.judgeWaiting();
  return pulled.value.next < pulled.value.last && pulled.value.gap.length === 0 ? 0 : delays.pollMs;
}

async function take(
  parts: PollerParts,
  source: SourceSystem,
  pulled: Omit<Pulled, 'last' | 'gap'> & Partial<Pick<Pulled, 'last' | 'gap'>>,
  known: SourceState,
): Promise<void> {
  const at = instantOf(parts.clock.now());
  const gap = pulled.gap ?? [];
  const state = pulled.alarm ? 'untrusted' : gap.length > 0 ? 'gap' : 'ok';
  const detail = pulled.alarm?.reason ?? gap.map(({ from, to }) => `${from}-${to}`).join(',');
  const isFresh = pulled.next >= (pulled.last ?? Number.POSITIVE_INFINITY);
  await inTransaction(parts.db, parts.clock, async (tx) => {
    await storeEvents(tx, parts, pulled.events, at);
    for (const { envelope, reason } of pulled.aside) await setEventAside(tx, parts, envelope, reason, at);
    await moveSource(tx, source, { cursor: pulled.next, state, detail }, at, isFresh);
  });
  for (const { envelope, reason } of pulled.aside) parts.log('exchange.event-aside', { source, seq: envelope.seq, reason });
  if (state !== known.state) parts.log('exchange.source-state', { source, state, detail });
}

async function keepState(parts: PollerParts, source: SourceSystem, state: SourceState['state'], detail: string): Promise<void> {
  const known = await readSource(parts.db, source);
  if (known.state === state) return;
  await moveSource(parts.db, source, { cursor: known.cursor, state, detail }, instantOf(parts.clock.now()), false);
  parts.log('exchange.source-state', { source, state, detail });
}
