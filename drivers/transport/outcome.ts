import type { Completion, DeviceResult } from '#contracts/devices/device.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { LineFault, LineFaultKind } from './transport.ts';

export type Failure = Exclude<DeviceResult<never>, { code: 'success' }>;

export function success<T>(value: T): DeviceResult<T> {
  return { code: 'success', value };
}

export interface FailureDetail {
  /** The class's own XFS4IoT word, e.g. `paperOut`. */
  readonly error?: string;
  readonly raw?: string;
  /** May the same command be tried again as it is? */
  readonly retryable: boolean;
}

export function failure(code: Exclude<Completion, 'success'>, errorCode: ErrorCode, detail: FailureDetail): Failure {
  return { code, errorCode, ...detail };
}

const completionOf: Readonly<Record<LineFaultKind, Exclude<Completion, 'success' | 'outcomeUnknown'>>> = {
  notFound: 'deviceNotReady',
  denied: 'deviceNotReady',
  busy: 'deviceNotReady',
  refused: 'deviceNotReady',
  gone: 'deviceNotReady',
  closed: 'deviceNotReady',
  timeOut: 'timeOut',
  canceled: 'canceled',
  failed: 'hardwareError',
};

/** A fault of the line as a command's answer. A command whose effect outlives the line must judge by itself, not by this. */
export function lineFailure(fault: LineFault, errorCode: ErrorCode): Failure {
  return failure(completionOf[fault.kind], errorCode, { raw: fault.raw, retryable: true });
}
