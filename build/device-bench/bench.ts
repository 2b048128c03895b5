import { systemClock } from '#contracts/basics/system-clock.ts';
import type { DeviceClass, DeviceResult, Driver, Status } from '#contracts/devices/device.ts';
import type { Log } from '#contracts/log/events.ts';

/** How long a device may take to say its first word before it counts as not answering. */
const delays = { firstAnswerMs: 8_000 };

export type Printed = Readonly<Record<string, unknown>>;
type Print = (result: Printed) => void;

export interface BenchRun {
  readonly print: Print;
  readonly timeoutMs: number | undefined;
  /** Ctrl-C, SIGTERM, or nobody reads what is printed any more. */
  readonly stop: AbortSignal;
}

/** Why a driver says what it says: the reason of its last `device.status`, which the status itself does not carry. */
export interface Reasons {
  readonly log: Log;
  last(): string | undefined;
}

export function keepReasons(): Reasons {
  let last: string | undefined;
  return {
    log(event, fields = {}) {
      if (event === 'device.status') last = fields['raw'] === undefined ? undefined : String(fields['raw']);
    },
    last: () => last,
  };
}

/** The time left of one command, waiting for the device included. */
export function countdown(totalMs: number): () => number {
  const endsAt = systemClock.monotonic() + totalMs;
  return () => Math.max(1, Math.round(endsAt - systemClock.monotonic()));
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => void systemClock.after(ms, done));
}

/**
 * The first status that means something. A port that opens on a device that does not answer is waited for; one that cannot be
 * opened, and a device that itself says that it is off line, is told at once.
 */
export async function settledStatus<C extends DeviceClass>(
  driver: Driver<C>,
  withinMs: number,
  stop: AbortSignal,
): Promise<Status<C>> {
  const left = countdown(Math.min(withinMs, delays.firstAnswerMs));
  for (;;) {
    const status = driver.status();
    const unheard = status.epoch > 0 && Object.values(status.detail).every((value) => value === 'unknown');
    const waiting = status.device === 'starting' || (status.device === 'offline' && unheard);
    if (!waiting) return status;
    // Its time is up before the driver gave it up: for whoever stands here that is no answer.
    if (left() <= 1 || stop.aborted) return { ...status, device: 'offline' };
    await pause(20);
  }
}

/** Status as one flat object. */
export function statusFields<C extends DeviceClass>(status: Status<C>, reasons: Reasons): Printed {
  const reason = reasons.last() ?? (status.device === 'offline' ? 'no answer' : undefined);
  return { device: status.device, ...status.detail, epoch: status.epoch, ...(reason === undefined ? {} : { reason }) };
}

export function failureFields(result: Exclude<DeviceResult<never>, { code: 'success' }>): Printed {
  const { code, errorCode, error, raw, retryable } = result;
  return {
    ok: false,
    code,
    errorCode,
    ...(error === undefined ? {} : { error }),
    ...(raw === undefined ? {} : { raw }),
    retryable,
  };
}

/** Prints what the device shows now and every change and event, until Ctrl-C or the time limit. */
export async function watch<C extends DeviceClass>(driver: Driver<C>, reasons: Reasons, run: BenchRun): Promise<number> {
  const at = (): string => new Date(systemClock.now()).toISOString();
  const stopped = new Promise<void>((done) => {
    run.stop.addEventListener('abort', () => done());
    if (run.timeoutMs !== undefined) systemClock.after(run.timeoutMs, done);
  });
  const show = (status: Status<C>): void => {
    run.print({ ok: true, command: 'watch', at: at(), status: statusFields(status, reasons) });
  };
  const deaf = [driver.onEvent((event) => run.print({ ok: true, command: 'watch', at: at(), event })), driver.onStatus(show)];
  show(driver.status());
  await driver.start();
  await stopped;
  // That the driver is off line from here on says nothing of the device.
  for (const end of deaf) end();
  await driver.stop();
  return 0;
}
