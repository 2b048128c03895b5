import http2 from 'node:http2';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * The line between a terminal and the centre, with its bad days. It carries TLS bytes and cannot read them.
 * off: nothing gets through · slow: every chunk waits `slowMs` · error: somebody on the way answers 500 to everything ·
 * deaf: what the terminal sends arrives, the answers are lost.
 */
export type LineMode = 'ok' | 'off' | 'slow' | 'error' | 'deaf';

export interface BankLine {
  readonly port: number;
  mode(): LineMode;
  setMode(mode: LineMode): void;
  /** Breaks the connections of this moment. */
  cut(): void;
  stop(): Promise<void>;
}

const slowMs = 400;

/** `tls` is the centre's own server certificate, for the 500s. */
export async function createBankLine(targetPort: number, tls: { key: string; cert: string }): Promise<BankLine> {
  let mode: LineMode = 'ok';
  const open = new Set<net.Socket>();
  const failing = http2.createSecureServer({ ...tls, allowHTTP1: true }, (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end('line error');
  });
  failing.on('sessionError', () => {});

  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    if (mode === 'off') socket.destroy();
    else if (mode === 'error') failing.emit('connection', socket);
    else carry(socket);
  });

  function carry(socket: net.Socket): void {
    const upstream = net.connect(targetPort, '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    socket.on('data', (chunk) => later(() => upstream.write(chunk)));
    upstream.on('data', (chunk) => {
      if (mode !== 'deaf') later(() => socket.write(chunk));
    });
  }

  function later(send: () => void): void {
    if (mode === 'slow') setTimeout(send, slowMs);
    else send();
  }

  function cut(): void {
    for (const socket of open) socket.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mode: () => mode,
    setMode(next) {
      mode = next;
      if (next === 'off' || next === 'error' || next === 'ok') cut();
    },
    cut,
    async stop() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
