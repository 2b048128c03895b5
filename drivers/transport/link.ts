import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Request } from './requests.ts';
import { lineFault, type LineFault, type Transport } from './transport.ts';

/** What one command may do with the line while it has its turn. Everything settles at the command's deadline at the latest. */
export interface Link {
  /** Number of the connection, rising by one with each. */
  readonly epoch: number;
  readonly requestId: number;
  remainingMs(): number;
  write(bytes: Uint8Array, deadlineMs: number): Promise<Result<void, LineFault>>;
  /**
   * Writes (nothing, when `bytes` is empty) and hands each chunk that arrives from then on to `take`, until it returns
   * something other than undefined. `quietMs` is the longest silence, so that an answer that trickles in is still taken.
   */
  exchange<T>(bytes: Uint8Array, take: (chunk: Uint8Array) => T | undefined, quietMs: number): Promise<Result<T, LineFault>>;
  /** The same, but `ms` is all the time there is, however much arrives: for devices that talk without being asked. */
  within<T>(bytes: Uint8Array, take: (chunk: Uint8Array) => T | undefined, ms: number): Promise<Result<T, LineFault>>;
}

/** An open connection, and who of its commands hears it now. */
export interface Line {
  readonly epoch: number;
  readonly gone: Promise<LineFault>;
  isGone(): boolean;
  linkFor(request: Request): Link;
}

export interface LineHooks {
  /** Any byte at all. */
  onLife(): void;
  /** Bytes that no command waits for. */
  onUnasked(bytes: Uint8Array): void;
}

/** Wires a transport that is not open yet; the epoch is the one that it will have once it is. */
export function createLine(transport: Transport, epoch: number, clock: Clock, hooks: LineHooks): Line {
  const goneListeners = new Set<(fault: LineFault) => void>();
  let ended: LineFault | undefined;
  let receiver: ((chunk: Uint8Array) => void) | undefined;
  const gone = new Promise<LineFault>((tell) => goneListeners.add(tell));

  transport.onData((bytes) => {
    hooks.onLife();
    if (receiver) receiver(bytes);
    else hooks.onUnasked(bytes);
  });
  transport.onGone((fault) => {
    ended = fault;
    for (const listener of goneListeners) listener(fault);
    goneListeners.clear();
  });

  function exchange<T>(
    request: Request,
    bytes: Uint8Array,
    take: (chunk: Uint8Array) => T | undefined,
    limit: { readonly ms: number; readonly from: 'start' | 'lastByte' },
  ): Promise<Result<T, LineFault>> {
    return new Promise((done) => {
      let settled = false;
      let cancelQuiet = (): void => undefined;
      const settle = (result: Result<T, LineFault>): void => {
        if (settled) return;
        settled = true;
        cancelQuiet();
        receiver = undefined;
        goneListeners.delete(fail);
        forgetRequest();
        done(result);
      };
      const fail = (fault: LineFault): void => settle(err(fault));
      const listenOn = (): void => {
        cancelQuiet();
        const raw = limit.from === 'start' ? `no answer in ${limit.ms} ms` : `silent for ${limit.ms} ms`;
        cancelQuiet = clock.after(limit.ms, () => fail(lineFault('timeOut', raw)));
      };
      const forgetRequest = request.onOver(fail);
      goneListeners.add(fail);
      receiver = (chunk) => {
        if (limit.from === 'lastByte') listenOn();
        const value = take(chunk);
        if (value !== undefined) settle(ok(value));
      };
      listenOn();
      if (bytes.length > 0) {
        void transport.write(bytes, Math.min(limit.ms, request.remainingMs())).then((written) => {
          if (!written.ok) fail(written.error);
        });
      }
    });
  }

  return {
    epoch,
    gone,
    isGone: () => ended !== undefined,
    linkFor(request) {
      const barred = (): LineFault | undefined => ended ?? request.over();
      return {
        epoch,
        requestId: request.id,
        remainingMs: () => request.remainingMs(),
        write(bytes, deadlineMs) {
          const fault = barred();
          if (fault) return Promise.resolve(err(fault));
          return transport.write(bytes, Math.min(deadlineMs, request.remainingMs()));
        },
        exchange(bytes, take, quietMs) {
          const fault = barred();
          if (fault) return Promise.resolve(err(fault));
          return exchange(request, bytes, take, { ms: quietMs, from: 'lastByte' });
        },
        within(bytes, take, ms) {
          const fault = barred();
          if (fault) return Promise.resolve(err(fault));
          return exchange(request, bytes, take, { ms, from: 'start' });
        },
      };
    },
  };
}
