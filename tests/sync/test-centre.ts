import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ActId } from '#contracts/basics/ids.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { CentralReceipt, SyncResult } from '#contracts/sync/wire.ts';
import { ensureDevPki, type DevPki } from '#central/terminals/dev-pki.ts';
import { someMoment, terminal } from '../journal/acts.ts';
import { createCentreModel, unpackBatch, type CentreModel } from './centre-model.ts';

/** What becomes of the next batches, one after the other; `ok` when the list is used up. */
export type BatchFate =
  | 'ok'
  | 'lostRequest' // cut before anything is applied
  | 'lostAnswer' // applied, then cut
  | 'silence' // applied, never answered
  | 'partial' // only the first half is answered
  | 'empty' // nothing is answered
  | 'forged' // receipts that nobody signed
  | 'otherTerminal' // genuine receipts of somebody else's acts
  | 'garbage'
  | 'huge'
  | { readonly status: number; readonly retryAfter?: number };

export interface TestCentre extends CentreModel {
  readonly url: string;
  readonly tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };
  /** Bytes of each batch as they came. */
  readonly batches: Buffer[];
  readonly sessions: Set<ServerHttp2Session>;
  readonly heartbeats: unknown[];
  fates: BatchFate[];
  /** Records that make the centre answer the whole batch with 500. */
  readonly bombs: Set<ActId>;
  /** What any query is answered with, instead of a heartbeat's good answer. */
  queryAnswer: { readonly status: number; readonly body: string } | undefined;
  heartbeatSilent: boolean;
  /** Answers of the feed `catalogue` by `after`; other streams are empty. */
  feed: (after: number) => { readonly status: number; readonly body?: unknown };
  /** Cuts all connections; with `reopen` false nobody gets through any more. */
  cut(): void;
  stop(): Promise<void>;
  restart(): Promise<void>;
}

const pkiFolder = mkdtempSync(join(tmpdir(), 'estation-pki-'));
process.once('exit', () => rmSync(pkiFolder, { recursive: true, force: true }));
let pki: Promise<DevPki> | undefined;

/** One development authority for all files of a process. */
function devPki(): Promise<DevPki> {
  return (pki ??= ensureDevPki(pkiFolder, [terminal, 'E0999']));
}

