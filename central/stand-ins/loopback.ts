import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** One answer of a plain HTTP server of a stand-in. */
export interface PlainReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PlainRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

/** `drop` = the connection ends without an answer, as when a line breaks after the work was done. */
export type Responder = (request: PlainRequest) => Promise<PlainReply | 'drop'> | PlainReply | 'drop';

/** A stand-in's two faces: what the centre talks to, and what tests and the dev-dock turn its faults on and read it with. */
export interface StandInFaces {
  readonly respond: Responder;
  readonly control: Responder;
}

/** A small HTTP server on loopback; stand-ins need no more. @returns the port that it got, and how to end it. */
export async function serveLoopback(
  port: number,
  respond: Responder,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request, response, respond).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return { port: portOf(server), close: () => closeServer(server) };
}

export function json(status: number, value: unknown): PlainReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

async function answer(request: IncomingMessage, response: ServerResponse, respond: Responder): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const reply = await respond({
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    body: bytes.toString('utf8'),
    bytes,
  });
  if (reply === 'drop') response.destroy();
  else response.writeHead(reply.status, reply.headers).end(reply.body);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
