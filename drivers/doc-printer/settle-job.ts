import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceResult } from '#contracts/devices/device.ts';
import { failure, lineFailure, success, type Failure } from '../transport/outcome.ts';
import type { Request } from '../transport/requests.ts';
import type { CupsQueue } from './cups-queue.ts';
import { jobMark } from './document.ts';
import type { Job } from './queue-state.ts';

/** All in ms. */
export interface JobDelays {
  /** Between two looks at a job. */
  readonly watchMs: number;
  /** How long a job may stand for want of paper or toner before it is cancelled. */
  readonly supplyGraceMs: number;
  /** How long a cancelled job may take to come to its end. */
  readonly cancelMs: number;
}

export interface JobParts {
  readonly queue: CupsQueue;
  readonly clock: Clock;
  readonly delays: JobDelays;
  /** Ends at the command's deadline or when the caller gives up. */
  readonly request: Request;
}

export interface JobOrder {
  readonly jobKey: string;
  /** Shown in the queue; nothing personal. */
  readonly title: string;
}

type Settled = DeviceResult<{ readonly job: string }>;

/** Finds or submits the job of this key and follows it to its end. */
export async function settleJob(pdf: Uint8Array, order: JobOrder, parts: JobParts): Promise<Settled> {
  const { queue } = parts;
  const mark = jobMark(order.jobKey);
  const known = await queue.findJob(mark);
  if (!known.ok) return lineFailure(known.error, 'DOC-001');
  // One that gave up is known not to be on paper: it may be sent again. Any other is the job that was asked for.
  if (known.value && known.value.state !== 'aborted' && known.value.state !== 'canceled') return follow(known.value.id, parts);

  const state = await queue.state();
  if (!state.ok) return lineFailure(state.error, 'DOC-001');
  const { closed, raw } = state.value;
  if (closed) return failure('deviceNotReady', 'DOC-001', { error: closed, raw, retryable: true });

  const submitted = await queue.submit(pdf, `${order.title} ${mark}`);
  if (submitted.ok) return follow(submitted.value, parts);
  if (submitted.error.kind === 'failed' || submitted.error.kind === 'notFound') return lineFailure(submitted.error, 'DOC-001');
  // The answer was lost, perhaps not the job.
  const taken = await queue.findJob(mark);
  if (taken.ok && taken.value) return follow(taken.value.id, parts);
  return taken.ok ? lineFailure(submitted.error, 'DOC-001') : unknown(submitted.error.raw);
}

async function follow(id: number, parts: JobParts): Promise<Settled> {
  const { queue, clock, delays, request } = parts;
  let wantingSinceMs: number | undefined;
  let lastRaw = '';
  while (!request.over()) {
    const job = await queue.job(id);
    if (!job.ok) {
      // cupsd may be restarting: its jobs outlive it.
      lastRaw = job.error.raw;
      await pause(delays.watchMs, parts);
      continue;
    }
    const end = endOf(job.value);
    if (end) return end;
    const state = await queue.state();
    const wanting = state.ok ? state.value.wanting : undefined;
    wantingSinceMs = wanting === undefined ? undefined : (wantingSinceMs ?? clock.monotonic());
    if (wanting !== undefined && wantingSinceMs !== undefined && clock.monotonic() - wantingSinceMs >= delays.supplyGraceMs) {
      const end = await giveUp(id, parts);
      if (end.code === 'success') return end;
      return failure('commandErrorCode', 'DOC-003', { error: wanting, raw: job.value.raw, retryable: true });
    }
    await pause(delays.watchMs, parts);
  }
  return giveUp(id, parts, lastRaw);
}

/** Takes a job back and says what is known of its paper. */
async function giveUp(id: number, { queue, clock, delays }: JobParts, lastRaw = ''): Promise<Settled> {
  await queue.cancel(id);
  const untilMs = clock.monotonic() + delays.cancelMs;
  do {
    const job = await queue.job(id);
    if (!job.ok) return unknown(job.error.raw || lastRaw);
    const end = endOf(job.value);
    if (end) return end;
    await new Promise<void>((done) => clock.after(delays.watchMs, done));
  } while (clock.monotonic() < untilMs);
  return unknown('not cancelled in time');
}

/** The result of a job that has come to its end, undefined while it has not. */
function endOf(job: Job): Settled | undefined {
  switch (job.state) {
    case 'completed':
      return success({ job: String(job.id) });
    case 'aborted':
      return failure('commandErrorCode', 'DOC-001', { error: 'jobAborted', raw: job.raw, retryable: true });
    case 'canceled':
      return job.begun
        ? unknown(job.raw)
        : failure('canceled', 'DOC-001', { error: 'jobCanceled', raw: job.raw, retryable: true });
    case 'gone':
      return unknown(job.raw);
    case 'waiting':
    case 'processing':
      return undefined;
  }
}

function unknown(raw: string): Failure {
  return failure('outcomeUnknown', 'DOC-002', { raw, retryable: false });
}

/** Until the next look, or until the command is over. */
function pause(ms: number, { clock, request }: JobParts): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      cancel();
      forget();
      done();
    };
    const cancel = clock.after(ms, finish);
    const forget = request.onOver(finish);
    if (request.over()) finish();
  });
}
