import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Result } from '#contracts/basics/result.ts';
import type { CallbackRead, CallbackRefusal, CallbackRequest, ChannelPort } from '#central/channels/index.ts';
import { startProcess } from './processes.ts';

export interface KeptMessage {
  readonly id: string;
  readonly key: string;
  readonly address: string;
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly state: 'waiting' | 'delivered' | 'failed';
}

/** A provider's stand-in in its own process, and its control port. */
export interface Provider {
  readonly url: string;
  messages(): Promise<readonly KeptMessage[]>;
  refused(): Promise<number>;
  pushes(): Promise<readonly number[]>;
  control(path: string, body: object): Promise<void>;
  stop(): Promise<void>;
}

export async function startProvider(name: string, keys: string, args: readonly string[] = []): Promise<Provider> {
  const running = await startProcess(`central/channels/stand-ins/${name}.ts`, ['--keys', keys, ...args]);
  const control = `http://127.0.0.1:${running.controlPort}`;
  const state = async () =>
    (await (await fetch(`${control}/messages`)).json()) as { messages: KeptMessage[]; pushes: number[]; refused: number };
  return {
    url: `http://127.0.0.1:${running.port}`,
    messages: async () => (await state()).messages,
    refused: async () => (await state()).refused,
    pushes: async () => (await state()).pushes,
    async control(path, body) {
      const answer = await fetch(control + path, { method: 'POST', body: JSON.stringify(body) });
      if (answer.status !== 200) throw new Error(`control ${path}: ${answer.status}`);
    },
    async stop() {
      await running.end();
    },
  };
}

/** Where the centre takes reports: keeps every request as it came, and what the port under test made of it. */
export interface CallbackServer {
  readonly url: string;
  readonly requests: readonly CallbackRequest[];
  readonly reads: readonly Result<CallbackRead, CallbackRefusal>[];
  close(): Promise<void>;
}

export async function openCallbackServer(path: string, port: () => ChannelPort): Promise<CallbackServer> {
  const requests: CallbackRequest[] = [];
  const reads: Result<CallbackRead, CallbackRefusal>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [at = '', query = ''] = (request.url ?? '').split('?', 2);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const asked = { method: request.method ?? '', path: at, query, headers, body: Buffer.concat(chunks) };
      requests.push(asked);
      void port()
        .readCallback(asked)
        .then((read) => {
          reads.push(read);
          if (read.ok) response.writeHead(200, { 'content-type': read.value.reply.contentType }).end(read.value.reply.body);
          else response.writeHead(read.error === 'later' ? 503 : read.error === 'forged' ? 403 : 200).end();
        });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    requests,
    reads,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request byte for byte, as it went to a stand-in. */
export interface RawRequest {
  readonly head: Buffer;
  readonly body: Buffer;
}

/** A line between an adapter and a stand-in that keeps the bytes of each request. */
export interface Tap {
  readonly url: string;
  readonly requests: readonly RawRequest[];
  close(): Promise<void>;
}

/**
 * Keeps requests; passes on those that `isPassedOn`, hangs up on the others. The stand-in sees the tap's `host` header: what is signed over it
 * stays right.
 */
export async function openTap(target: string, isPassedOn: (path: string) => boolean): Promise<Tap> {
  const requests: RawRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const raw = { head: headOf(request.method ?? '', request.url ?? '', request.rawHeaders, body.length), body };
      requests.push(raw);
      if (!isPassedOn(request.url ?? '')) response.destroy();
      else void exchange(target, raw).then((answer) => request.socket.end(answer ?? ''));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function headOf(method: string, url: string, rawHeaders: readonly string[], length: number): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = (rawHeaders[n] ?? '').toLowerCase();
    if (!['connection', 'content-length', 'transfer-encoding'].includes(name)) lines.push(`${name}: ${rawHeaders[n + 1]}`);
  }
  return Buffer.from(`${[...lines, `content-length: ${length}`, 'connection: close'].join('\r\n')}\r\n\r\n`, 'latin1');
}

/** Sends bytes and reads until the other side ends; undefined = it hung up without a word. */
export function exchange(target: string, { head, body }: RawRequest): Promise<Buffer | undefined> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.concat([head, body])));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.setTimeout(10_000, () => socket.destroy()); // a request that became one without an end
    socket.on('close', () => resolve(chunks.length > 0 ? Buffer.concat(chunks) : undefined));
  });
}

/** An address where nobody listens any more. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}`;
}
