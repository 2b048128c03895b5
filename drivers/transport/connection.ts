import type { Clock } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { CommandOptions, DeviceClass, DeviceResult, DeviceState, StatusOf } from '#contracts/devices/device.ts';
import type { Log } from '#contracts/log/events.ts';
import { createLine, type Line, type Link } from './link.ts';
import { lineFailure } from './outcome.ts';
import { createRequest, createTurns } from './requests.ts';
import { createStatusStore, type StatusStore } from './status-store.ts';
import { lineFault, type LineFaultKind, type OpenTransport, type Transport } from './transport.ts';

/** All in ms. */
export interface ConnectionDelays {
  /** First pause before the line is opened again; doubles up to `reopenMaxMs` until the device answers. */
  readonly reopenMinMs: number;
  readonly reopenMaxMs: number;
  /** Between two polls of an idle device. A status older than three polls is shown as unknown. */
  readonly pollMs: number;
  /** What one poll may take. */
  readonly pollTimeoutMs: number;
  /** A close that hangs is left behind after this. */
  readonly closeMs: number;
}

export const connectionDelays: ConnectionDelays = {
  reopenMinMs: 250,
  reopenMaxMs: 2_000,
  pollMs: 500,
  pollTimeoutMs: 3_000,
  closeMs: 1_000,
};

/** Silent polls in a row after which the device counts as offline, and after which the line is opened anew. */
const missesUntil = { offline: 2, reopen: 6 };

/**
 * What the device answered to a poll. `silent`: it gave no answer that can be used, and why, with what it told all the same.
 * `raw`: its answer in its own words, for the log.
 */
export type PollAnswer<C extends DeviceClass> =
  | { readonly silent: string; readonly detail?: StatusOf[C] }
  | { readonly device: DeviceState; readonly detail: StatusOf[C]; readonly raw?: string };

export interface ConnectionPlan<C extends DeviceClass> {
  readonly id: string;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: ConnectionDelays;
  readonly unknownDetail: StatusOf[C];
  /** What a command answers with while the device cannot be reached. */
  readonly absentCode: ErrorCode;
  /** Asks the device how it is: first thing on each connection (a new `link.epoch` tells), then every `pollMs` while idle. */
  poll(link: Link): Promise<PollAnswer<C>>;
  /** The connection ended; whatever the driver knew about the device on it is void. */
  onLost?(): void;
  /** Bytes outside any exchange; left out = dropped. */
  onUnasked?(bytes: Uint8Array): void;
}

export interface Connection<C extends DeviceClass> {
  readonly store: StatusStore<C>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Runs one command alone on the line. `work` may wait for nothing but its link: then it always ends by the deadline.
   * Without a connection it answers at once with `deviceNotReady`.
   */
  run<T>(name: string, options: CommandOptions, work: (link: Link) => Promise<DeviceResult<T>>): Promise<DeviceResult<T>>;
}

const stateOf: Readonly<Record<LineFaultKind, DeviceState>> = {
  notFound: 'noDevice',
  gone: 'noDevice',
  denied: 'offline',
  busy: 'offline',
  refused: 'offline',
  closed: 'offline',
  timeOut: 'offline',
  canceled: 'offline',
  failed: 'hardwareError',
};

