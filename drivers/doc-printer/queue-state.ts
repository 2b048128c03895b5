import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { DeviceState, StatusOf } from '#contracts/devices/device.ts';
import { firstNumber, texts, type IppGroup } from './ipp.ts';

/** RFC 8011 §5.4.11. */
const printerState = { idle: 3, processing: 4, stopped: 5 } as const;

type Detail = StatusOf['docPrinter'];

/** `printer-state-reasons` (RFC 8011 §5.4.12, PWG 5100.9) that say something of paper, toner or doors. */
const reasons: Readonly<Record<string, Partial<Pick<Detail, 'paper' | 'toner'>> & { readonly device?: DeviceState }>> = {
  'media-empty': { paper: 'out', device: 'userError' },
  'media-needed': { paper: 'out', device: 'userError' },
  'media-jam': { paper: 'jammed', device: 'userError' },
  'media-low': { paper: 'low' },
  'toner-empty': { toner: 'out', device: 'userError' },
  'marker-supply-empty': { toner: 'out', device: 'userError' },
  'toner-low': { toner: 'low' },
  'marker-supply-low': { toner: 'low' },
  'cover-open': { device: 'userError' },
  'door-open': { device: 'userError' },
};

export interface QueueState {
  readonly device: DeviceState;
  readonly detail: Detail;
  /** Why nothing can be printed now; undefined when it can. */
  readonly blocked?: { readonly errorCode: ErrorCode; readonly error: string };
  /** For the log. */
  readonly raw: string;
}

/** What Get-Printer-Attributes says, in XFS4IoT's words. */
export function queueStateOf(printer: IppGroup): QueueState {
  // A severity may be appended (RFC 8011): `media-empty-error`. A reason without one is an error too.
  const found = texts(printer, 'printer-state-reasons').map((reason) => ({
    plain: reason.replace(/-(error|warning|report)$/, ''),
    serious: !/-(warning|report)$/.test(reason),
  }));
  const rows = found.map(({ plain, serious }) => ({ plain, serious, row: reasons[plain] ?? {} }));
  const supply = rows.find(({ serious, row }) => serious && row.device);
  const accepting = printer.get('printer-is-accepting-jobs')?.[0] !== false;
  const stopped = firstNumber(printer, 'printer-state') === printerState.stopped;
  const paper = rows.find(({ row }) => row.paper)?.row.paper;
  const toner = rows.find(({ row }) => row.toner)?.row.toner;
  const raw = found.map(({ plain }) => plain).join(' ');
  const blocked = supply
    ? ({ errorCode: 'DOC-003', error: paper === 'out' ? 'paperOut' : supply.plain } as const)
    : stopped || !accepting
      ? ({ errorCode: 'DOC-001', error: stopped ? 'queueStopped' : 'queueRefusing' } as const)
      : undefined;
  return {
    device: supply?.row.device ?? (blocked ? 'offline' : 'online'),
    detail: { paper: paper ?? 'full', toner: toner ?? 'full', jobsQueued: firstNumber(printer, 'queued-job-count') ?? 0 },
    ...(blocked ? { blocked } : {}),
    raw: `state ${firstNumber(printer, 'printer-state') ?? 0} ${raw}`,
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
] as const;
