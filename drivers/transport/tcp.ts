import { connect, type Socket } from 'node:net';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { createPendingWrites } from './pending-writes.ts';
import { lineFault, type LineFault, type LineFaultKind, type Transport } from './transport.ts';

export interface TcpConfig {
  readonly host: string;
  readonly port: number;
}

const delays = { connectMs: 5_000, keepAliveMs: 10_000 };

const kindByCode: Readonly<Record<string, LineFaultKind>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'notFound',
  EHOSTUNREACH: 'notFound',
  ENETUNREACH: 'notFound',
  EAI_AGAIN: 'notFound',
  EACCES: 'denied',
  ECONNRESET: 'gone',
  EPIPE: 'gone',
  ETIMEDOUT: 'timeOut',
};

function tcpFault(cause: NodeJS.ErrnoException): LineFault {
  return lineFault(kindByCode[cause.code ?? ''] ?? 'failed', cause.code ?? cause.message);
}

/** A device behind a serial-to-Ethernet converter or a network printer's raw port, as a `Transport`. */
export function createTcpTransport(config: TcpConfig, clock: Clock): Transport {
  const writes = createPendingWrites(clock, end);
  let socket: Socket | undefined;
  let released: Promise<void> = Promise.resolve();
  let onData: (bytes: Uint8Array) => void = () => undefined;
  let onGone: (fault: LineFault) => void = () => undefined;
  let settleOpen: ((result: Result<void, LineFault>) => void) | undefined;
  let opened = false;
  let ended: LineFault | undefined;

  function end(fault: LineFault): void {
    if (ended) return;
    ended = fault;
    writes.failAll(fault);
    settleOpen?.(err(fault));
    if (opened) onGone(fault);
    socket?.destroy();
  }

  function begin(): Socket {
    const fresh = connect({ host: config.host, port: config.port, noDelay: true });
    released = new Promise((done) => fresh.once('close', () => done()));
    fresh.setKeepAlive(true, delays.keepAliveMs);
    fresh.on('data', (bytes) => {
      if (!ended) onData(bytes);
    });
    fresh.on('error', (cause) => end(tcpFault(cause)));
    fresh.on('end', () => end(lineFault('gone', 'peer closed')));
    fresh.on('close', () => end(lineFault('gone', 'connection closed')));
    return fresh;
  }

  return {
    onData(listener) {
      onData = listener;
    },
    onGone(listener) {
      onGone = listener;
    },
    open() {
      if (ended) return Promise.resolve(err(ended));
      return new Promise((done) => {
        const cancel = clock.after(delays.connectMs, () => end(lineFault('timeOut', 'no connection in time')));
        settleOpen = (result) => {
          cancel();
          settleOpen = undefined;
          done(result);
        };
        socket = begin();
        socket.once('connect', () => {
          opened = true;
          settleOpen?.(ok());
        });
      });
    },
    write(bytes, deadlineMs) {
      if (ended) return Promise.resolve(err(ended));
      const line = socket;
      if (!opened || !line) return Promise.resolve(err(lineFault('closed', 'not connected')));
      return writes.run(deadlineMs, (answered) => {
        line.write(bytes, (cause) => answered(cause ? tcpFault(cause) : undefined));
      });
    },
    async close() {
      end(lineFault('closed', 'closed by us'));
      await released;
    },
  };
}
