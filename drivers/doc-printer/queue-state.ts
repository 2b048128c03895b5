import type { DeviceState, StatusOf } from '#contracts/devices/device.ts';
import { firstNumber, texts, type IppGroup } from './ipp.ts';

/** RFC 8011 §5.4.11. */
const printerState = { idle: 3, processing: 4, stopped: 5 } as const;

type Detail = StatusOf['docPrinter'];

/** `printer-state-reasons` (RFC 8011 §5.4.12, PWG 5100.9) that say something of paper, toner or doors. */
const reasons: Readonly<Record<string, Partial<Pick<Detail, 'paper' | 'toner'>> & { readonly stops?: true }>> = {
  'media-empty': { paper: 'out', stops: true },
  'media-needed': { paper: 'out', stops: true },
  'media-jam': { paper: 'jammed', stops: true },
  'media-low': { paper: 'low' },
  'toner-empty': { toner: 'out', stops: true },
  'marker-supply-empty': { toner: 'out', stops: true },
  'toner-low': { toner: 'low' },
  'marker-supply-low': { toner: 'low' },
  'cover-open': { stops: true },
  'door-open': { stops: true },
};

export interface QueueState {
  readonly device: DeviceState;
  readonly detail: Detail;
  /** The queue takes or prints no jobs: `queueStopped`, `queueRefusing`. */
  readonly closed?: string;
  /** The printer waits for a hand: `paperOut`, or the reason's own keyword. A job may be sent all the same. */
  readonly wanting?: string;
  /** For the log. */
  readonly raw: string;
}

/**
 * CUPS hears of paper and toner only while a job is under way: what an idle queue says of them is what the last job met. Older
 * than this it is not believed, or a refilled printer would stay out of service until the job that nobody may send.
 */
const believedSeconds = 120;

/** What Get-Printer-Attributes says, in XFS4IoT's words. */
export function queueStateOf(printer: IppGroup): QueueState {
  const state = firstNumber(printer, 'printer-state');
  const keywords = texts(printer, 'printer-state-reasons');
  const changedSecondsAgo =
    (firstNumber(printer, 'printer-up-time') ?? 0) - (firstNumber(printer, 'printer-state-change-time') ?? 0);
  const stale = state === printerState.idle && changedSecondsAgo > believedSeconds;
  const { wanting, ...supplies } = suppliesOf(keywords);
  const closed = closedBy(printer, state);
  const believed = stale ? undefined : wanting;
  return {
    device: closed ? 'offline' : believed ? 'userError' : 'online',
    detail: {
      paper: stale && supplies.paper !== 'full' ? 'unknown' : supplies.paper,
      toner: stale && supplies.toner !== 'full' ? 'unknown' : supplies.toner,
      jobsQueued: firstNumber(printer, 'queued-job-count') ?? 0,
    },
    ...(closed && { closed }),
    ...(believed && { wanting: believed }),
    raw: `state ${state ?? 0} ${keywords.join(' ')}`,
  };
}

function closedBy(printer: IppGroup, state: number | undefined): string | undefined {
  if (state === printerState.stopped) return 'queueStopped';
  return printer.get('printer-is-accepting-jobs')?.[0] === false ? 'queueRefusing' : undefined;
}

function suppliesOf(keywords: readonly string[]): Pick<Detail, 'paper' | 'toner'> & { readonly wanting?: string } {
  const rows = keywords.map((keyword) => {
    const plain = keyword.replace(/-(error|warning|report)$/, '');
    // A severity may be appended; a reason without one is an error (RFC 8011 §5.4.12).
    return { plain, serious: !/-(warning|report)$/.test(keyword), ...reasons[plain] };
  });
  const stopping = rows.find((row) => row.serious && row.stops);
  const wanting = stopping?.paper === 'out' ? 'paperOut' : stopping?.plain;
  return {
    paper: rows.find((row) => row.paper)?.paper ?? 'full',
    toner: rows.find((row) => row.toner)?.toner ?? 'full',
    ...(wanting && { wanting }),
  };
}

/** RFC 8011 §5.3.7. */
export type JobState = 'waiting' | 'processing' | 'canceled' | 'aborted' | 'completed' | 'gone';

const jobStates: Readonly<Record<number, JobState>> = {
  3: 'waiting',
  4: 'waiting',
  5: 'processing',
  6: 'processing',
  7: 'canceled',
  8: 'aborted',
  9: 'completed',
};

export interface Job {
  readonly id: number;
  readonly state: JobState;
  /** The printer had it in hand at some time: part of it may be on paper. */
  readonly begun: boolean;
  readonly raw: string;
}

export function jobOf(job: IppGroup): Job | undefined {
  const id = firstNumber(job, 'job-id');
  const state = jobStates[firstNumber(job, 'job-state') ?? 0];
  if (id === undefined || state === undefined) return undefined;
  return {
    id,
    state,
    begun: state === 'processing' || firstNumber(job, 'time-at-processing') !== undefined,
    raw: texts(job, 'job-state-reasons').join(' '),
  };
}

/** What `jobOf` needs. */
export const jobAttributes = ['job-id', 'job-name', 'job-state', 'job-state-reasons', 'time-at-processing'] as const;
export const printerAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'queued-job-count',
  'printer-up-time',
  'printer-state-change-time',
] as const;