/** The life of one device's line: open, poll, serve commands, lose it, wait, open a new one. */
export function createConnection<C extends DeviceClass>(plan: ConnectionPlan<C>): Connection<C> {
  const { clock, delays } = plan;
  const kept = createStatusStore<C>(clock, plan.unknownDetail, 3 * delays.pollMs + delays.pollTimeoutMs);
  const store: StatusStore<C> = { ...kept, show: (change) => tell(change) };
  let turns = createTurns();
  let running: { readonly stopped: Promise<void> } | undefined;
  let stopping = false;
  let wake: () => void = () => undefined;
  let line: Line | undefined;
  let transport: Transport | undefined;
  let epoch = 0;
  let lastRequest = 0;
  let reopenMs = delays.reopenMinMs;

  /** Ends after `ms`, at `stop`, or with `sooner`. */
  function pause(ms: number, sooner?: Promise<unknown>): Promise<void> {
    if (stopping) return Promise.resolve();
    return new Promise((done) => {
      const finish = (): void => {
        cancel();
        done();
      };
      const cancel = clock.after(ms, finish);
      wake = finish;
      void sooner?.then(finish);
    });
  }

  /** What a driver shows in the middle of a poll is logged, too, and belongs to the connection that it polls on. */
  function tell(change: Parameters<StatusStore<C>['show']>[0], raw?: string): void {
    const state = change.device;
    if (state !== undefined && state !== kept.current().device) {
      plan.log('device.status', { device: plan.id, state, epoch, raw });
    }
    kept.show({ epoch, ...change });
  }

  function show(device: DeviceState, detail: StatusOf[C], raw?: string): void {
    tell({ device, detail }, raw);
  }

  async function onTurn<T>(
    onLine: Line,
    options: CommandOptions,
    work: (link: Link) => Promise<T>,
    unserved: (kind: LineFaultKind, raw: string) => T,
  ): Promise<T> {
    const request = createRequest(++lastRequest, options, clock);
    const turn = await turns.take(request);
    try {
      return turn.ok ? await work(onLine.linkFor(request)) : unserved(turn.error.kind, turn.error.raw);
    } finally {
      request.done();
      if (turn.ok) turn.value();
    }
  }

  async function poll(onLine: Line): Promise<PollAnswer<C> | 'unserved'> {
    return onTurn<PollAnswer<C> | 'unserved'>(
      onLine,
      { timeoutMs: delays.pollTimeoutMs },
      (link) => plan.poll(link),
      () => 'unserved',
    );
  }

  async function serve(onLine: Line): Promise<void> {
    let misses = 0;
    while (!stopping && !onLine.isGone() && misses < missesUntil.reopen) {
      const answer = await poll(onLine);
      if (onLine.isGone()) break;
      if (answer !== 'unserved' && 'silent' in answer) {
        misses += 1;
        if (misses >= missesUntil.offline || store.current().device !== 'online') {
          show('offline', answer.detail ?? plan.unknownDetail, answer.silent);
        }
      } else if (answer !== 'unserved') {
        misses = 0;
        reopenMs = delays.reopenMinMs;
        show(answer.device, answer.detail, answer.raw);
      }
      await pause(delays.pollMs, onLine.gone);
    }
  }

  async function connectOnce(): Promise<void> {
    const fresh = plan.openTransport();
    transport = fresh;
    const freshLine = createLine(fresh, epoch + 1, clock, {
      onLife: () => store.seen(),
      onUnasked: (bytes) => plan.onUnasked?.(bytes),
    });
    const opened = await fresh.open();
    if (!opened.ok) {
      if (!stopping) show(stateOf[opened.error.kind], plan.unknownDetail, opened.error.raw);
      return;
    }
    epoch += 1;
    line = freshLine;
    // Whoever still holds a turn of the lost line must not make the new one wait.
    turns = createTurns();
    await serve(freshLine);
    line = undefined;
    await closeWithin(fresh);
    const fault = await freshLine.gone;
    plan.onLost?.();
    if (!stopping) show(stateOf[fault.kind], plan.unknownDetail, fault.raw);
  }

  /** A driver of the operating system may hang in close; the next connection does not wait for it. */
  async function closeWithin(open: Transport): Promise<void> {
    let cancel = (): void => undefined;
    const late = new Promise<void>((done) => {
      cancel = clock.after(delays.closeMs, done);
    });
    await Promise.race([open.close(), late]);
    cancel();
  }

  async function live(): Promise<void> {
    while (!stopping) {
      await connectOnce();
      await pause(reopenMs);
      reopenMs = Math.min(reopenMs * 2, delays.reopenMaxMs);
    }
    show('offline', plan.unknownDetail);
  }

  return {
    store,
    async start() {
      if (running) return;
      stopping = false;
      reopenMs = delays.reopenMinMs;
      running = { stopped: live() };
    },
    async stop() {
      if (!running) return;
      stopping = true;
      wake();
      if (transport) await closeWithin(transport);
      await running.stopped;
      running = undefined;
    },
    async run(name, options, work) {
      const onLine = line;
      const result = onLine
        ? await onTurn<Awaited<ReturnType<typeof work>>>(onLine, options, work, (kind, raw) =>
            lineFailure(lineFault(kind, raw), plan.absentCode),
          )
        : lineFailure(lineFault('gone', 'not connected'), plan.absentCode);
      if (result.code !== 'success') {
        const { code, errorCode, raw } = result;
        plan.log('device.command-failed', { device: plan.id, command: name, code, errorCode, raw });
      }
      return result;
    },
  };
}
