import type { ErrorCode } from '../basics/error-codes.ts';

/**
 * What every device of a terminal looks like to the host. Vocabulary: XFS4IoT (CWA 17852), Common.Status and the completion
 * codes of its message header; `outcomeUnknown` is ours, for a print whose end nobody saw.
 */
export type DeviceClass = 'idReader' | 'receiptPrinter' | 'docPrinter' | 'camera';

/** XFS4IoT Common.Status `device`. */
export type DeviceState =
  | 'online'
  | 'offline'
  | 'powerOff'
  | 'noDevice'
  | 'hardwareError'
  | 'userError'
  | 'deviceBusy'
  | 'fraudAttempt'
  | 'potentialFraud'
  | 'starting';

export type Completion =
  | 'success'
  | 'commandErrorCode'
  | 'canceled'
  | 'deviceNotReady'
  | 'hardwareError'
  | 'internalError'
  | 'timeOut'
  | 'unsupportedCommand'
  | 'invalidData'
  | 'userError'
  | 'sequenceError'
  | 'outcomeUnknown';

/** XFS4IoT Printer.Status `paper`. */
export type Supply = 'unknown' | 'full' | 'low' | 'out' | 'jammed';

export interface StatusOf {
  idReader: {
    readonly media: 'unknown' | 'present' | 'notPresent';
    readonly sam: 'ok' | 'unauthorised' | 'failed' | 'unknown';
    readonly samId?: string;
  };
  receiptPrinter: {
    readonly paper: Supply;
    readonly cover: 'open' | 'closed' | 'unknown';
    readonly cutter: 'ok' | 'fault' | 'unknown';
  };
  docPrinter: { readonly paper: Supply; readonly toner: 'unknown' | 'full' | 'low' | 'out'; readonly jobsQueued: number };
  camera: { readonly media: 'unknown' | 'ok'; readonly camera: 'ok' | 'inop' | 'unknown'; readonly label?: string };
}

export interface Status<C extends DeviceClass> {
  readonly device: DeviceState;
  /** Monotonic ms when `device` last changed. */
  readonly since: number;
  /** Monotonic ms of the last answer; -1 before the first. */
  readonly lastSeen: number;
  /** Rises by one with each connection; an answer of an older epoch satisfies nothing. */
  readonly epoch: number;
  readonly detail: StatusOf[C];
}

export type DeviceResult<T> =
  | { readonly code: 'success'; readonly value: T }
  | {
      readonly code: Exclude<Completion, 'success'>;
      /** The class's own word, e.g. XFS4IoT Printer `paperOut`. */
      readonly error?: string;
      /** What staff and citizen texts are found by. */
      readonly errorCode: ErrorCode;
      /** Status word in hex or errno text, for the log; never personal data. */
      readonly raw?: string;
      readonly retryable: boolean;
    };

export interface CommandOptions {
  /** The command settles by then, whatever the device does. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignalLike;
}

/** The part of AbortSignal that drivers use; contracts has no DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** XFS4IoT event names that our classes raise. */
export type DeviceEvent =
  | { readonly name: 'mediaInserted' }
  | { readonly name: 'mediaRemoved' }
  | { readonly name: 'paperThreshold'; readonly paper: Supply }
  | { readonly name: 'deviceReplaced' };

export interface Driver<C extends DeviceClass> {
  readonly id: string;
  readonly cls: C;
  /** Begins the open/reopen loop; never rejects because a device is missing. */
  start(): Promise<void>;
  /** Lets every handle go within 2 s; safe to call twice and during an open. */
  stop(): Promise<void>;
  /** The last known status, without I/O; `detail` falls back to `unknown` when it is older than three polls. */
  status(): Status<C>;
  /** Told only on change; the returned function ends it. */
  onStatus(listener: (status: Status<C>) => void): () => void;
  onEvent(listener: (event: DeviceEvent) => void): () => void;
}