/** What an authority that nobody here trusts has made: its own certificate, or a terminal's with the key to it. */
export async function certificateOf(whose: 'stranger'): Promise<Buffer>;
export async function certificateOf(whose: 'stranger-terminal'): Promise<{ cert: Buffer; key: Buffer }>;
export async function certificateOf(whose: string): Promise<Buffer | { cert: Buffer; key: Buffer }> {
  const folder = mkdtempSync(join(tmpdir(), 'estation-stranger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = await ensureDevPki(folder, [terminal]);
  const own = files.terminals[terminal];
  if (whose === 'stranger' || !own) return readFileSync(files.caCertificate);
  return { cert: readFileSync(own.certificate), key: readFileSync(own.key) };
}

/** A small centre that keeps to `contracts/sync`: real TLS and HTTP/2, real signatures, everything in memory. */
export async function startTestCentre(): Promise<TestCentre> {
  const files = await devPki();
  const centre = createState();
  const options = {
    ca: readFileSync(files.caCertificate),
    cert: readFileSync(files.serverCertificate),
    key: readFileSync(files.serverKey),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3' as const,
  };
  let server = await listen(options, centre, 0);
  const { port } = server.address() as { port: number };
  const own = files.terminals[terminal];
  if (!own) throw new Error('no certificate');

  const running: TestCentre = Object.assign(centre, {
    url: `https://localhost:${port}`,
    tls: { ca: readFileSync(files.caCertificate), cert: readFileSync(own.certificate), key: readFileSync(own.key) },
    cut() {
      for (const session of centre.sessions) session.destroy();
    },
    async stop() {
      running.cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    async restart() {
      server = await listen(options, centre, port);
    },
  });
  onTestFinished(() => running.stop());
  return running;
}

type State = Omit<TestCentre, 'url' | 'tls' | 'cut' | 'stop' | 'restart'>;

function createState(): State {
  return {
    ...createCentreModel(),
    batches: [],
    sessions: new Set(),
    heartbeats: [],
    fates: [],
    bombs: new Set(),
    queryAnswer: undefined,
    heartbeatSilent: false,
    feed: () => ({ status: 304 }),
  };
}

function listen(options: object, state: State, port: number): Promise<Http2SecureServer> {
  const server = createSecureServer(options);
  server.on('session', (session) => {
    state.sessions.add(session);
    session.on('close', () => state.sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(state, stream, String(headers[':path']), Buffer.concat(chunks)));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function answer(state: State, stream: ServerHttp2Stream, path: string, body: Buffer): void {
  if (path === '/v1/sync') return answerBatch(state, stream, body);
  if (path.startsWith('/v1/feed/')) {
    if (!path.startsWith('/v1/feed/catalogue')) return reply(stream, 304, '');
    const { status, body: json } = state.feed(Number(new URL(path, 'https://x').searchParams.get('after')));
    return reply(stream, status, json === undefined ? '' : JSON.stringify(json));
  }
  if (path === '/v1/heartbeat') state.heartbeats.push(JSON.parse(body.toString()));
  if (path === '/v1/heartbeat' && state.heartbeatSilent) return;
  const { status, body: text } = state.queryAnswer ?? {
    status: 200,
    body: JSON.stringify({ serverTime: instantOf(someMoment) }),
  };
  reply(stream, status, text);
}

function reply(stream: ServerHttp2Stream, status: number, text: string, more: Record<string, string> = {}): void {
  if (stream.destroyed) return;
  stream.respond({ ':status': status, 'content-type': 'application/json', ...more });
  stream.end(text);
}

function answerBatch(state: State, stream: ServerHttp2Stream, body: Buffer): void {
  state.batches.push(body);
  const fate = state.fates.shift() ?? 'ok';
  if (fate === 'lostRequest') return stream.session?.destroy();
  if (typeof fate === 'object') {
    const retryAfter = fate.retryAfter === undefined ? {} : { 'retry-after': String(fate.retryAfter) };
    return reply(
      stream,
      fate.status,
      JSON.stringify({ code: 'CFG-001', message: 'not now' }).replace('CFG-001', 'XXX-999'),
      retryAfter,
    );
  }
  const records = unpackBatch(body);
  if (!records) return reply(stream, 413, '{}');
  if (records.some(({ id }) => state.bombs.has(id))) return reply(stream, 500, '{}');
  const results = records.map((record) => state.apply(record));
  if (fate === 'lostAnswer') return stream.session?.destroy();
  if (fate === 'silence') return;
  if (fate === 'garbage') return reply(stream, 200, '{"results": [{"id": 7}]}');
  if (fate === 'huge') return reply(stream, 200, ' '.repeat(3 * 1024 * 1024));
  reply(stream, 200, JSON.stringify({ results: twisted(state, fate, results), serverTime: instantOf(someMoment) }));
}

function twisted(state: State, fate: BatchFate, results: readonly SyncResult[]): readonly SyncResult[] {
  if (fate === 'partial') return results.slice(0, Math.floor(results.length / 2));
  if (fate === 'empty') return [];
  const change = (result: SyncResult, change: (receipt: CentralReceipt) => CentralReceipt): SyncResult =>
    result.answer === 'final' ? { ...result, receipt: change(result.receipt) } : result;
  if (fate === 'forged') return results.map((one) => change(one, (receipt) => ({ ...receipt, ref: `${receipt.ref}0` })));
  if (fate === 'otherTerminal') return results.map((one) => change(one, ({ id }) => state.receiptOf(id, 'E0999')));
  return results;
}
