import type { Result } from '#contracts/basics/result.ts';

/**
 * Why a line could not be opened or used. `raw` is the operating system's own text, for the log.
 * notFound: no such port or host · denied: no permission · busy: another process holds it · refused: nobody listens ·
 * gone: it went away · closed: we closed it · timeOut: not done in time · canceled: the caller gave up · failed: anything else.
 */
export type LineFaultKind = 'notFound' | 'denied' | 'busy' | 'refused' | 'gone' | 'closed' | 'timeOut' | 'canceled' | 'failed';
export type LineFault = { readonly kind: LineFaultKind; readonly raw: string };

export function lineFault(kind: LineFaultKind, raw: string = kind): LineFault {
  return { kind, raw };
}

/**
 * One connection to one device: opened once, used, closed, thrown away. Reconnecting means a new object, so that nothing of
 * an old connection (a queued byte, a late event) can reach a new one.
 */
export interface Transport {
  /** Once per object. */
  open(): Promise<Result<void, LineFault>>;
  /**
   * Settles when the operating system took all bytes, or with `timeOut` after `deadlineMs`; a write that timed out ends the
   * connection, because its rest must never be sent later. Refused with `closed` or `gone` at once, never queued.
   */
  write(bytes: Uint8Array, deadlineMs: number): Promise<Result<void, LineFault>>;
  /** Chunks as they arrive; a frame may come in any number of them. Set before `open`. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called exactly once, when an opened connection ends for whatever reason, our own `close` included. Set before `open`. */
  onGone(listener: (fault: LineFault) => void): void;
  /** Safe at any time, also during `open` and twice; settles when the handle is let go. */
  close(): Promise<void>;
}

export type OpenTransport = () => Transport;
